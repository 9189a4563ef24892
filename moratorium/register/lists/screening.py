"""A list being screened: its header, the counts, and the answer for a row's cells."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from ...rules import screening
from ...rules.bad_lists import BadList
from ...rules.screening import BadRow
from ...rules.wording import grouped
from .bounds import Bounds
from .screener import Cells, Screener

Progress = Callable[[int], None]


class List(Protocol):
    """A list of some kind whose header was read."""

    screening: "Screening"
    size: int | None  # the answer's bytes, where that is known once it was counted

    def count(self, progress: Progress) -> None:
        """Go over the list once and count its rows by verdict. Raises BadList.

        `progress` is told now and then how many rows there are.
        """
        ...

    def answered(self) -> Iterator[bytes]:
        """The header and every row with its answer, as CSV. Raises BadList.

        A list that was counted must be opened anew, if it is not a book.
        """
        ...


class Screening:
    """One list from its header on. `counts` says how many rows got which verdict."""

    def __init__(self, titles: Sequence[str], screener: Screener, bounds: Bounds) -> None:
        """Raises BadList."""
        if bounds.columns is not None and len(titles) > bounds.columns:
            raise BadList("columns", grouped(bounds.columns))
        columns = screening.header(titles)
        self.width = len(titles)
        self.indexes = tuple(columns[name] for name in screening.COLUMNS[1:])
        self.counts: Counter[str] = Counter()
        self._screener, self._bounds = screener, bounds

    def added(self, cells: Cells) -> list[str]:
        """The added columns for the cells discom, district, area, planned_at; not counted yet."""
        return self._screener.answer(cells).cells()

    def ragged(self, count: int) -> list[str]:
        """The added columns of a row with another number of cells: they may have shifted."""
        return screening.invalid(BadRow("cells", f"{count}, {self.width}")).cells()

    def rows(self) -> int:
        """How many rows were counted. Raises BadList if they are more than a list may have."""
        rows = self.counts.total()
        if self._bounds.rows is not None and rows > self._bounds.rows:
            raise BadList("rows", grouped(self._bounds.rows))
        return rows

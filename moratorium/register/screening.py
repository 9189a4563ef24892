"""Screening a list against the record: rows in, rows out, whatever their number."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from operator import itemgetter

from ..rules import screening
from ..rules.screening import BadRow
from .screener import Cells, Screener, forget_many


class Screening:
    """One list being screened, from its header on. `counts` says how many rows got which verdict."""

    def __init__(self, titles: Sequence[str], now: datetime) -> None:
        """Raises BadHeader."""
        columns = screening.header(titles)
        self.titles = [*titles, *screening.ADDED]
        self.width = len(titles)
        self.indexes = tuple(columns[name] for name in screening.COLUMNS[1:])
        self.counts: Counter[str] = Counter()
        self._wanted: Callable[[Sequence[str]], Cells] = itemgetter(*self.indexes)
        self._screener = Screener(now)
        self._kept: dict[Cells, list[str]] = {}

    def row(self, row: Sequence[str]) -> list[str]:
        """A row with the added columns. A row without cells is none and stays as it is."""
        if len(row) == self.width:
            added = self.added(self._wanted(row))
            self.counts[added[0]] += 1
            return [*row, *added]
        return self.ragged(row) if row else []

    def added(self, cells: Cells) -> list[str]:
        """The added columns for the cells discom, district, area, planned_at; not counted yet."""
        added = self._kept.get(cells)
        if added is None:
            forget_many(self._kept)
            added = self._kept[cells] = self._screener.answer(cells).cells()
        return added

    def ragged(self, row: Sequence[str]) -> list[str]:
        """A row with too few or too many cells: invalid, because its cells may have shifted.

        The added columns stand where the header has them; cells beyond stay, behind them.
        """
        self.counts[screening.INVALID] += 1
        error = BadRow("cells", f"{len(row)}, {self.width}")
        padded = [*row, *[""] * (self.width - len(row))]
        added = screening.invalid(error).cells()
        return [*padded[: self.width], *added, *padded[self.width :]]


def screen(
    rows: Iterable[Sequence[str]], write: Callable[[Sequence[str]], object], now: datetime
) -> Counter[str]:
    """Screen rows, of which the first with a cell is the header, and write each.

    Returns how many rows had which verdict. Raises BadHeader before anything is written.
    """
    source = iter(rows)
    found = Screening(next((row for row in source if any(row)), []), now)
    write(found.titles)
    for row in source:
        write(found.row(row))
    return found.counts

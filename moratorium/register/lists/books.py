"""A list in a workbook: the rows of its first sheet as text, answered as CSV."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from itertools import chain, islice
from operator import itemgetter
from typing import IO, Any

from python_calamine import CalamineError, CalamineWorkbook

from ...rules.bad_lists import BadList
from ...rules.screening import ADDED, BadHeader
from . import archive
from .bounds import Bounds
from .screener import Kept, Screener
from .screening import Progress, Screening

_MOST_KEPT = 16 * 1024 * 1024  # bytes of answers that are kept for rows that ask the same
_BLOCK = 2_000  # rows
_END = "\r\n"

Answer = tuple[str, str]


class Book:
    """A list in the first sheet of an XLSX file; what comes out is CSV in UTF-8 without BOM.

    A row without a filled cell is none and is left out.
    """

    def __init__(self, file: IO[bytes], screener: Screener, bounds: Bounds) -> None:
        """Looks into the archive, reads the sheet and finds its header. Raises BadList."""
        archive.look(file, bounds)
        file.seek(0)
        self._sheet = _sheet(file.read())
        titles = next((row for row in map(_row, self._sheet.iter_rows()) if _is_filled(row)), None)
        if titles is None:
            raise BadHeader("empty")
        self._titles = titles
        self.screening = Screening(titles, screener, bounds)
        self._wanted = itemgetter(*self.screening.indexes)
        self._kept: Kept[tuple[Any, ...], Answer] = Kept(_MOST_KEPT)
        self._unasked: Answer | None = None
        self.size: int | None = None  # it would take as long to count as to answer

    def count(self, progress: Progress) -> None:
        """Count the rows by verdict; `progress` is told now and then how many there are."""
        counts = self.screening.counts
        for rows in self._blocks():
            for answer, times in Counter(self._answers(rows)).items():
                if answer is not None:
                    counts[answer[0]] += times
            progress(self.screening.rows())

    def answered(self) -> Iterator[bytes]:
        """The header and every row with its answer, in blocks. Raises BadList."""
        yield _encoded(_written([*self._titles, *ADDED]) + _END)
        for rows in self._blocks():
            yield _encoded("".join(self._lines(rows)))

    def _blocks(self) -> Iterator[list[list[Any]]]:
        """The rows below the header as the library has them, in blocks."""
        rows = self._sheet.iter_rows()
        next(values for values in rows if _is_filled(_row(values)))
        while block := list(islice(rows, _BLOCK)):
            yield block

    def _answers(self, rows: list[list[Any]]) -> list[Answer | None]:
        """For each row the verdict and what stands behind it; None for one without a filled cell."""
        # The usual row asks what was asked before: that runs without a step of Python's for it.
        answers = list(map(self._kept.get, map(self._wanted, rows)))
        if None in answers:
            get, wanted = self._kept.get, self._wanted
            return [get(wanted(values)) or self._first_answer(values) for values in rows]
        return answers

    def _lines(self, rows: list[list[Any]]) -> Iterable[str]:
        """The rows with their answers. By columns, since few of them hold anything but text."""
        answers = self._answers(rows)
        behind = [answer[1] for answer in answers if answer is not None]
        lines = list(map(",".join, zip(*map(_column, zip(*rows, strict=True)), strict=True)))
        if len(behind) == len(lines) and _are_plain(lines, self.screening.width - 1):
            return chain.from_iterable(zip(lines, behind, strict=True))
        return self._lines_one_by_one(rows, answers)

    def _lines_one_by_one(
        self, rows: list[list[Any]], answers: list[Answer | None]
    ) -> Iterator[str]:
        commas = self.screening.width - 1
        for values, answer in zip(rows, answers, strict=True):
            if answer is None:
                continue
            cells = _row(values)
            line = ",".join(cells)
            yield line if _are_plain([line], commas) else _written(cells)
            yield answer[1]

    def _first_answer(self, values: list[Any]) -> Answer | None:
        wanted = tuple(_row(self._wanted(values)))
        if any(map(str.strip, wanted)):
            return self._kept.get(wanted) or self._keep(wanted)
        # Not kept by its cells: the next row without any of these may have no filled cell at all.
        if not _is_filled(_row(values)):
            return None
        if self._unasked is None:
            self._unasked = self._added(wanted)
        return self._unasked

    def _keep(self, wanted: tuple[str, ...]) -> Answer:
        answer = self._added(wanted)
        return self._kept.keep(wanted, answer, 600 + len(answer[1]) + sum(map(len, wanted)))

    def _added(self, wanted: tuple[str, ...]) -> Answer:
        discom, district, area, planned = wanted
        added = self.screening.added((discom, district, area, planned))
        return added[0], _written(["", *added]) + _END


def rows(content: bytes) -> Iterator[list[str]]:
    """The rows of the first sheet of a book that was looked into; empty ones have empty cells.

    A whole number is written without a decimal point, so that account numbers stay what
    they were; a date cell, or one at midnight, is a date. Raises BadList.
    """
    return map(_row, _sheet(content).iter_rows())


def _sheet(content: bytes) -> Any:
    try:
        return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    except (CalamineError, IndexError):
        raise BadList("damaged") from None


def _row(values: Sequence[Any]) -> list[str]:
    return [value if type(value) is str else _cell(value) for value in values]


def _column(values: tuple[Any, ...]) -> Sequence[str]:
    kinds = set(map(type, values))
    if kinds == {str}:
        return values
    if kinds == {float}:  # as in `_cell`, without a call for each
        return [str(int(value)) if value.is_integer() else repr(value) for value in values]
    return _row(values)


def _are_plain(lines: list[str], commas: int) -> bool:
    """Whether rows whose cells were joined by so many commas need no quotation marks."""
    text = "\n".join(lines)
    return (
        text.count(",") == commas * len(lines)
        and text.count("\n") == len(lines) - 1
        and '"' not in text
        and "\r" not in text
    )


def _is_filled(row: Sequence[str]) -> bool:
    return any(map(str.strip, row))


def _cell(value: Any) -> str:
    if type(value) is float:
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        # A spreadsheet counts days in floating point; no list is planned to the millisecond.
        return (value + timedelta(milliseconds=500)).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _written(row: list[str]) -> str:
    """A row as CSV without a line's end."""
    out = StringIO(newline="")
    # Without \r and \n in its line end, the writer would leave them unquoted in a cell.
    csv.writer(out, lineterminator="\r\n").writerow(row)
    return out.getvalue()[:-2]


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")

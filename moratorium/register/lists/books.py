"""A list in a workbook: the rows of its first sheet as text, answered as CSV."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from itertools import islice
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
        for rows in self._blocks():
            for values in rows:
                self._answer(values)
            progress(self.screening.rows())

    def answered(self) -> Iterator[bytes]:
        """The header and every row with its answer, in blocks. Raises BadList."""
        self.screening.counts.clear()
        yield _encoded(_written([*self._titles, *ADDED]) + _END)
        for rows in self._blocks():
            yield _encoded("".join(self._lines(rows)))
            self.screening.rows()

    def _blocks(self) -> Iterator[list[list[Any]]]:
        """The rows below the header as the library has them, in blocks."""
        rows = self._sheet.iter_rows()
        next(values for values in rows if _is_filled(_row(values)))
        while block := list(islice(rows, _BLOCK)):
            yield block

    def _lines(self, rows: list[list[Any]]) -> Iterator[str]:
        # One loop with few calls for the usual row: it runs a hundred thousand times.
        get, wanted, counts = self._kept.get, self._wanted, self.screening.counts
        commas = self.screening.width - 1
        for values in rows:
            answer = get(wanted(values)) or self._first_answer(values)
            if answer is None:
                continue
            counts[answer[0]] += 1
            cells = [value if type(value) is str else _cell(value) for value in values]
            line = ",".join(cells)
            if line.count(",") != commas or '"' in line or "\n" in line or "\r" in line:
                line = _written(cells)
            yield line
            yield answer[1]

    def _answer(self, values: list[Any]) -> Answer | None:
        """The verdict and what stands behind the row; None for a row without a filled cell."""
        answer = self._kept.get(self._wanted(values)) or self._first_answer(values)
        if answer is not None:
            self.screening.counts[answer[0]] += 1
        return answer

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


def _is_filled(row: Sequence[str]) -> bool:
    return any(map(str.strip, row))


def _cell(value: Any) -> str:
    if type(value) is float and value.is_integer():
        return str(int(value))
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

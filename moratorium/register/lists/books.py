"""A list in a workbook: the rows of its first sheet as text, answered as CSV."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from operator import itemgetter
from typing import IO, Any

from python_calamine import CalamineError, CalamineWorkbook

from ...rules.bad_lists import BadList
from ...rules.screening import ADDED, BadHeader
from . import archive
from .bounds import BLOCK, Bounds
from .screener import Cells, Kept, Screener
from .screening import Progress, Screening

_MOST_KEPT = 16 * 1024 * 1024  # bytes of answers that are kept for rows that ask the same
_TOLD = 2_000  # rows between two looks at the progress


class Book:
    """A list in the first sheet of an XLSX file; what comes out is CSV in UTF-8 without BOM.

    A row without a filled cell is none and is left out.
    """

    def __init__(self, file: IO[bytes], screener: Screener, bounds: Bounds) -> None:
        """Looks into the archive, reads the sheet and finds its header. Raises BadList."""
        archive.look(file, bounds)
        file.seek(0)
        self._sheet = _sheet(file.read())
        # One row decides on the width: a sheet gives all its rows the same.
        titles = next((row for row in self._rows() if _is_filled(row)), None)
        if titles is None:
            raise BadHeader("empty")
        self._titles = titles
        self.screening = Screening(titles, screener, bounds)
        self._kept: Kept[Cells, tuple[str, list[str]]] = Kept(_MOST_KEPT)

    def answered(self, progress: Progress | None = None) -> Iterator[bytes]:
        """The header and every row with its answer, in blocks. Raises BadList.

        `progress` is told now and then how many rows were answered.
        """
        self.screening.counts.clear()
        rows = self._rows()
        next(row for row in rows if _is_filled(row))
        out = StringIO(newline="")
        written = csv.writer(out)
        written.writerow([*self._titles, *ADDED])
        for number, row in enumerate(rows):
            if _is_filled(row):
                written.writerow(self._answer(row))
            if not number % _TOLD:
                yield from _taken(out, BLOCK)
                count = self.screening.rows()
                if progress is not None:
                    progress(count)
        self.screening.rows()
        yield from _taken(out, 0)

    def _rows(self) -> Iterator[list[str]]:
        return map(_row, self._sheet.iter_rows())

    def _answer(self, row: list[str]) -> list[str]:
        wanted = itemgetter(*self.screening.indexes)(row)
        answer = self._kept.get(wanted)
        if answer is None:
            added = self.screening.added(wanted)
            weight = 600 + sum(map(len, (*wanted, *added)))
            answer = self._kept.keep(wanted, (added[0], added), weight)
        self.screening.counts[answer[0]] += 1
        return row + answer[1]


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
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        # A spreadsheet counts days in floating point; no list is planned to the millisecond.
        return (value + timedelta(milliseconds=500)).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _taken(out: StringIO, least: int) -> Iterator[bytes]:
    """What was written so far, if it is at least so much; the text begins anew."""
    if out.tell() > least:
        yield out.getvalue().encode("utf-8", "replace")
        out.seek(0)
        out.truncate()

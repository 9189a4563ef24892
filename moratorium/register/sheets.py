"""Tables that are given out: rows written as CSV or XLSX."""

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import IO

import xlsxwriter

# What a spreadsheet may take for the beginning of a formula, in full width as well.
_FORMULA = frozenset("=+-@\t\r\n")
_ALL_TEXT = {
    "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip


def inert(cell: str) -> str:
    """A cell of a CSV that no spreadsheet takes for a formula: such a one gets an apostrophe.

    White space and marks that nobody sees do not hide what comes after them.
    """
    for character in cell:
        if unicodedata.normalize("NFKC", character) in _FORMULA:
            return "'" + cell
        if not character.isspace() and unicodedata.category(character) not in ("Cc", "Cf"):
            return cell
    return cell


def as_csv(blocks: Iterable[Sequence[Sequence[str]]]) -> Iterator[bytes]:
    """Blocks of rows as UTF-8 with a BOM, so that Excel reads Hindi; a block at a time."""
    mark = "\ufeff"
    for rows in blocks:
        out = StringIO(mark, newline="")
        out.seek(len(mark))
        csv.writer(out).writerows([inert(cell) for cell in row] for row in rows)
        yield out.getvalue().encode()
        mark = ""


def as_xlsx(blocks: Iterable[Sequence[Sequence[str]]], out: IO[bytes], place: Path) -> None:
    """Blocks of rows as one sheet, the first row its head; every cell is text as it stands.

    A row is on disk, in `place`, before the next one is asked for.
    """
    options = {"constant_memory": True, "tmpdir": str(place), **_ALL_TEXT}
    with xlsxwriter.Workbook(out, options) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 50, 20)
        rows = (row for block in blocks for row in block)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell, None if number else bold)

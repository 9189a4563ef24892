"""A book's answer, cell by cell: turned into text by columns, it is what each cell alone would be."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime

import pytest
import xlsxwriter

from moratorium.register.lists import books
from moratorium.register.lists.books import Book
from moratorium.register.lists.bounds import SENT
from moratorium.register.lists.screener import Facts, Screener
from moratorium.rules.places import Places
from tests import builders as build

pytestmark = pytest.mark.plain

HEADER = ("account", "discom", "district", "area", "planned_at", "amount", "remark")
PLACE = ("PUVVNL", "varanasi", "rural", "31-12-2022")
PLAIN = ("0001", *PLACE, 12.5, "x")
Cell = str | float | bool | datetime | None

BLOCKS: dict[str, Sequence[Sequence[Cell]]] = {
    "text alone": [("0001", *PLACE, "12", "x")] * 3,
    "numbers": [("1", *PLACE, each, "x") for each in (0.0, -0.0, 7.0, 1.5, -2.25, 1e16, 1e-9)],
    "of many kinds": [
        ("1", *PLACE, each, "x")
        for each in (1.0, "one", None, True, datetime.fromisoformat("2022-12-29T20:15"))
    ],
    "a date of its own kind": [
        ("1", *PLACE[:3], datetime.fromisoformat("2022-12-31"), 3.0, "x"),
        PLAIN,
    ],
    "a comma": [PLAIN, ("2", *PLACE, 1.0, "Ram, Lal"), PLAIN],
    "a quotation mark": [PLAIN, ("2", *PLACE, 1.0, 'the "old" one'), PLAIN],
    "a line's end": [PLAIN, ("2", *PLACE, 1.0, "one\ntwo"), PLAIN],
    "a row without a filled cell": [PLAIN, (None,) * 7, PLAIN, (" ",) * 7, PLAIN],
    "a row without what is asked for": [PLAIN, ("9", None, None, None, None, 1.0, "x"), PLAIN],
}


def book(rows: Sequence[Sequence[Cell]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as written:
        sheet, day = written.add_worksheet(), written.add_format({"num_format": "dd-mm-yyyy"})
        sheet.write_row(0, 0, HEADER)
        for row, cells in enumerate(rows, start=1):
            for column, cell in enumerate(cells):
                given = (day,) if isinstance(cell, datetime) else ()
                if cell is not None:
                    sheet.write(row, column, cell, *given)
    return out.getvalue()


def opened(content: bytes) -> Book:
    facts = Facts(build.NEW_YEAR, build.NEW_YEAR, Places({}, {}, ()), ())
    return Book(io.BytesIO(content), Screener(facts, lambda since: ()), SENT)


@pytest.mark.parametrize("rows", BLOCKS.values(), ids=BLOCKS)
def test_every_cell_comes_back_as_it_would_alone(rows: Sequence[Sequence[Cell]]) -> None:
    content = book(rows)
    found = opened(content)
    found.count(lambda rows: None)
    answered = list(csv.reader(io.StringIO(b"".join(found.answered()).decode(), newline="")))
    alone = [row for row in books.rows(content) if any(map(str.strip, row))]
    assert [row[: len(HEADER)] for row in answered] == alone
    assert found.screening.counts.total() == len(alone) - 1
    verdicts = [row[len(HEADER)] for row in answered[1:]]
    assert all(verdicts), "and each has its own answer"
    assert {len(row) for row in answered} == {len(answered[0])}


def test_a_number_is_written_as_its_account_would_be() -> None:
    found = opened(book([("1", *PLACE, 1e16, "x"), ("2", *PLACE, 1.0, "x"), PLAIN]))
    found.count(lambda rows: None)
    answered = csv.reader(io.StringIO(b"".join(found.answered()).decode(), newline=""))
    assert [row[5] for row in answered][1:] == ["10000000000000000", "1", "12.5"]

"""What is written as CSV or XLSX is text: no cell begins what a spreadsheet would run."""

import csv
import io
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moratorium.register import sheets
from moratorium.register.lists import books

pytestmark = pytest.mark.plain

DANGEROUS = "=+-@\t\r＝＋－＠"
begins = st.text(" \u00a0\u200b\ufeff\x0b", max_size=2)
cells = st.text() | st.builds(
    lambda space, first, rest: space + first + rest, begins, st.sampled_from(DANGEROUS), st.text()
)
tables = st.lists(st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=5)


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def runs(cell: str) -> bool:
    """Whether a spreadsheet may take a cell for a formula."""
    seen = unicodedata.normalize("NFKC", cell).lstrip("\ufeff\u200b \x0b\x0c\x1c\x1d\x1e\x1f\x85")
    return seen[:1] in set("=+-@\t\r")


@settings(deadline=None)
@given(tables)
def test_no_cell_of_a_csv_runs_and_none_loses_anything(table: list[list[str]]) -> None:
    rows = read_csv(b"".join(sheets.as_csv([table])))
    assert len(rows) == len(table)
    for written, given_ in zip(rows, table, strict=True):
        for cell, was in zip(written, given_, strict=True):
            assert not runs(cell)
            assert cell in (was, "'" + was)


@pytest.mark.parametrize("first", DANGEROUS)
def test_each_of_them_is_made_harmless(first: str) -> None:
    assert sheets.inert(f"{first}1") == f"'{first}1"
    assert sheets.inert(f" {first}1") == f"' {first}1"


@pytest.mark.parametrize(
    "cell", ["", "MO/2022-23/0001", "आदेश", "—", "2023-01-01T00:00:00+05:30", " ", "a=1"]
)
def test_what_is_harmless_stays_as_it_is(cell: str) -> None:
    assert sheets.inert(cell) == cell


def test_a_csv_has_one_mark_at_its_beginning() -> None:
    first, second = sheets.as_csv([[["क"]], [["ख"]]])
    assert first == b"\xef\xbb\xbf" + "क\r\n".encode()
    assert second == "ख\r\n".encode()


printable = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(printable | st.sampled_from(["=1+1", "＝A1", "1e5", "https://example.org"]),
                         min_size=3, max_size=3), min_size=1, max_size=5))  # fmt: skip
def test_an_xlsx_gives_back_every_cell_as_text(table: list[list[str]]) -> None:
    with tempfile.TemporaryFile() as out:
        sheets.as_xlsx([table[:1], table[1:]], out, Path(tempfile.gettempdir()))
        out.seek(0)
        content = out.read()
    assert list(books.rows(content)) == table
    assert b"<f>" not in _sheet(content)


def _sheet(content: bytes) -> bytes:
    from zipfile import ZipFile

    return ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_a_formula_would_be_seen() -> None:
    """The control: the same cell written the way the library would by itself."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write(0, 0, "=1+1")
    assert b"<f>" in _sheet(out.getvalue())
    assert runs(read_csv("\ufeff=1+1\r\n".encode())[0][0])

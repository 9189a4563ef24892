"""The look into a workbook: what is no list is refused before anything reads it.

The bounds are set low, so that small and harmless books pass them or do not.
"""

import io
from dataclasses import replace
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
import xlsxwriter

from moratorium.register.lists import archive, sheet_spans
from moratorium.register.lists.bounds import SENT, Bounds
from moratorium.rules.bad_lists import BadList

pytestmark = pytest.mark.plain
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
WIDE = replace(SENT, cells=10**12)


def book(rows: int = 5, columns: int = 4, far: tuple[int, int] | None = None) -> bytes:
    """A workbook with texts in so many cells, and perhaps one more cell, counted from 0."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        page = made.add_worksheet()
        for row in range(rows):
            page.write_row(row, 0, [f"{row} {column}" for column in range(columns)])
        if far is not None:
            page.write_string(*far, "far")
    return out.getvalue()


def changed(content: bytes, part: str, change: Any, packing: int = ZIP_DEFLATED) -> bytes:
    """The same archive with one part changed, or added."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(out, "w", packing) as new:
        for each in old.namelist():
            if each != part:
                new.writestr(each, old.read(each))
        new.writestr(part, change(old.read(part) if part in old.namelist() else b""))
    return out.getvalue()


def replaced(old: bytes, new: bytes) -> Any:
    return lambda text: text.replace(old, new)


def fault(content: bytes, bounds: Bounds = SENT) -> str:
    """Which fault the look finds; empty if none."""
    try:
        archive.look(io.BytesIO(content), bounds)
    except BadList as bad:
        return bad.name
    return ""


def test_a_book_within_the_bounds_is_let_through() -> None:
    assert fault(book()) == ""
    assert fault(book(), replace(SENT, cells=20)) == ""


@pytest.mark.parametrize(
    ("content", "bounds"),
    [(book(), replace(SENT, cells=19)), (book(far=(9, 0)), replace(SENT, cells=39)),
     (book(far=(0, 9)), replace(SENT, cells=49)), (book(far=(999_999, 3)), SENT)],
    ids=range(4),
)  # fmt: skip
def test_a_book_that_spans_more_cells_is_refused_and_told_to_come_as_csv(
    content: bytes, bounds: Bounds
) -> None:
    with pytest.raises(BadList, match="CSV") as caught:
        archive.look(io.BytesIO(content), bounds)
    assert caught.value.name == "cells"
    assert caught.value.is_too_large
    assert fault(content, WIDE) == ""  # the control: without the bound it passes


CLAIMS = [
    # The same cell written in ways that few writers use.
    (b'<c r="D5"', b'<c r="D500"'), (b'<c r="D5"', b'<c r="ZZ5"'),
    (b'<c r="D5"', b"<c r='D500'"), (b'<c r="D5" t="s"', b'<c t="s" r="D500"'),
    (b'<c r="D5"', b'<c\nr="D500"'), (b'<c r="D5"', b'<c r = "D500"'),
    (b'<c r="D5"', b'<c r="d500"'), (b'<c r="D5"', b'<c r="D&#53;00"'),
    (b'<row r="5"', b"<row r='500'"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), CLAIMS, ids=range(len(CLAIMS)))
def test_a_claimed_reference_counts_however_it_is_written(old: bytes, new: bytes) -> None:
    def change(text: bytes) -> bytes:
        assert old in text
        text = text.replace(old, new)
        return text.replace(b'<c r="D5"', b"<c") if b"<row r='5" in new else text

    content = changed(book(), SHEET, change)
    assert fault(content, replace(SENT, cells=1999)) == "cells"
    assert fault(content, WIDE) == ""


def test_a_sheet_under_a_prefix_is_read_too() -> None:
    def prefixed(text: bytes) -> bytes:
        for name in (b"worksheet", b"sheetData", b"row", b"c", b"v"):
            for end in (b" ", b">"):
                text = text.replace(b"<" + name + end, b"<x:" + name + end)
            text = text.replace(b"</" + name + b">", b"</x:" + name + b">")
        return text.replace(b"xmlns=", b"xmlns:x=").replace(b'r="D5"', b'r="D500"')

    content = changed(book(), SHEET, prefixed)
    assert fault(content, replace(SENT, cells=1999)) == "cells"
    assert fault(content, replace(SENT, cells=2000)) == ""


def test_a_row_without_cells_takes_no_room() -> None:
    content = changed(
        book(), SHEET, replaced(b"</sheetData>", b'<row r="9000" spans="1:4"/></sheetData>')
    )
    assert fault(content, replace(SENT, cells=20)) == ""


@pytest.mark.parametrize("reference", [b"A1048577", b"XFE1", b"ZZZ1", b"A9999999"])
def test_a_cell_outside_the_grid_is_refused(reference: bytes) -> None:
    assert fault(changed(book(), SHEET, replaced(b'"D5"', b'"' + reference + b'"')), WIDE) == "grid"


@pytest.mark.parametrize("size", [1, 7, 64, 100_000])
def test_where_a_piece_ends_changes_nothing(size: int) -> None:
    with ZipFile(io.BytesIO(book(300, 30, far=(400, 60)))) as opened:
        text = opened.read(SHEET)
    spans = sheet_spans.Spans()
    for start in range(0, len(text), size):
        spans.take(text[start : start + size])
    spans.finish()
    assert (spans.rows, spans.columns) == (401, 61)
    slow = sheet_spans.measured([text], 64)
    assert (slow.rows, slow.columns) == (401, 61)


OTHERS: list[tuple[bytes, Bounds, str]] = [
    (b"PK\x03\x04 and nothing", SENT, "damaged"),
    (book()[:-200], SENT, "damaged"),
    (book(), replace(SENT, parts=3), "parts"),
    (book(), replace(SENT, unpacked=1000), "unpacked"),
    (book(), replace(SENT, strings=19), "strings"),
    (changed(book(), STRINGS, replaced(b'uniqueCount="20"', b'uniqueCount="3200001"')), SENT,
     "strings"),
    (changed(book(), "xl/embeddings/other.xlsx", lambda _none: book(), ZIP_STORED), SENT, "nested"),
    (changed(book(), "content.xml", lambda _none: b"<x/>"), SENT, "other_book"),
    (changed(book(), "xl/workbook.bin", lambda _none: b"x"), SENT, "other_book"),
    (changed(book(), SHEET, replaced(b"<sheetData>", b"<!DOCTYPE x><sheetData><c/>")), SENT,
     "damaged"),
    (changed(book(), "xl/media/a.png", lambda _none: b"a" * 2_000_000), replace(SENT, ratio=50),
     "ratio"),
    (changed(book(), SHEET, replaced(b"<sheetData>", b"<sheetData><c/>" + b"<a>" * 9 + b"</a>" * 9)),
     replace(SENT, depth=8), "nested"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "bounds", "name"), OTHERS, ids=range(len(OTHERS)))
def test_what_no_list_is_is_refused(content: bytes, bounds: Bounds, name: str) -> None:
    assert fault(content, bounds) == name


def test_a_part_that_is_larger_than_it_states_is_refused() -> None:
    content = bytearray(book())
    with ZipFile(io.BytesIO(content)) as opened:
        stated = opened.getinfo(SHEET).file_size
    wrong = bytes(content).replace(stated.to_bytes(4, "little"), (stated - 1).to_bytes(4, "little"))
    assert wrong != content
    assert fault(wrong) == "size"
    assert fault(wrong, replace(SENT, unpacked=stated)) == "unpacked"


def test_the_patterns_for_columns_and_rows_hold_what_they_say() -> None:
    import re

    for most in (1, 2, 9, 10, 11, 25, 26, 27, 52, 53, 701, 702, 703, 999, 16_384):
        rows = re.compile(f"(?:{sheet_spans._up_to(most)})x")
        columns = re.compile(f"(?:{sheet_spans._up_to_column(most)})9")
        for number in {1, most - 1, most, most + 1, most + 26, 10 * most} - {0}:
            assert bool(rows.fullmatch(f"{number}x")) == (number <= most)
            name = xlsxwriter.utility.xl_col_to_name(number - 1)
            assert bool(columns.fullmatch(f"{name}9")) == (number <= most)

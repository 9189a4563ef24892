"""Files of offices: what is read, what is refused and by which line; out and in again."""

from datetime import date
from typing import Any

import pytest

from moratorium.rules import office_files as files
from moratorium.rules.office_files import BadFile
from moratorium.rules.offices import Office, Place

from .charts import office, place, posting

pytestmark = pytest.mark.plain

HEAD = "code,discom,level,name_hi,name_en,email\n"
ROW = "Z1,PUVVNL,zone,क्षेत्र,Zone,z1@example.in\n"
PLACES = "office,parent,starts_on,ends_on\n"
ZONE = Office("Z1", "PUVVNL", "zone", "क्षेत्र", "Zone", "z1@example.in")


def rows(text: str) -> list[Any]:
    sheet = files.read(text.encode())
    assert sheet.faults == []
    return list(sheet.rows.values())


def faults(text: str) -> list[tuple[int, str, str]]:
    return [(f.line, f.column, f.words.en) for f in files.read(text.encode()).faults]


@pytest.mark.parametrize(
    "text",
    [
        HEAD + ROW,
        "\ufeff" + HEAD + ROW,
        (HEAD + ROW).replace(",", ";"),
        (HEAD + ROW).replace("\n", "\r\n"),
        (HEAD + ROW).replace("\n", "\r"),
        HEAD + "\n" + ROW + ",,,,,\n",
        HEAD + ROW.replace("zone", "क्षेत्र"),
        HEAD + ROW.replace("zone", " Zone "),
        HEAD + ROW.replace("Z1,", '"Z1",').replace(",Zone,", ",  Zone ,"),
        "email,name_en,name_hi,level,discom,code\nz1@example.in,Zone,क्षेत्र,zone,PUVVNL,Z1\n",
        "कूट,निगम,स्तर,नाम हिन्दी,नाम अंग्रेज़ी,ई-मेल\n" + ROW,
        "कूट,निगम,स्तर,नाम हिंदी,नाम अंग्रेजी,ईमेल\n" + ROW,
        HEAD.replace("code", "Code ") + ROW,
    ],
)
def test_a_file_is_read_however_it_was_saved(text: str) -> None:
    assert rows(text) == [ZONE]


def test_dates_are_read_in_two_ways_and_no_other() -> None:
    assert rows(PLACES + "D,C,2023-04-01,\nE,C,01-04-2023,31-03-2024\n") == [
        Place("D", "C", date(2023, 4, 1)),
        Place("E", "C", date(2023, 4, 1), date(2024, 3, 31)),
    ]
    for text in (
        "04/01/2023",
        "1-4-23",
        "2023-02-30",
        "tomorrow",
        "2023-04-01T00:00",
        "२०२३-०४-०१",
    ):
        [(line, column, why)] = faults(f"{PLACES}D,C,{text},\n")
        assert (line, column) == (2, "starts_on")
        assert text in why


def test_columns_that_nobody_reads_are_named() -> None:
    sheet = files.read((HEAD.strip() + ",phone,code 2\n" + ROW.strip() + ",1912,x\n").encode())
    assert sheet.ignored == ("phone", "code 2")
    assert list(sheet.rows.values()) == [ZONE]


def test_the_optional_columns_may_be_missing() -> None:
    assert rows("code,discom,level,name_hi,name_en\nZ1,PUVVNL,zone,क,Z\n")[0].email == ""


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"PK\x03\x04 sheet", "spreadsheet"),
        (b"\xd0\xcf\x11\xe0 old sheet", "spreadsheet"),
        ((HEAD + ROW).encode("utf-16"), "binary"),
        ((HEAD + ROW).encode("utf-16-le"), "binary"),
        ((HEAD + ROW).encode().replace(b"Zone", b"Zo\0ne"), "binary"),
        (HEAD.encode() + b"Z1,PUVVNL,zone,x,\x93Zone\x94,\n", "encoding"),
        ((HEAD + 'Z1,PUVVNL,zone,"क,Zone,\n' + ROW).encode(), "csv"),
        ((HEAD + "x" * 1_000_000).encode(), "csv"),
        (b'"' + b"x" * 1_000_000, "csv"),
        (b"nothing,known\n1,2\n", "kind"),
        (b"\x89PNG\r\n\x1a\n", "encoding"),
        (b"code,discom\nZ1,PUVVNL\n", "missing"),
        ((HEAD.strip() + ",Code\n").encode(), "repeated"),
        (b"x" * (files.MAX_BYTES + 1), "size"),
        ((HEAD + ROW * (files.MAX_ROWS + 1)).encode(), "rows"),
    ],
)
def test_what_is_no_such_file_is_refused(content: bytes, name: str) -> None:
    with pytest.raises(BadFile) as refused:
        files.read(content)
    assert refused.value.name == name


def test_the_line_of_what_cannot_be_read_is_named() -> None:
    with pytest.raises(BadFile, match="Line 3 is not in UTF-8"):
        files.read(HEAD.encode() + ROW.encode() + b"\xff\n")
    with pytest.raises(BadFile, match="From line 3 on"):
        files.read((HEAD + ROW + 'Z2,PUVVNL,zone,"क\n' + ROW).encode())


def test_every_error_has_its_line_and_column() -> None:
    text = HEAD + "Z1,,zone,क,Z,\nZ2,PUVVNL\n" + ROW + ROW + "Z\u202e3,PUVVNL,zone,क,\tZ,\n"
    found = faults(text)
    assert [(line, column) for line, column, _why in found] == [
        (2, "discom"), (3, ""), (5, "code"), (6, "code"),
    ]  # fmt: skip
    assert "2 cells, the header 6" in found[1][2]
    assert "already in line 4" in found[2][2]
    assert "U+202E" in found[3][2]


def test_lines_are_counted_as_they_stand_in_the_file() -> None:
    [(line, column, why)] = faults(HEAD + "\n\n" + 'Z1,PUVVNL,zone,"two\nlines",Z,\n')
    assert (line, column) == (4, "name_hi")
    assert "one line" in why


# Out and in again

NAMES = ["=1+1", "'=1+1", "''=1", "+91", "-1", "@x", "＝1", "'quoted'", 'a "b", c; d', "O'Neil"]


@pytest.mark.parametrize("language", ["hi", "en"])
def test_what_is_written_is_read_the_same(language: str) -> None:
    stated = [Office(f"Z{n}", "PUVVNL", "zone", name, name) for n, name in enumerate(NAMES)]
    content = files.write("offices", stated, language)
    assert list(files.read(content).rows.values()) == stated
    for kind, others in {
        "places": [place("D", "C1"), place("E", "", end=date(2024, 1, 1))],
        "postings": [posting("rakesh", "D"), posting("a@b.in", "E", end=date(2024, 1, 1))],
        "offices": [office("A", "subdivision", email="a@b.in")],
    }.items():
        sheet = files.read(files.write(kind, others, language))
        assert (sheet.kind, list(sheet.rows.values())) == (kind, others)


def test_no_cell_that_is_written_begins_a_formula() -> None:
    stated = [Office("Z1", "PUVVNL", "zone", name, name) for name in NAMES]
    text = files.write("offices", stated, "en").decode("utf-8-sig")
    import csv

    cells = [cell for line in csv.reader(text.splitlines()) for cell in line]
    assert len(cells) == 6 * (len(NAMES) + 1)
    assert [cell for cell in cells if cell.startswith(tuple("=+-@＝＋－＠\t\r"))] == []

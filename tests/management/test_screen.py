"""`manage.py screen`: lists in, the same rows out with their answers."""

import csv
import io
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
import xlsxwriter
from django.core.management import CommandError, call_command

from moratorium.rules.screening import ADDED
from tests.api import records
from tests.shared_records import BeginFrom

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("record"),
]
HEADER = "account,discom,district,area,planned_at"
NEW_YEAR = "2023-01-01T06:30:00Z"


@pytest.fixture
def record(begin_from: BeginFrom) -> None:
    begin_from(_record)


def _record() -> None:
    """Purvanchal until 4 January; urban areas of all state discoms until restoration."""
    records.reference()
    records.issue("MO/1", [records.line("PUVVNL")])
    records.issue("MO/2", [records.line(None, area="urban", until_restored=records.outage())])
    records.issue("MO/3", [records.line("MVVNL", area="rural", restricted="Malihabad")])


def screened(tmp_path: Path, text: str | bytes) -> list[list[str]]:
    """The rows that come out for a list in CSV, without the header."""
    return list(csv.reader(io.StringIO(output(tmp_path, text).decode(), newline="")))[1:]


def output(tmp_path: Path, text: str | bytes) -> bytes:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(text.encode() if isinstance(text, str) else text)
    with time_machine.travel(NEW_YEAR, tick=False):
        call_command("screen", str(source), str(target), stderr=io.StringIO())
    return target.read_bytes()


@pytest.mark.parametrize(
    ("row", "answer"),
    [
        ("1,PUVVNL,varanasi,rural,2022-12-31", ["protected", "MO/1", "2023-01-05T00:00:00+05:30"]),
        ("1,PUVVNL,वाराणसी,ग्रामीण,", ["protected", "MO/1", "2023-01-05T00:00:00+05:30"]),
        ("1,,Allahabad,rural,04-01-2023", ["protected", "MO/1", "2023-01-05T00:00:00+05:30"]),
        ("1,,Varanasi,rural,05-01-2023", ["not_protected", "", ""]),
        ("1,,Varanasi,rural,05-01-2023 00:00", ["not_protected", "", ""]),
        ("1,PUVVNL,,rural,04-01-2023 23:59", ["protected", "MO/1", "2023-01-05T00:00:00+05:30"]),
        ("1,,varanasi,urban,01-01-2023", ["protected", "MO/1; MO/2", ""]),
        ("1,,varanasi,urban,29-12-2022", ["protected", "MO/1; MO/2", ""]),
        ("1,,varanasi,urban,29-12-2022 17:59", ["not_protected", "", ""]),
        ("1,,varanasi,urban,31-12-2001", ["not_protected", "", ""]),
        ("1,MVVNL,lucknow,rural,", ["depends", "MO/3", ""]),
        ("1,,agra,urban,", ["depends", "MO/2", ""]),
        ("1,TORRENT,agra,urban,", ["not_protected", "", ""]),
        ("1,TORRENT,agra,rural,", ["not_protected", "", ""]),
        ("1,,agra,rural,", ["not_protected", "", ""]),
        ("1,KESCO,varanasi,urban,", ["invalid", "", ""]),
        ("1,NONE,varanasi,urban,", ["invalid", "", ""]),
        ("1,PUVVNL,nowhere,urban,", ["invalid", "", ""]),
        ("1,PUVVNL,varanasi,,", ["invalid", "", ""]),
        ("1,PUVVNL,varanasi,town,", ["invalid", "", ""]),
        ("1,,,urban,", ["invalid", "", ""]),
        ("1,PUVVNL,varanasi,urban,soon", ["invalid", "", ""]),
        ("1,,,,", ["invalid", "", ""]),
    ],
)
def test_each_row_has_its_answer(tmp_path: Path, row: str, answer: list[str]) -> None:
    [found] = screened(tmp_path, f"{HEADER}\n{row}\n")
    assert found[:5] == row.split(",")
    assert found[5:8] == answer
    assert bool(found[8]) == (answer[0] != "protected" or answer[2] == "")


def test_other_columns_stay_what_and_where_they_are(tmp_path: Path) -> None:
    text = 'नाम,तिथि,क्षेत्र,=x,जनपद,निगम,खाता\n"a, ""b""\nc",,शहरी, 007 ,वाराणसी,,0012\n'
    [found] = screened(tmp_path, text)
    assert found[:7] == ['a, "b"\nc', "", "शहरी", " 007 ", "वाराणसी", "", "0012"]
    assert found[7] == "protected"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_the_byte_order_mark(tmp_path: Path, end: str, bom: bytes) -> None:
    rows = [HEADER, "1,,varanasi,urban,", "2,,varanasi,urban,"]
    out = output(tmp_path, bom + end.join(rows).encode())
    assert out.startswith(b"account,")
    assert out.count(b"\r\n" if end == "\r\n" else b"\n") == 3
    found = list(csv.reader(io.StringIO(out.decode(), newline="")))
    assert [row[0] for row in found] == ["account", "1", "2"]
    assert [row[5] for row in found[1:]] == ["protected", "protected"]


def test_as_many_rows_out_as_data_rows_in_and_in_order(tmp_path: Path) -> None:
    odd = [
        "1,PUVVNL,varanasi,rural,", "2,PUVVNL", "3,PUVVNL,varanasi,rural,,more,still",
        '"4",PUVVNL,varanasi,rural,', "5", '6,PUVVNL,"vara\nnasi",rural,', "7,PUVVNL,varanasi,rural,",
    ]  # fmt: skip
    found = screened(tmp_path, "\n".join([HEADER, *odd]))
    assert [row[0] for row in found] == ["1", "2", "3", "4", "5", "6", "7"]
    assert [row[5] for row in found] == [
        "protected", "invalid", "invalid", "protected", "invalid", "protected", "protected",
    ]  # fmt: skip
    assert found[2][9:] == ["more", "still"]
    assert found[1][:5] == ["2", "PUVVNL", "", "", ""]


@pytest.mark.parametrize("blank", ["", " ", ",,,,", " ,\t,,,", '"",,"",,', ",", ",,,,,,,", '""'])
def test_a_row_without_a_filled_cell_is_no_data_row(tmp_path: Path, blank: str) -> None:
    found = screened(tmp_path, f"{HEADER}\n{blank}\n1,,varanasi,urban,\n{blank}\n{blank}")
    assert [row[0] for row in found] == ["1"]


def test_each_cell_keeps_its_marks(tmp_path: Path) -> None:
    rows = ['"1",,"varanasi",urban,', '2,,"vara""x",urban,"a,b\r\nc"', '3 "x",,varanasi,urban,']
    out = output(tmp_path, "\n".join([HEADER, *rows, ""])).decode()
    for row in rows:
        assert f"\n{row}," in out


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ('1,,varanasi,urban,\n2,"x,varanasi,urban,\n3,,a,b,', 3),
        ('1,"a\nb"c,varanasi,urban,\n', 2),
        ('1,,,,\n"2" ,,varanasi,urban,\n', 3),
        ('1,,,,"a\nb",,\r\n\r\n2,"x"y"', 5),
        ('\r1,,,,\r"2', 4),
    ],
)
def test_a_quotation_mark_that_does_not_close_where_it_must_stops_the_list(
    tmp_path: Path, rows: str, line: int
) -> None:
    with pytest.raises(CommandError, match=f" in line {line} "):
        output(tmp_path, f"{HEADER}\n{rows}")


def test_of_many_orders_the_first_ten_are_named_and_the_others_counted(tmp_path: Path) -> None:
    for number in range(500):
        records.issue(f"OLD/{number:03}", [records.line("PUVVNL")])
    [found] = screened(tmp_path, f"{HEADER}\n1,PUVVNL,varanasi,rural,\n")
    first = "; ".join(sorted(["MO/1", *(f"OLD/{n:03}" for n in range(500))])[:10])
    assert found[6] == f"{first}; …; +491"


def test_bytes_that_are_no_utf_8_pass_through(tmp_path: Path) -> None:
    out = output(
        tmp_path, f"{HEADER},name\n".encode() + b"1,,varanasi,urban,,\xff\xfe\n2,,\xff,urban,,\n"
    )
    first, second = out.splitlines()[1:]
    assert first.startswith(b"1,,varanasi,urban,,\xff\xfe,protected,")
    assert second.startswith(b"2,,\xff,urban,,,invalid,")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "header"), ("\n\n", "header"), ("account,discom,district,area\n1,,,\n", "planned_at"),
        (f"{HEADER},verdict\n", "verdict"), (f"{HEADER},जनपद\n", "district"),
        (f"{HEADER}\n".encode("utf-16"), "CSV UTF-8"), (b"PK\x03\x04", "XLSX"),
        (f'{HEADER}\n1,,varanasi,urban,"{"x" * 200_000}"\n', "ine 2 "),
    ],
    ids=range(8),
)  # fmt: skip
def test_what_is_no_list_is_refused_and_leaves_no_file(
    tmp_path: Path, text: str | bytes, named: str
) -> None:
    with pytest.raises(CommandError, match=named):
        output(tmp_path, text)
    assert [each.name for each in tmp_path.iterdir()] == ["in.csv"]


def test_a_refusal_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("old")
    with pytest.raises(CommandError):
        output(tmp_path, "x\n")
    assert (tmp_path / "out.csv").read_text() == "old"


def test_a_list_may_be_screened_in_place(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text(f"{HEADER}\n1,,varanasi,urban,\n")
    call_command("screen", str(source), str(source), stderr=io.StringIO())
    assert source.read_text().startswith(f"{HEADER},{','.join(ADDED)}\n1,,varanasi,urban,,")


def test_counts_are_one_line_on_standard_error(tmp_path: Path) -> None:
    source, told = tmp_path / "in.csv", io.StringIO()
    source.write_text(f"{HEADER}\n1,,varanasi,urban,\n\n2,,x,urban,\n")
    with time_machine.travel(NEW_YEAR, tick=False):
        call_command("screen", str(source), str(tmp_path / "out.csv"), stderr=told)
    assert told.getvalue() == "rows 2: protected 1, not_protected 0, depends 0, invalid 1\n"


def test_standard_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    given = io.TextIOWrapper(io.BytesIO(f"{HEADER}\n1,,varanasi,urban,\n".encode()))
    taken = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(sys, "stdin", given)
    monkeypatch.setattr(sys, "stdout", taken)
    call_command("screen", "-", "-", stderr=io.StringIO())
    assert taken.buffer.getvalue().decode().splitlines()[0] == f"{HEADER},{','.join(ADDED)}"  # type: ignore[attr-defined]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("screen", str(tmp_path / "no.csv"), str(tmp_path / "out.csv"))
    assert not list(tmp_path.iterdir())


def sheet(place: Path, rows: list[list[Any]]) -> Path:
    """An XLSX file with these rows."""
    with xlsxwriter.Workbook(place, {"default_date_format": "dd-mm-yyyy hh:mm"}) as book:
        page = book.add_worksheet()
        for index, row in enumerate(rows):
            page.write_row(index, 0, row)
    return place


def test_a_spreadsheet(tmp_path: Path) -> None:
    source = sheet(
        tmp_path / "list.XLSX",
        [
            ["खाता", "निगम", "जनपद", "क्षेत्र", "तिथि", "नाम"],
            [
                123456789012,
                "PUVVNL",
                "वाराणसी",
                "ग्रामीण",
                datetime.fromisoformat("2023-01-04T23:30"),
                "क, ख",
            ],
            ["0012", "", "varanasi", "rural", date(2023, 1, 4), 1.5],
            [],
            [7, "PUVVNL", "varanasi", "rural", "05-01-2023", True],
        ],
    )
    target = tmp_path / "out.csv"
    call_command("screen", str(source), str(target), stderr=io.StringIO())
    rows = list(csv.reader(target.open(newline="", encoding="utf-8")))
    assert [row[0] for row in rows if row] == ["खाता", "123456789012", "0012", "7"]
    assert all(rows)
    assert rows[1][4:7] == ["2023-01-04T23:30:00", "क, ख", "protected"]
    assert rows[2][4:7] == ["2023-01-04", "1.5", "protected"]
    assert rows[3][5:7] == ["TRUE", "not_protected"]


def test_what_is_no_spreadsheet_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "list.xlsx"
    source.write_bytes(b"PK\x03\x04account,discom")
    with pytest.raises(CommandError, match="XLSX"):
        call_command("screen", str(source), str(tmp_path / "out.csv"))
    assert not (tmp_path / "out.csv").exists()

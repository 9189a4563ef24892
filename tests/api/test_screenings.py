"""POST screenings: the same as the command, over HTTP."""

import csv
import io

import pytest
import xlsxwriter
from django.test import Client

from . import records
from .asking import ROOT, fields, read

pytestmark = pytest.mark.usefixtures("reference")
HEADER = "account,discom,district,area,planned_at"


def send(content: bytes) -> object:
    return Client().post(f"{ROOT}screenings", content, content_type="text/csv")


def test_a_list_comes_back_with_its_answers() -> None:
    records.issue("MO/1", [records.line("PUVVNL")])
    answer = send(f"{HEADER}\n1,PUVVNL,वाराणसी,rural,31-12-2022\n2,x,,,\n".encode())
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))
    assert [row["verdict"] for row in rows] == ["protected", "invalid"]
    assert rows[0]["protected_until"] == "2023-01-05T00:00:00+05:30"


def test_missing_columns_are_named() -> None:
    assert fields(read(send(b"account,area\n"), 400)) == ["discom", "district", "planned_at"]


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\x00"])
def test_no_list_is_a_problem(content: bytes) -> None:
    read(send(content), 400)


def test_what_is_no_csv_is_a_problem() -> None:
    long = f'{HEADER}\n1,,,,"{"x" * 200_000}"\n'.encode()
    assert fields(read(send(long), 400)) == ["body"]


def test_twenty_megabytes_and_no_more() -> None:
    read(send(b"x" * (20 * 1024 * 1024 + 1)), 413)


def sheet(*rows: list[str]) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return content.getvalue()


def test_a_sheet_is_screened_like_a_list() -> None:
    header = ["account", "discom", "district", "area", "planned_at"]
    answer = send(sheet(header, ["0012", "", "varanasi", "rural", "31-12-2022"]))
    assert answer.status_code == 200
    rows = list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))
    assert [(row["account"], row["verdict"]) for row in rows] == [("0012", "not_protected")]


def test_what_only_begins_like_a_sheet_is_a_problem() -> None:
    answer = send(b"PK\x03\x04 and then nothing of the kind")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "body"

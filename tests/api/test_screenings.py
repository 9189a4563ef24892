"""POST screenings: the same as the command, over HTTP, for whoever is signed in."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
import xlsxwriter
from django.conf import settings
from django.test import Client

from moratorium.models import Office, Person
from moratorium.register.lists import sent, turns
from tests import builders as build
from tests.admin import desk

from . import records
from .asking import ROOT, fields, read

pytestmark = pytest.mark.usefixtures("reference")
HEADER = "account,discom,district,area,planned_at"


@pytest.fixture
def maker(reference: None) -> Client:
    return desk.of(build.asha())


def send(client: Client, content: bytes, **headers: str) -> Any:
    return client.post(
        f"{ROOT}screenings", content, content_type="text/csv", headers=headers or None
    )


def test_a_list_comes_back_with_its_answers(maker: Client) -> None:
    records.issue("MO/1", [records.line("PUVVNL")])
    answer = send(maker, f"{HEADER}\n1,PUVVNL,वाराणसी,rural,31-12-2022\n2,x,,,\n".encode())
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode(), newline="")))
    assert [row["verdict"] for row in rows] == ["protected", "invalid"]
    assert rows[0]["protected_until"] == "2023-01-05T00:00:00+05:30"


def test_missing_columns_are_named(maker: Client) -> None:
    found = read(send(maker, b"account,area\n"), 400)
    assert fields(found) == ["discom", "district", "planned_at"]


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\x00"])
def test_no_list_is_a_problem(maker: Client, content: bytes) -> None:
    read(send(maker, content), 400)


@pytest.mark.parametrize("cell", ['"' + "x" * 200_000 + '"', '"x', '"x"y'])
def test_what_is_no_csv_is_a_problem(maker: Client, cell: str) -> None:
    found = read(send(maker, f"{HEADER}\n1,,,,{cell}\n".encode()), 400)
    assert fields(found) == ["body"]
    assert "ine 2 " in found["detail"]


def test_two_hundred_megabytes_and_no_more(maker: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sent.MOST_BYTES == 200 * 1024 * 1024
    monkeypatch.setattr(sent, "MOST_BYTES", 1000)
    refused = read(send(maker, b"x" * 1001), 413)
    assert "बाँट" in refused["detail_hi"]
    assert send(maker, f"{HEADER}\n".encode()).getvalue()


def test_a_body_that_stops_short_is_no_list(maker: Client) -> None:
    short = {"wsgi.input": io.BytesIO(HEADER.encode()), "CONTENT_LENGTH": "500"}
    answer = maker.post(f"{ROOT}screenings", b"x", content_type="text/csv", **short)
    assert read(answer, 400)["errors"][0]["field"] == "body"


# Who may


def test_a_stranger_is_told_to_sign_in() -> None:
    answer = send(Client(), HEADER.encode())
    assert read(answer, 401)["detail_hi"]
    challenge = answer.headers["WWW-Authenticate"]
    assert f'cookie-name="{settings.SESSION_COOKIE_NAME}"' in challenge
    assert "/login/" in challenge


def office(code: str = "D1") -> Office:
    return build.office(code, "division")


def posted(username: str, *offices: Office) -> Person:
    person = build.person(username, "रमेश", "Ramesh")
    for each in offices:
        build.posting(person, each)
    return person


@pytest.mark.parametrize("who", [build.rakesh, desk.council, desk.auditor, desk.keeper])
def test_everybody_for_whom_a_door_opens_may(who: Any) -> None:
    assert send(desk.of(who()), f"{HEADER}\n".encode()).getvalue()


def test_an_account_without_any_part_may_not() -> None:
    read(send(desk.of(build.stranger()), HEADER.encode()), 403)
    assert send(desk.of(posted("ramesh", office())), f"{HEADER}\n".encode()).getvalue()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"}, {"Origin": "null"},
        {"Origin": "http://testserver:81"}, {"Origin": "https://testserver"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)  # fmt: skip
def test_what_another_site_has_a_browser_send_is_refused(
    maker: Client, headers: dict[str, str]
) -> None:
    read(send(maker, f"{HEADER}\n".encode(), **headers), 403)


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://testserver"}, {"Sec-Fetch-Site": "same-origin"}]
)
def test_what_this_site_has_a_browser_send_is_answered(
    maker: Client, headers: dict[str, str]
) -> None:
    assert send(maker, f"{HEADER}\n".encode(), **headers).getvalue()


# Turns


@pytest.fixture
def busy() -> Iterator[Any]:
    """Holds a turn for somebody, as long as the test goes on."""
    held = []

    def hold(person: Person) -> turns.Turn:
        held.append(turns.take(person.pk, build.LONG_AGO))
        return held[-1]

    yield hold
    for each in held:
        each.release()


def test_one_list_at_a_time_for_each_office(busy: Any) -> None:
    here, there = office("D1"), office("D2")
    turn = busy(posted("ramesh", here))
    second = desk.of(posted("suresh", there, here))
    answer = send(second, f"{HEADER}\n".encode())
    problem = read(answer, 429)
    assert answer.headers["Retry-After"] == "60"
    assert "एक मिनट" in problem["detail_hi"]
    assert send(desk.of(posted("mahesh", there)), f"{HEADER}\n".encode()).getvalue()
    turn.release()
    assert send(second, f"{HEADER}\n".encode()).getvalue()


def test_two_lists_at_a_time_for_a_server(busy: Any, maker: Client) -> None:
    busy(posted("ramesh", office("D1")))
    turn = busy(posted("suresh", office("D2")))
    read(send(maker, f"{HEADER}\n".encode()), 429)
    turn.release()
    assert send(maker, f"{HEADER}\n".encode()).getvalue()


def test_a_refused_list_frees_its_turn(maker: Client) -> None:
    for _ in range(3):
        read(send(maker, b"x"), 400)


def test_an_answer_that_is_not_read_holds_its_turn_until_it_is_closed(maker: Client) -> None:
    answer = send(maker, f"{HEADER}\n".encode())
    read(send(maker, f"{HEADER}\n".encode()), 429)
    answer.close()
    assert send(maker, f"{HEADER}\n".encode()).getvalue()


def sheet(*rows: list[str]) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return content.getvalue()


def test_a_sheet_is_screened_like_a_list(maker: Client) -> None:
    header = ["account", "discom", "district", "area", "planned_at"]
    answer = send(maker, sheet(header, ["0012", "", "varanasi", "rural", "31-12-2022"]))
    assert answer.status_code == 200
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode(), newline="")))
    assert [(row["account"], row["verdict"]) for row in rows] == [("0012", "not_protected")]


def test_what_only_begins_like_a_sheet_is_a_problem(maker: Client) -> None:
    answer = send(maker, b"PK\x03\x04 and then nothing of the kind")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "body"

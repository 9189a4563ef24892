"""Whatever is sent, the API answers with what was asked for or with a problem."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import builders as build
from tests.admin import desk

from . import records
from .asking import ROOT

pytestmark = pytest.mark.usefixtures("reference")
many = settings(
    max_examples=80, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip

NAMES = ["discom", "district", "area", "at", "known_at", "page", "page_size", "year", "text", "x"]
VALUES = [
    *("PUVVNL", "KESCO", "*", "varanasi", "agra", "urban", "rural", "any", "1", "0", "2022", ""),
    *("2022-12-31T12:00:00+05:30", "2022-12-31T12:00:00 05:30", "2000-01-01T00:00:00Z", "\0"),
    *("2100-12-31T23:59:59.999999Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"),
]
value = st.sampled_from(VALUES) | st.text(max_size=30)
pairs = st.lists(st.tuples(st.sampled_from(NAMES) | st.text(max_size=9), value), max_size=6)
paths = st.sampled_from(
    ["verdict", "verdicts", "protections", "orders", "notices", "discoms", "districts",
     "openapi.json", "docs", "orders/mo-1", ""]
) | st.text(max_size=20)  # fmt: skip
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | value,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(value, inner, max_size=3),
    max_leaves=8,
)
question = st.dictionaries(st.sampled_from(NAMES), value | anything, max_size=5)


def check(answer: Any) -> None:
    """It went well, or it is a whole problem document; never the server's fault."""
    assert answer.status_code in (200, 400, 404, 405)
    if answer.status_code == 200:
        assert answer.getvalue()
        return
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = json.loads(answer.content)
    assert problem["status"] == answer.status_code
    assert all(set(each) == {"field", "message", "message_hi"} for each in problem["errors"])
    if answer.status_code == 400:
        assert problem["errors"]


@pytest.fixture
def maker(reference: None) -> Client:
    return desk.of(build.asha())


def send(method: Callable[[Client], Any]) -> None:
    client = Client(raise_request_exception=True)
    check(method(client))


@many
@given(path=paths, query=pairs)
def test_any_query(path: str, query: list[tuple[str, str]]) -> None:
    from urllib.parse import quote, urlencode

    url = f"{ROOT}{quote(path, safe='/')}?{urlencode(query, errors='surrogatepass')}"
    send(lambda client: client.get(url))


@many
@given(query=st.binary(max_size=60))
def test_any_bytes_as_a_query(query: bytes) -> None:
    send(lambda client: client.get(f"{ROOT}verdict", QUERY_STRING=query.decode("latin-1")))


@many
@given(body=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_as_a_body(body: bytes) -> None:
    send(lambda client: client.post(f"{ROOT}verdicts", body, content_type="text/csv"))


@many
@given(body=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_as_a_list(maker: Client, body: bytes) -> None:
    check(maker.post(f"{ROOT}screenings", body, content_type="text/csv"))


@many
@given(questions=st.lists(question, max_size=4) | anything)
def test_any_questions(questions: Any) -> None:
    records.issue("MO/1", [records.line()]) if not records.Order.objects.exists() else None
    body = json.dumps({"questions": questions}).encode()
    send(lambda client: client.post(f"{ROOT}verdicts", body, content_type="application/json"))


@many
@given(rows=st.lists(st.lists(value, max_size=7), max_size=6))
def test_any_list(maker: Client, rows: list[list[str]]) -> None:
    import csv
    import io

    out = io.StringIO(newline="")
    written = csv.writer(out)
    written.writerow(["account", "discom", "district", "area", "planned_at"])
    written.writerows(rows)
    body = out.getvalue().encode()
    answer = maker.post(f"{ROOT}screenings", body, content_type="text/csv")
    assert answer.status_code == 200
    taken = list(csv.reader(io.StringIO(body.decode(), newline="")))
    taken = [row for row in taken if any(cell.strip(" \t\r\n\x0b\x0c") for cell in row)]
    given_back = list(csv.reader(io.StringIO(answer.getvalue().decode(), newline="")))
    assert len(given_back) == len(taken)
    for before, after in zip(taken[1:], given_back[1:], strict=True):
        assert after[: min(len(before), 5)] == before[:5]

"""POST verdicts may be asked so often from one address, and told when again."""

import json
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from moratorium.public.api import limits

from .asking import NOON, ROOT, get, post, read

pytestmark = pytest.mark.usefixtures("reference")
ONE = {"discom": "PUVVNL", "area": "rural"}
HERE, ELSEWHERE = "198.51.100.7", "203.0.113.9"
REQUESTS, QUESTIONS = 3, 10


@pytest.fixture(autouse=True)
def low(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    settings.VERDICTS_REQUESTS_A_MINUTE = REQUESTS
    settings.VERDICTS_QUESTIONS_AN_HOUR = QUESTIONS


@pytest.fixture(autouse=True)
def clock(low: None) -> Any:
    with time_machine.travel("2026-01-05T06:30:00Z", tick=False) as travelled:
        yield travelled


def ask(questions: int = 0, address: str = HERE, body: bytes | None = None, **headers: str) -> Any:
    sent = json.dumps({"questions": [ONE] * questions}).encode() if body is None else body
    return Client().post(
        f"{ROOT}verdicts", sent, "application/json", headers=headers, REMOTE_ADDR=address
    )


def statuses(count: int, questions: int = 0, address: str = HERE) -> list[int]:
    return [ask(questions, address).status_code for _ in range(count)]


def refused(answer: Any) -> Any:
    """The problem of an answer that says too many, and when again."""
    problem = read(answer, 429)
    assert problem["type"].endswith("#too-many-requests")
    seconds = int(answer.headers["Retry-After"])
    assert f"{seconds:,} s" in problem["detail"]
    assert f"{seconds:,} सेकंड" in problem["detail_hi"]
    assert problem["title"] == "Too many requests"
    return seconds


def test_so_many_requests_a_minute_are_answered() -> None:
    assert statuses(5) == [200] * REQUESTS + [429] * 2


def test_without_the_count_all_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("count_request", "count_questions"):
        monkeypatch.setattr(limits, name, lambda *_: None)
    assert statuses(3 * REQUESTS, QUESTIONS) == [200] * 3 * REQUESTS


def test_so_many_questions_an_hour_are_answered() -> None:
    assert statuses(2, 5) == [200, 200]
    assert refused(ask(1)) == 3600


def test_addresses_are_apart_and_those_of_one_subscriber_are_not() -> None:
    statuses(REQUESTS, address="2001:db8:1:2::1")
    assert ask(address="2001:db8:1:2:ffff::9").status_code == 429
    assert ask(address="2001:db8:1:3::1").status_code == 200
    assert ask(address=ELSEWHERE).status_code == 200


def test_after_that_many_seconds_a_request_is_answered_and_none_before(clock: Any) -> None:
    for _ in range(REQUESTS):
        ask()
        clock.shift(7.5)
    seconds = refused(ask())
    assert seconds == 38, "37.5, rounded up"
    clock.shift(seconds - 1)
    assert ask().status_code == 429
    clock.shift(1)
    assert ask().status_code == 200


def test_after_that_many_seconds_so_are_questions(clock: Any) -> None:
    assert ask(6).status_code == 200
    clock.shift(600)
    assert ask(4).status_code == 200
    seconds = refused(ask(3))
    assert seconds == 3000
    clock.shift(seconds - 1)
    assert ask(3).status_code == 429
    clock.shift(1)
    assert ask(3).status_code == 200


def test_by_then_a_request_is_left_to_ask_them_with(clock: Any) -> None:
    assert ask(10).status_code == 200
    clock.shift(3590)
    assert statuses(2, 0) == [200, 200]
    assert refused(ask(1)) == 60, "the last request of this minute: 10 s would not do"
    clock.shift(60)
    assert ask(1).status_code == 200


def test_what_is_refused_is_not_counted(clock: Any) -> None:
    statuses(REQUESTS + 20)
    clock.shift(60)
    assert statuses(1, 9) == [200]
    assert statuses(2, 2) == [429, 429], "the whole body"
    clock.shift(60)
    assert ask(1).status_code == 200


def test_requests_count_before_their_body_is_read_and_questions_after() -> None:
    assert [ask(body=b"{").status_code for _ in range(REQUESTS + 1)] == [400] * REQUESTS + [429]
    bad = json.dumps({"questions": [{}] * QUESTIONS}).encode()
    assert ask(body=bad, address=ELSEWHERE).status_code == 400
    assert ask(1, ELSEWHERE).status_code == 429


def test_a_body_of_more_than_an_hours_questions_has_no_time_to_wait_for() -> None:
    answer = ask(QUESTIONS + 1)
    assert "here are 11" in read(answer, 429)["detail"]
    assert "Retry-After" not in answer.headers
    assert ask(QUESTIONS).status_code == 200


def test_one_verdict_at_a_time_is_not_limited() -> None:
    assert [get("verdict", **ONE)["verdict"] for _ in range(20)] == ["not_protected"] * 20
    statuses(REQUESTS, address="127.0.0.1")
    post("verdicts", {"questions": []}, 429)
    get("verdict", **ONE, at=NOON)


def test_a_forged_header_gives_no_other_address() -> None:
    answers = [ask(X_Forwarded_For=f"203.0.113.{n}") for n in range(REQUESTS + 1)]
    assert [each.status_code for each in answers] == [200] * REQUESTS + [429]


def test_the_portals_own_database_has_nothing_written_to_it(
    django_assert_num_queries: Any,
) -> None:
    statuses(REQUESTS)
    with django_assert_num_queries(0):
        assert ask().status_code == 429


def test_the_description_says_so() -> None:
    described = get("openapi.json")["paths"]["/api/v1/verdicts"]["post"]
    assert "requests in any minute" in described["description"]
    assert set(described["responses"]["429"]["headers"]) == {"Retry-After"}
    page = Client().get(f"{ROOT}docs").content.decode()
    assert "किसी भी एक मिनट में" in page
    assert "requests in any minute" in page

"""POST verdicts: the same answers in the same order, and every body that is refused."""

import json

import pytest

from . import records
from .asking import NOON, fields, get, post

pytestmark = pytest.mark.usefixtures("reference")
ONE = {"discom": "PUVVNL", "area": "rural", "district": "varanasi", "at": NOON, "known_at": NOON}


def test_each_answer_is_what_one_question_gets() -> None:
    records.issue("MO/1", [records.line(None, area="urban", restricted="नगर")], records.START)
    records.issue("MO/2", [records.line("PUVVNL", "varanasi", until_restored=records.outage())])
    questions = [
        {"discom": discom, "area": area, "at": at, "known_at": NOON}
        for discom in ("PUVVNL", "KESCO", "NPCL")
        for area in ("urban", "rural")
        for at in ("2022-12-29T17:59:59+05:30", NOON, "2023-01-05T00:00:00.5+05:30")
    ]
    questions.append(ONE)
    answers = post("verdicts", {"questions": questions})["verdicts"]
    assert answers == [get("verdict", **question) for question in questions]
    assert {answer["verdict"] for answer in answers} == {"protected", "depends", "not_protected"}


def test_ten_thousand_questions_are_answered_in_order() -> None:
    areas = ["urban", "rural"] * 5000
    answers = post("verdicts", {"questions": [{"discom": "PUVVNL", "area": a} for a in areas]})
    assert [each["area"] for each in answers["verdicts"]] == areas
    assert len({each["at"] for each in answers["verdicts"]}) == 1


def test_no_question_gets_no_answer() -> None:
    assert post("verdicts", {"questions": []}) == {"verdicts": []}


@pytest.mark.parametrize(
    "at", [NOON, NOON.replace("T", "t"), "2022-12-31T06:30Z", f"{NOON[:19]}.0+05:30"]
)
def test_an_instant_is_written_in_one_way_however_it_came(at: str) -> None:
    answers = post("verdicts", {"questions": [{**ONE, "at": at}, ONE]})["verdicts"]
    assert [each["at"] for each in answers] == [NOON, NOON]


def test_a_district_of_null_is_none() -> None:
    [answer] = post("verdicts", {"questions": [{**ONE, "district": None}]})["verdicts"]
    assert answer["district"] is None


def test_errors_name_the_question() -> None:
    bad = [ONE] * 17 + [{**ONE, "district": "agra"}, {**ONE, "at": 5, "more": 1}]
    problem = post("verdicts", {"questions": bad}, 400)
    assert fields(problem) == ["questions[17].district", "questions[18].more", "questions[18].at"]


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ({}, ["discom", "area"]),
        ({**ONE, "discom": None}, ["discom"]),
        ({**ONE, "discom": ["PUVVNL"]}, ["discom"]),
        ({**ONE, "area": {"a": 1}}, ["area"]),
        ({**ONE, "area": True}, ["area"]),
        ({**ONE, "district": 7}, ["district"]),
        ({**ONE, "district": ""}, ["district"]),
        ({**ONE, "district": "\ud800"}, ["district"]),
        ({**ONE, "at": None}, ["at"]),
        ({**ONE, "at": ""}, ["at"]),
        ({**ONE, "at": "2022-12-31T12:00:00 05:30"}, ["at"]),
        ({**ONE, "known_at": "2022-12-31T12:00:00"}, ["known_at"]),
    ],
)
def test_a_bad_question_is_refused_at_its_field(question: dict, named: list[str]) -> None:
    problem = post("verdicts", {"questions": [question]}, 400)
    assert fields(problem) == [f"questions[0].{name}" for name in named]


@pytest.mark.parametrize("each", [None, 5, "x", [], True])
def test_a_question_must_be_an_object(each: object) -> None:
    assert fields(post("verdicts", {"questions": [ONE, each]}, 400)) == ["questions[1]"]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (b"", "body"),
        (b"{", "body"),
        (b"\xff\xfe", "body"),
        (b'\xef\xbb\xbf{"questions": []}', "body"),
        (b"[]", "body"),
        (b"null", "body"),
        (b'{"questions": [], "questions": []}', "body"),
        (b'{"questions": [{"discom": "PUVVNL", "discom": "PUVVNL", "area": "rural"}]}', "body"),
        (b'{"questions": [NaN]}', "body"),
        (b'{"questions": [-Infinity]}', "body"),
        (b'{"questions": ' + b"[" * 100_000, "body"),
        (b'{"questions": ' + b'{"a":' * 100_000, "body"),
        (b'{"questions": [' + b"9" * 5000 + b"]}", "body"),
        (b"{}", "questions"),
        (b'{"questions": {}}', "questions"),
        (b'{"questions": [], "more": 1}', "more"),
        (json.dumps({"questions": [ONE] * 10_001}).encode(), "questions"),
    ],
)
def test_a_bad_body_is_refused(body: bytes, named: str) -> None:
    assert fields(post("verdicts", body, 400)) == [named]


def test_many_errors_are_counted_and_the_first_hundred_shown() -> None:
    problem = post("verdicts", {"questions": [{}] * 500}, 400)
    assert len(problem["errors"]) == 100
    assert problem["detail"].startswith("1000 errors")


def test_parameters_in_the_query_are_refused() -> None:
    assert fields(post("verdicts?discom=PUVVNL", {"questions": []}, 400)) == ["discom"]


def test_a_body_beyond_the_limit_is_refused(settings: object) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100  # type: ignore[attr-defined]
    post("verdicts", b" " * 101, 413)

"""GET verdict: the answer's form, and every question that is refused."""

import pytest
import time_machine
from django.test import Client

from . import records
from .asking import NOON, ROOT, fields, get, read

pytestmark = pytest.mark.usefixtures("reference")
PLACE = {"discom": "PUVVNL", "area": "rural", "district": "varanasi"}


def test_the_answer_has_the_members_of_the_contract_in_order() -> None:
    records.issue("MO/2022-23/0001", [records.line(until_restored=records.outage())])
    answer = get("verdict", **PLACE, at=NOON, known_at=NOON)
    assert list(answer.items()) == [
        ("verdict", "protected"), ("discom", "PUVVNL"), ("district", "varanasi"),
        ("area", "rural"), ("at", NOON), ("known_at", NOON), ("orders", ["MO/2022-23/0001"]),
        ("until", None), ("open_ended", True), ("stated_until", "2023-01-05T00:00:00+05:30"),
        ("next_change", None),
    ]  # fmt: skip


def test_without_a_district_a_line_with_districts_depends() -> None:
    records.issue("MO/1", [records.line("PUVVNL", "varanasi")])
    answer = get("verdict", discom="PUVVNL", area="rural", at=NOON)
    assert (answer["verdict"], answer["district"]) == ("depends", None)
    assert answer["next_change"] == "2023-01-05T00:00:00+05:30"


def test_the_end_is_exclusive() -> None:
    records.issue("MO/1", [records.line()])
    at_end = get("verdict", **PLACE, at="2023-01-05T00:00:00+05:30")
    before = get("verdict", **PLACE, at="2023-01-04T23:59:59.999999+05:30")
    assert (at_end["verdict"], before["verdict"]) == ("not_protected", "protected")
    assert before["until"] == "2023-01-05T00:00:00+05:30"


def test_what_was_not_known_yet_does_not_count() -> None:
    records.issue("MO/1", [records.line()], issued_at=records.hours(24))
    known = get("verdict", **PLACE, at="2022-12-29T19:00:00+05:30")
    asked = {**PLACE, "at": "2022-12-29T19:00:00+05:30"}
    unknown = get("verdict", **asked, known_at="2022-12-30T17:59:59+05:30")
    assert (known["verdict"], unknown["verdict"]) == ("protected", "not_protected")


@time_machine.travel("2022-12-30T06:30:00Z", tick=False)
def test_both_instants_default_to_now_read_once() -> None:
    answer = get("verdict", **PLACE)
    assert answer["at"] == answer["known_at"] == "2022-12-30T12:00:00+05:30"


def test_an_answer_is_written_in_ist_whatever_the_offset_asked() -> None:
    assert get("verdict", **PLACE, at="2022-12-31T06:30:00Z")["at"] == NOON


@pytest.mark.parametrize("sent", ["12:00:00+05:30", "12:00:00%2B05:30", "12:00:00%2b0530"])
def test_a_raw_plus_before_the_offset_is_understood(sent: str) -> None:
    url = f"{ROOT}verdict?discom=PUVVNL&area=rural&at=2022-12-31T{sent}"
    assert read(Client().get(url), 200)["at"] == NOON


def test_hindi_numbers_come_out_readable() -> None:
    records.issue("आदेश/1", [records.line()])
    content = Client().get(ROOT + "verdict", {**PLACE, "at": NOON}).content.decode()
    assert '"orders": ["आदेश/1"]' in content


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"discom": "NOWHERE"}, ["discom"]),
        ({"discom": "puvvnl"}, ["discom"]),
        ({"discom": "*"}, ["discom"]),
        ({"discom": ""}, ["discom"]),
        ({"discom": " PUVVNL"}, ["discom"]),
        ({"area": "any"}, ["area"]),
        ({"area": "Rural"}, ["area"]),
        ({"district": "Varanasi"}, ["district"]),
        ({"district": "वाराणसी"}, ["district"]),
        ({"district": ""}, ["district"]),
        ({"district": "agra"}, ["district"]),
        ({"discom": "\x00"}, ["discom"]),
        ({"at": "2022-12-31T12:00:00"}, ["at"]),
        ({"at": "2022-12-31"}, ["at"]),
        ({"at": "now"}, ["at"]),
        ({"at": "1999-12-31T23:59:59.999999Z"}, ["at"]),
        ({"known_at": "2101-01-01T00:00:00Z"}, ["known_at"]),
        ({"at": "2022-12-31T12:00:00.1234567+05:30"}, ["at"]),
        ({"at": "2022-W52-6T12:00:00+05:30"}, ["at"]),
        ({"at": "2022-12-31 12:00:00+05:30"}, ["at"]),
        ({"colour": "red"}, ["colour"]),
        ({"colour": ""}, ["colour"]),
        ({"at": ["2022-12-31T12:00:00Z"] * 2}, ["at"]),
        ({"discom": ["PUVVNL", "MVVNL"]}, ["discom"]),
        ({"area": "x", "at": "x", "discom": "x"}, ["discom", "area", "at"]),
    ],
)
def test_a_bad_question_is_refused_at_its_field(changed: dict, named: list[str]) -> None:
    assert fields(get("verdict", 400, **{**PLACE, **changed})) == named


@pytest.mark.parametrize("missing", ["discom", "area"])
def test_what_is_required_is_asked_for(missing: str) -> None:
    rest = {name: value for name, value in PLACE.items() if name not in (missing, "district")}
    assert fields(get("verdict", 400, **rest)) == [missing]


def test_the_first_and_the_last_instant_can_be_asked_about() -> None:
    records.issue("MO/1", [records.line(until_restored=records.outage())])
    assert get("verdict", **PLACE, at="2000-01-01T00:00:00Z")["verdict"] == "not_protected"
    last = get("verdict", **PLACE, at="2100-12-31T23:59:59.999999Z")
    assert last["verdict"] == "protected"

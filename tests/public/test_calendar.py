"""Calendars: an event for each line in force or upcoming."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from moratorium.rules import instants
from tests.api import records
from tests.shared_records import BeginFrom

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def record(begin_from: BeginFrom) -> Iterator[None]:
    begin_from(_record)
    with time_machine.travel("2023-01-01T06:30:00Z", tick=False):
        yield


def _record() -> None:
    records.reference()
    records.issue("MO/1", [records.line("PUVVNL", "varanasi"), records.line("KESCO")])
    late = records.line(ends_at=records.hours(2), until_restored=records.outage())
    records.issue("MO/2", [late], basis="assurance", demonstration=True)
    after = records.hours(20, records.PLANNED)
    records.issue("MO/3", [records.line(None, starts_at=records.PLANNED, ends_at=after)])


def events(path: str) -> dict[str, Any]:
    answer = Client().get(path)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    assert calendar["method"] == "PUBLISH"
    return {str(event["uid"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


def span(event: Any) -> tuple[datetime, datetime]:
    return event.decoded("dtstart"), event.decoded("dtend")


def test_each_line_is_an_event_with_its_window() -> None:
    found = events("/calendar.ics")
    assert set(found) == {"mo-1.0", "mo-1.1", "mo-2.0", "mo-3.0"}
    assert span(found["mo-1.0"]) == (records.START, records.PLANNED)
    assert b"DTSTART:20221229T123000Z" in Client().get("/calendar.ics").content


def test_without_a_known_end_the_event_moves_on_and_says_so() -> None:
    event = events("/en/calendar.ics")["mo-2.0"]
    assert span(event)[1] == instants.read("2023-01-03T00:00:00+05:30")
    assert "no end known" in event["summary"]
    assert "until billing is confirmed restored" in event["description"]
    assert "assurance" in event["description"]
    assert event["summary"].startswith("[Demonstration]")


def test_both_languages_and_the_same_uid() -> None:
    hindi, english = events("/calendar.ics"), events("/en/calendar.ics")
    assert set(hindi) == set(english)
    assert "बिजली न काटने का आदेश" in hindi["mo-1.0"]["summary"]
    assert "/en/orders/mo-1/" in english["mo-1.0"]["url"]


def test_a_line_keeps_its_uid_when_another_ends() -> None:
    records.issue(
        "MO/4",
        [records.line("KESCO", ends_at=records.hours(80)), records.line("KESCO", area="urban")],
    )
    assert {"mo-4.0", "mo-4.1"} <= set(events("/calendar.ics"))
    with time_machine.travel(records.hours(81), tick=False):
        assert "mo-4.1" in events("/calendar.ics")
        assert "mo-4.0" not in events("/calendar.ics")


def test_a_district_has_what_reaches_it() -> None:
    assert set(events("/calendar/districts/varanasi.ics")) == {"mo-1.0", "mo-2.0", "mo-3.0"}
    assert set(events("/calendar/districts/mau.ics")) == {"mo-2.0", "mo-3.0"}
    assert set(events("/calendar/districts/agra.ics")) == {"mo-3.0"}

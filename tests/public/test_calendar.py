"""Calendars: an event for each line in force or upcoming."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from moratorium.rules import instants
from tests.api import records
from tests.public import builders
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


def test_it_is_the_same_for_the_whole_of_a_slot() -> None:
    """Its acts are of December, so nothing changes between two midnights but at an end."""
    noon, evening = "2023-01-01T06:30:00Z", "2023-01-01T14:00:00Z"
    bodies = []
    for instant in (noon, evening):
        with time_machine.travel(instant, tick=False):
            bodies.append(Client().get("/en/calendar.ics").content)
    assert bodies[0] == bodies[1]
    assert b"DTSTAMP:20221231T183000Z" in bodies[0]


def test_at_midnight_in_india_an_open_end_moves_on() -> None:
    midnight = instants.read("2023-01-02T00:00:00+05:30")
    seen = []
    for at in (midnight - timedelta(microseconds=1), midnight):
        with time_machine.travel(at, tick=False):
            event = events("/en/calendar.ics")["mo-2.0"]
            # A copy with the same SEQUENCE is newer if it was made later (RFC 5545, 3.8.7.2).
            assert event.decoded("dtstamp") <= at
            seen.append((event.decoded("dtstamp"), event.decoded("dtend")))
    day = timedelta(days=1)
    assert seen[1] == (midnight, midnight + 2 * day)
    assert seen[0] == (midnight - day, midnight + day)


def test_every_instant_is_in_utc() -> None:
    """RFC 5545, 3.2.19: any other zone would have to be described in the calendar."""
    body = Client().get("/en/calendar.ics").content.decode()
    written = re.findall(r"^(?:DT\w+|LAST-MODIFIED)([;:].*?)\r$", body, re.M)
    assert len(written) >= 16
    assert all(re.fullmatch(r":\d{8}T\d{6}Z", each) for each in written)


def test_an_act_changes_the_sequence_and_when_it_was_changed() -> None:
    for minutes in (1, 2):
        at = records.START + timedelta(minutes=minutes)
        entry = builders.entry("order.issued", "MO/1", at, {"slug": "mo-1"})
        event = events("/en/calendar.ics")["mo-1.0"]
        assert event["sequence"] == entry.seq == minutes
        assert event.decoded("last-modified") == entry.recorded_at


@pytest.mark.parametrize("path", ["/calendar.ics", "/en/calendar/districts/varanasi.ics"])
def test_it_is_kept_no_longer_than_it_is_right(path: str) -> None:
    left = timedelta(seconds=9.5)
    with time_machine.travel(records.PLANNED - left, tick=False):
        answer = Client().get(path)
    kept = "public, max-age=9, s-maxage=9, stale-if-error=0, stale-while-revalidate=0"
    assert answer["Cache-Control"] == kept
    assert answer["Content-Disposition"] == 'inline; filename="calendar.ics"'


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

"""The watch: sees every act, outlives the database, and takes the edition on disk without it."""

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from moratorium.models import District
from moratorium.public import crowd
from moratorium.publishing import keeper, store, watch
from moratorium.publishing.front import Front
from moratorium.publishing.shelf import microseconds
from moratorium.publishing.watch import Watch, since_of
from moratorium.register import editions
from portal.headers import security_headers
from tests import builders as build
from tests import soak
from tests.faults.servers import until
from tests.publishing.house import Answer, Fronts, ask_over_wsgi, passed_on, record

pytestmark = pytest.mark.usefixtures("committed_db")
A_YEAR = 366 * 86_400  # seconds


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / "var"


@pytest.fixture
def ours() -> Iterator[Fronts]:
    """A front with its watch, which ends with the test."""
    before = set(threading.enumerate())
    made = Fronts(Front(security_headers()), passed_on)
    yield made
    made.watch.stop()
    for thread in set(threading.enumerate()) - before:
        thread.join(60)


def ask(ours: Fronts, url: str) -> Answer:
    """Over one interface: between two requests the record may be read."""
    return ask_over_wsgi(ours.over_wsgi, url)


def held(front: Fronts) -> str:
    shelves = front.watch.shelves
    return "" if shelves is None else shelves.edition.number


def test_every_act_is_seen(ours: Fronts) -> None:
    record()
    assert ask(ours, "/").status == 200, "the first request waits for the first look"
    for _ in range(5):
        build.entry(timezone.now(), act="order.issued", public=True)
        number = editions.current()
        began = time.monotonic()
        until(lambda number=number: held(ours) == number, "it was not seen")
        assert soak.is_within(1, began)
    until(lambda: (kept := store.load()) and kept[0].number == number, "it was not kept")


FEED, CALENDAR = "/en/feeds/districts/varanasi.atom", "/en/calendar/districts/varanasi.ics"


def test_what_the_districts_feeds_need_is_read_after_every_act_and_kept(ours: Fronts) -> None:
    record()
    ours.front.wake()
    for n in range(3):
        order = build.issued(timezone.now())
        build.entry(
            timezone.now(), act="order.issued", subject=order.number, public=True,
            detail={"slug": order.slug, "title_en": f"Told {n}"},
        )  # fmt: skip
        until(lambda n=n: f"Told {n}" in ask(ours, FEED).text, "the feed does not tell")
        assert f"Told {n}" in ask(ours, "/en/notices/").text
    number = editions.current()
    until(lambda: store.load_district_notices(number), "it was not kept")


def test_what_is_of_another_edition_is_left(ours: Fronts, monkeypatch: pytest.MonkeyPatch) -> None:
    record()
    asked = threading.Event()
    right = editions.read_district_notices

    def overtaken() -> Any:
        asked.set()
        return replace(right(), edition="of another act")

    monkeypatch.setattr(editions, "read_district_notices", overtaken)
    ours.front.wake()
    assert asked.wait(60)
    assert ask(ours, FEED).status == 299
    assert ask(ours, CALENDAR).status == 200, "it needs nothing beside the edition"
    monkeypatch.setattr(editions, "read_district_notices", right)
    until(lambda: ask(ours, FEED).status == 200, "it is not read again")


def test_acts_are_seen_while_what_the_districts_feeds_need_cannot_be_read(
    ours: Fronts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    record()
    tried, right = [], editions.read_district_notices

    def wrong() -> Any:
        tried.append(True)
        raise ZeroDivisionError

    monkeypatch.setattr(editions, "read_district_notices", wrong)
    monkeypatch.setattr(watch, "PUT_OFF", A_YEAR)
    ours.front.wake()
    until(lambda: tried, "it is not read")
    build.entry(timezone.now(), act="order.issued", public=True)
    number = editions.current()
    until(lambda: held(ours) == number, "an act is not seen")
    assert len(tried) == 1, "and it is not tried at every look"
    said = [each for each in caplog.records if "districts' notices" in each.message]
    assert len(said) == 1
    assert ask(ours, FEED).status == 299
    monkeypatch.setattr(editions, "read_district_notices", right)
    ours.watch._put_off_until = 0.0
    until(lambda: ask(ours, FEED).status == 200, "it is not read again")


def test_no_act_waits_for_the_disk(ours: Fronts, monkeypatch: pytest.MonkeyPatch) -> None:
    reached, free = threading.Event(), threading.Event()
    to_disk = os.fsync

    def slow(handle: int) -> None:
        reached.set()
        assert free.wait(60)
        to_disk(handle)

    monkeypatch.setattr(os, "fsync", slow)
    record()
    assert ask(ours, "/").status == 200
    assert reached.wait(60)
    try:
        build.entry(timezone.now(), act="order.issued", public=True)
        number = editions.current()
        until(lambda: held(ours) == number, "it was not seen")
    finally:
        free.set()
    until(lambda: (kept := store.load()) and kept[0].number == number, "nor kept")


def test_what_the_disk_refused_is_kept_later(
    ours: Fronts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(keeper, "TOUCH", 0.1)
    barred = store.folder()
    barred.parent.mkdir()
    barred.write_text("a file where the folder should be")
    record()
    assert ask(ours, "/").status == 200
    until(lambda: "is not kept" in caplog.text, "it was not said")
    barred.unlink()
    until(lambda: store.load(), "it was not kept")
    contact = store.load()[1]
    until(lambda: store.load()[1] > contact, "contact goes on and is noted")


def test_a_page_that_fails_stops_no_other(
    ours: Fronts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    right = crowd.districts

    def wrong(*_: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(crowd, "districts", wrong)
    monkeypatch.setattr(watch, "AHEAD", A_YEAR)
    record()
    ours.front.wake()
    shelf = ours.watch.shelves.at(time.time_ns() // 1000)
    until(lambda: not list(shelf.missing()), "the others were not made")

    def failed() -> list[Any]:
        return [each for each in caplog.records if "not made ahead" in each.message]

    until(lambda: len(failed()) >= 4, "it is not said")
    time.sleep(0.3)
    assert len(failed()) == 4, "both languages, now and next, once each"
    assert ask(ours, "/districts/").status == 299, "whoever asks is sent to Django"
    monkeypatch.setattr(crowd, "districts", right)
    assert ask(ours, "/districts/").status == 200


def test_an_edit_of_the_reference_data_is_seen_too(
    ours: Fronts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "COMPARE", 0.3)
    record()
    assert "Kashi" not in ask(ours, "/en/districts/varanasi/").text
    District.objects.filter(slug="varanasi").update(name_en="Kashi")
    until(lambda: "Kashi" in ask(ours, "/en/districts/varanasi/").text, "it was not seen")


def test_pages_are_made_ahead_for_now_and_for_the_next_slot(
    ours: Fronts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "AHEAD", A_YEAR)
    record()
    ours.front.wake()
    shelves = ours.watch.shelves
    now = time.time_ns() // 1000
    until(lambda: not list(shelves.at(now).missing()), "those of now")
    until(lambda: not list(shelves.at(shelves.at(now).end).missing()), "those of the next slot")
    assert len(shelves._ready) == 2


def test_a_slot_that_is_far_off_waits(ours: Fronts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "AHEAD", 0)
    record()
    ours.front.wake()
    shelves = ours.watch.shelves
    now = time.time_ns() // 1000
    until(lambda: not list(shelves.at(now).missing()), "those of now")
    until(lambda: not ours.watch._behind, "it goes on")
    assert len(shelves._ready) == 1


def lose_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every connection from now on leads nowhere."""
    nowhere = {"NAME": "/nowhere/at/all"}
    if connections["default"].vendor == "postgresql":
        nowhere |= {"HOST": "127.0.0.1", "PORT": "1"}
    lost = connections.settings["default"] | nowhere
    monkeypatch.setitem(connections.settings, "default", lost)


def test_without_a_database_the_edition_on_disk_is_shown(
    ours: Fronts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    record()
    kept = editions.read()
    contact = timezone.now() - timedelta(seconds=30)
    store.save(kept, contact)
    lose_the_database(monkeypatch)
    answer = ask(ours, "/api/v1/protections")
    assert answer.status == 200
    assert held(ours) == kept.number
    assert ours.watch.contact == microseconds(contact)
    assert "last_contact" not in answer.text
    until(lambda: ours.watch.out, "two looks failed")
    time.sleep(0.5)
    said = [each for each in caplog.records if "cannot be read" in each.message]
    assert len(said) == 1, "once, not at every look"


@pytest.mark.parametrize("kept", ["its own", "another edition's", "none"])
def test_without_a_database_feeds_and_calendars_are_answered_from_disk(
    ours: Fronts, monkeypatch: pytest.MonkeyPatch, kept: str
) -> None:
    record()
    edition, about = editions.with_district_notices(timezone.now())
    store.save(editions.read(), timezone.now())
    if kept != "none":
        own = kept == "its own"
        store.save_district_notices(about if own else replace(about, edition="another's"))
    lose_the_database(monkeypatch)
    for path in ("/feeds/notices.atom", "/calendar.ics", CALENDAR):
        assert ask(ours, path).status == 200, path
    answer = ask(ours, FEED)
    assert held(ours) == edition.number
    assert answer.status == (200 if kept == "its own" else 299)
    assert ("<entry>" in answer.text) == (kept == "its own")


def test_without_both_django_is_asked(ours: Fronts, monkeypatch: pytest.MonkeyPatch) -> None:
    lose_the_database(monkeypatch)
    assert ask(ours, "/").status == 299
    assert ask(ours, "/healthz").status == 200


def test_it_outlives_whatever_goes_wrong(ours: Fronts, monkeypatch: pytest.MonkeyPatch) -> None:
    record()
    ours.front.wake()
    right = editions.read

    def wrong(*_: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(editions, "read", wrong)
    before = held(ours)
    build.entry(timezone.now(), act="order.issued", public=True)
    time.sleep(0.4)
    assert held(ours) == before
    monkeypatch.setattr(editions, "read", right)
    until(lambda: held(ours) == editions.current(), "it goes on")


def test_a_minute_is_a_minute() -> None:
    contact = 1_700_000_000_000_000
    assert since_of(contact, contact + 60_000_000) is None
    assert since_of(contact, contact + 60_000_001) == contact
    assert since_of(contact, contact - 5) is None


def test_a_fork_begins_anew(ours: Fronts) -> None:
    record()
    ours.front.wake()
    first = ours.watch
    ours.front._forked()  # what a child does, without its other half
    assert ours.watch is not first
    first.stop()
    assert ask(ours, "/").status == 200
    assert isinstance(ours.watch, Watch)

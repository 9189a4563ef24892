"""Law 10: an edition read earlier says at every later instant what the record would say then."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from moratorium.public import crowd, pages
from moratorium.public.crowd import Sight
from moratorium.register import board as boards
from moratorium.register import editions, slots
from moratorium.register.editions import Edition
from tests import soak
from tests.shared_records import BeginFrom

from . import made

pytestmark = pytest.mark.django_db
STORED = TypeAdapter(Edition)
TICK = timedelta(microseconds=1)


@pytest.fixture(autouse=True)
def reference(begin_from: BeginFrom) -> None:
    begin_from(made.reference)


def beside(instants: list[datetime], last: datetime) -> Iterator[datetime]:
    """Each instant after the last act and a microsecond on either side; and long afterwards."""
    for each in sorted({*instants, last, *(each + timedelta(days=365) for each in instants)}):
        yield from (each + step for step in (-TICK, timedelta(), TICK) if each + step >= last)


def assert_it_says_what_the_record_says(edition: Edition, at: datetime, known: datetime) -> None:
    sight = Sight.at(edition, at)
    asked = boards.board(at, known)
    assert replace(sight.board, at=at, known_at=known) == asked
    assert sight.slot.start <= at < sight.slot.end
    stamp = sight.frame.stamp
    assert stamp is not None
    assert stamp.until == asked.next_change
    assert stamp.since is None or stamp.since <= at


@settings(max_examples=soak.length(8, 200), deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9))
def test_an_edition_is_right_at_and_beside_every_boundary(seed: int) -> None:
    with transaction.atomic():
        last, instants = made.record(seed)
        edition = STORED.validate_json(STORED.dump_json(editions.read()))
        for at in beside(instants, last):
            assert_it_says_what_the_record_says(edition, at, at)
        # A clock that is a little behind knows what is on record all the same.
        for behind in (TICK, timedelta(minutes=9)):
            assert_it_says_what_the_record_says(edition, last - behind, last)
        transaction.set_rollback(True)


@settings(max_examples=soak.length(2, 25), deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9))
def test_its_pages_are_those_of_the_board_of_the_instant(seed: int) -> None:
    with transaction.atomic():
        last, instants = made.record(seed)
        edition = editions.read()
        for at in list(beside(instants, last))[::5]:
            sight, asked = Sight.at(edition, at), boards.board(at)
            for language in ("hi", "en"):
                assert crowd.board(sight, language) == pages.board_page(
                    asked, sight.frame, language
                )
            for slug in made.DISTRICTS:
                page = pages.district_page(asked, slug, sight.frame, "en")
                assert crowd.district(sight, slug, "en") == page
        transaction.set_rollback(True)


@pytest.mark.parametrize("lost", ["start", "end", "planned"])
def test_without_a_boundary_it_would_be_wrong(lost: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a slot that does not know of one kind of boundary says something false."""
    whole = slots._of

    def some(line: object) -> list[datetime | None]:
        term = line.line.term  # type: ignore[attr-defined]
        kinds = {"start": [term.starts_at], "planned": [line.planned_end]}  # type: ignore[attr-defined]
        gone = kinds.get(lost, [each for each in whole(line) if each != term.starts_at])
        return [each for each in whole(line) if each not in gone]  # type: ignore[arg-type]

    monkeypatch.setattr(slots, "_of", some)
    with pytest.raises(AssertionError):
        try_many()


def try_many() -> None:
    for seed in range(40):
        with transaction.atomic():
            last, instants = made.record(seed)
            edition = editions.read()
            for at in beside(instants, last):
                assert_it_says_what_the_record_says(edition, at, at)
            transaction.set_rollback(True)


def test_midnight_in_india_is_a_boundary(db: None) -> None:
    edition = editions.read()
    noon = datetime.fromisoformat("2023-01-01T12:00:00+05:30")
    slot = slots.slot(edition, noon)
    assert slot.start == datetime.fromisoformat("2023-01-01T00:00:00+05:30")
    assert slots.next_boundary(edition, noon) == slot.end == slot.start + timedelta(days=1)
    assert slots.slot(edition, slot.end).start == slot.end

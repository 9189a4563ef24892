"""Who is told of a directive, and when: the table of steps."""

from datetime import timedelta

import pytest

from moratorium.rules import chasing
from moratorium.rules.chasing import Telling, due
from tests.builders import ist

pytestmark = pytest.mark.plain

ISSUED = ist(2026, 1, 5, 10, 0)
# A head office 1, a zone 2, circles 3 and 4, divisions 5 and 6 below the first circle.
ABOVE = {1: (), 2: (1,), 3: (2, 1), 4: (2, 1), 5: (3, 2, 1), 6: (3, 2, 1)}
LAST = timedelta(microseconds=1)


def told(hours: float, waiting: dict[int, tuple[int, ...]] = ABOVE) -> set[Telling]:
    found = list(due(ISSUED, 24, waiting, ISSUED + timedelta(hours=hours)))
    assert len(found) == len(set(found))
    return set(found)


def steps(hours: float, waiting: dict[int, tuple[int, ...]] = ABOVE) -> set[str]:
    return {each.step for each in told(hours, waiting)}


def test_everybody_is_told_at_the_issue_and_nobody_before() -> None:
    assert told(-0.001) == set()
    assert told(0) == {Telling("issued", office) for office in ABOVE}


def test_the_reminder_comes_at_half_of_the_time() -> None:
    before = ISSUED + timedelta(hours=12) - LAST
    assert {each.step for each in due(ISSUED, 24, ABOVE, before)} == {"issued"}
    assert told(12) - told(0) == {Telling("reminder", office) for office in ABOVE}


def test_half_of_an_odd_number_of_hours() -> None:
    assert chasing.remind_at(ISSUED, 1) == ISSUED + timedelta(minutes=30)


def test_each_span_tells_one_level_further_up_in_one_mail_a_superior() -> None:
    assert told(24) - told(23.9) == {
        Telling("overdue-1", 1, (2,)), Telling("overdue-1", 2, (3, 4)),
        Telling("overdue-1", 3, (5, 6)),
    }  # fmt: skip
    assert told(48) - told(47.9) == {
        Telling("overdue-2", 1, (3, 4)), Telling("overdue-2", 2, (5, 6)),
    }  # fmt: skip
    assert told(72) - told(71.9) == {Telling("overdue-3", 1, (5, 6))}
    assert told(5 * 24) == told(1000) == told(72), "above the head office is nobody"


def test_who_acknowledged_is_not_told_of() -> None:
    left = {5: ABOVE[5]}
    assert told(24, left) - told(23, left) == {Telling("overdue-1", 3, (5,))}
    assert told(1000, {}) == set()


def test_an_office_without_a_place_that_day_is_told_and_rises_to_nobody() -> None:
    assert steps(1000, {9: ()}) == {"issued", "reminder"}


def test_the_next_instant_at_which_something_is_due() -> None:
    seen, at = [], ISSUED
    while (later := chasing.next_at(ISSUED, 24, at)) is not None:
        seen.append((later - ISSUED) / timedelta(hours=1))
        at = later
    assert seen == [12, 24, 48, 72, 96, 120]
    assert chasing.ends_at(ISSUED, 24) == ISSUED + timedelta(days=35)


def test_an_event_names_step_office_and_directive_and_never_two_alike() -> None:
    assert chasing.event("overdue-2", "Z/1", "D/2026: 7") == "overdue-2:Z/1:D/2026: 7"
    assert chasing.step_of("overdue-2:Z/1:D/2026: 7") == "overdue-2"
    assert [chasing.level_of(each) for each in ("issued", "reminder", "overdue-3")] == [0, 0, 3]
    longest = chasing.event(chasing.overdue(chasing.RISES), "C" * 40, "N" * 60)
    assert len(longest) <= 120, "what the record has room for"

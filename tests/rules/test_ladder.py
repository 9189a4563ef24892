"""Counting up the ladder: what rolls up, what a share says, how far lateness has risen."""

from datetime import timedelta

import pytest

from moratorium.rules import ladder
from moratorium.rules.directives import ACKNOWLEDGED, DOWNLOADED, OPENED, SERVED, STEPS
from moratorium.rules.instants import IST
from moratorium.rules.ladder import Counts
from tests.builders import ist

pytestmark = pytest.mark.plain

ISSUED = ist(2023, 1, 1, 0, 0)
HEAD, ZONE, CIRCLE, DIVISION, ALONE = 1, 2, 3, 4, 9
PARENTS = {HEAD: None, ZONE: HEAD, CIRCLE: ZONE, DIVISION: CIRCLE}


def after(hours: int) -> bool:
    return ladder.is_late(ISSUED, 24, ISSUED + timedelta(hours=hours))


def test_an_office_counts_once_in_each_step_that_it_took() -> None:
    assert ladder.own([SERVED, OPENED], late=True) == Counts(1, 1, 1, 0, 0, 1)
    assert ladder.own([], late=False) == Counts(1)
    assert ladder.own(STEPS, late=False) == Counts(1, 1, 1, 1, 1, 0)


def test_a_row_counts_itself_and_everything_below() -> None:
    own = {
        ZONE: ladder.own([SERVED], late=False),
        DIVISION: ladder.own(STEPS, late=False),
        ALONE: ladder.own([], late=True),
    }
    found = ladder.roll_up(own, PARENTS)
    assert found[DIVISION] == found[CIRCLE] == Counts(1, 1, 1, 1, 1)
    assert found[ZONE] == found[HEAD] == Counts(2, 2, 1, 1, 1)
    assert found[ALONE] == Counts(1, late=1)
    assert ladder.total(own.values()) == Counts(3, 2, 1, 1, 1, 1)


def test_offices_that_stand_under_each_other_in_a_ring_end() -> None:
    own = {ZONE: ladder.own([], late=False)}
    assert ladder.roll_up(own, {ZONE: CIRCLE, CIRCLE: ZONE}) == {
        ZONE: Counts(1), CIRCLE: Counts(1),
    }  # fmt: skip


def test_a_parent_of_whom_nothing_is_known_ends_the_way_up() -> None:
    assert ladder.way_up(DIVISION, {DIVISION: 77}) == (DIVISION, 77)
    assert ladder.way_up(ALONE, {}) == (ALONE,)


def test_a_share_says_all_or_none_only_when_it_is_so() -> None:
    assert Counts(1000, acknowledged=999).share(ACKNOWLEDGED) == 99
    assert Counts(1000, acknowledged=1).share(ACKNOWLEDGED) == 1
    assert Counts(3, acknowledged=3).share(ACKNOWLEDGED) == 100
    assert Counts(3, downloaded=0).share(DOWNLOADED) == 0
    assert Counts().share(SERVED) == 0
    assert Counts(3, served=2).share(SERVED) == 66


def test_an_office_is_late_from_the_very_instant_on() -> None:
    assert not after(23)
    assert after(24)
    assert not ladder.is_late(ISSUED, 24, ISSUED + timedelta(hours=24, microseconds=-1))


@pytest.mark.parametrize(
    ("hours", "levels"), [(0, 0), (23, 0), (24, 1), (47, 1), (48, 2), (72, 3), (240, 10)]
)
def test_it_rises_one_level_each_time_that_the_hours_pass(hours: int, levels: int) -> None:
    at = (ISSUED + timedelta(hours=hours)).astimezone(IST)
    assert ladder.levels_risen(ISSUED, 24, at) == levels


def test_before_the_issue_nothing_rises() -> None:
    assert ladder.levels_risen(ISSUED, 24, ISSUED - timedelta(days=3)) == 0


def test_the_highest_office_told_is_that_many_levels_up_or_the_top() -> None:
    assert ladder.risen_to(DIVISION, PARENTS, 0) is None
    assert ladder.risen_to(DIVISION, PARENTS, 1) == CIRCLE
    assert ladder.risen_to(DIVISION, PARENTS, 2) == ZONE
    assert ladder.risen_to(DIVISION, PARENTS, 99) == HEAD
    assert ladder.risen_to(HEAD, PARENTS, 2) is None

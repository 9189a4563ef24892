"""What the confirmation of a restoration would end, before anybody confirms it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from moratorium.models import Order, Outage
from moratorium.register import board, restoration
from tests import builders as build
from tests.builders import NEW_YEAR, ist

pytestmark = pytest.mark.django_db

RESTORED, NOW, ENDS = ist(2023, 1, 3, 9), ist(2023, 1, 4, 12), ist(2023, 1, 11)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def supplied() -> None:
    for slug in ("varanasi", "ballia"):
        build.served(slug)


def reported(**fields: Any) -> Outage:
    return build.outage(restored_at=RESTORED, **fields)


def resting(outage: Outage, districts: tuple[str, ...] = (), **fields: Any) -> Order:
    given = {"ends_at": None, "until_restored": outage, "districts": districts}
    return build.issued(lines=[given | fields])


def told(outage: Outage, at: datetime = NOW) -> list[tuple[str, datetime, bool, int, bool]]:
    found = restoration.endings(outage, at)
    return [(e.number, e.end, e.at_once, e.districts, e.bare) for e in found]


@pytest.mark.parametrize(
    ("line", "end"),
    [
        ({}, NOW),
        ({"ends_at": NEW_YEAR + HOUR}, NOW),
        ({"ends_at": ENDS}, ENDS),
        ({"grace_hours": 1}, NOW),
        ({"grace_hours": 48}, RESTORED + 48 * HOUR),
        ({"grace_hours": 48, "ends_at": ENDS}, ENDS),
    ],
)
def test_the_latest_of_the_stated_end_the_grace_and_the_confirmation(
    line: dict[str, Any], end: datetime
) -> None:
    outage = reported()
    order = resting(outage, **line)
    assert told(outage) == [(order.number, end, end == NOW, 2, True)]


def test_it_is_what_the_confirmation_then_does() -> None:
    outage = reported()
    resting(outage, ("varanasi",), grace_hours=48)
    resting(outage, ("ballia",))
    foretold = {(each.number, each.end) for each in restoration.endings(outage, NOW)}
    outage.confirmed_at, outage.reported_by, outage.confirmed_by = NOW, build.asha(), build.vikram()
    outage.reported_at = RESTORED
    outage.save()
    just_before = board.board(NOW - HOUR, NOW)
    assert {(s.order.number, s.end) for s in just_before.standings} == foretold


def test_a_restoration_not_reported_yet_is_taken_to_be_of_now() -> None:
    outage = build.outage()
    order = resting(outage, grace_hours=2)
    assert told(outage) == [(order.number, NOW + 2 * HOUR, False, 2, True)]


def test_only_districts_that_no_other_order_protects_lose() -> None:
    outage = reported()
    order = resting(outage)
    build.issued(lines=[{"districts": ("ballia",), "ends_at": ENDS}])
    assert told(outage) == [(order.number, NOW, True, 1, True)]
    build.issued(lines=[{"districts": ("varanasi",), "ends_at": ENDS}])
    assert told(outage) == [(order.number, NOW, True, 0, False)]


def test_of_two_that_rest_on_it_the_longer_one_loses() -> None:
    outage = reported()
    short, long_ = resting(outage), resting(outage, ends_at=ENDS)
    assert told(outage) == [
        (short.number, NOW, True, 0, False), (long_.number, ENDS, False, 2, True),
    ]  # fmt: skip


def test_lines_with_ends_of_their_own_are_told_apart() -> None:
    outage = reported()
    line = {"until_restored": outage, "districts": ("varanasi",), "ends_at": ENDS}
    other = {"until_restored": outage, "districts": ("ballia",), "ends_at": None}
    number = build.issued(lines=[line, other, other]).number
    assert told(outage) == [(number, NOW, True, 1, True), (number, ENDS, False, 1, True)]


def test_what_rests_on_another_outage_on_none_or_is_amended_ends_nothing() -> None:
    outage = reported()
    resting(build.outage())
    build.issued()
    build.draft(lines=[{"until_restored": outage}])
    amended = resting(outage)
    build.issue(build.draft(amends=amended, lift=True), NEW_YEAR + HOUR)
    assert told(outage) == []


def test_named_places_that_lose_count_as_well() -> None:
    outage = reported()
    order = resting(outage, ("varanasi",), restricted_hi="नगर", restricted_en="Town")
    assert told(outage) == [(order.number, NOW, True, 1, True)]


def test_places_that_the_record_does_not_know_are_not_called_protected() -> None:
    outage = reported()
    order = resting(outage, discom=build.discom("KESCO"))
    assert told(outage) == [(order.number, NOW, True, 0, True)]


def test_what_has_not_begun_never_begins() -> None:
    outage = reported()
    order = resting(outage, starts_at=NOW + HOUR)
    assert told(outage) == [(order.number, NOW, True, 2, True)]

"""What rests on an outage, and which outages were recorded in one step."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moratorium.models import Order, Outage
from moratorium.operations import outages, reference
from moratorium.register import shields
from moratorium.register.shields import Resting
from tests import builders as build
from tests.builders import NEW_YEAR, ist
from tests.operations.contents import NOW, outage_content

pytestmark = pytest.mark.django_db

ENDS, LATER = ist(2023, 1, 11), ist(2023, 1, 14)


def on(outage: Outage, ends_at: Any = ENDS) -> list[dict[str, Any]]:
    return [{"ends_at": ends_at, "until_restored": outage}]


def test_nothing_rests_on_a_new_outage() -> None:
    build.issued()
    assert shields.resting([build.outage()]) == Resting((), (), (), ())


def test_orders_and_drafts_by_state_once_each() -> None:
    outage = build.outage()
    order = build.issued(lines=on(outage) * 2)
    draft, discarded, waits = (build.draft(on(outage)) for _ in range(3))
    Order.objects.filter(pk=discarded.pk).update(state="discarded")
    Order.objects.filter(pk=waits.pk).update(state="submitted", submitted_at=NEW_YEAR)
    build.issued(lines=on(build.outage()))
    assert shields.resting([outage]) == Resting((order,), (waits,), (draft,), ())


def test_what_ends_before_the_expected_end_can_be_extended() -> None:
    outage = build.outage(expected_end=LATER)
    short = build.issued(lines=[*on(outage), *on(outage, LATER)])
    build.issued(lines=on(outage, LATER))
    build.issued(lines=on(outage, None))
    build.issued(lines=[{"ends_at": ENDS}])
    build.draft(on(outage))
    assert shields.resting([outage]).extendable == (short,)
    assert shields.resting([build.outage(expected_end=LATER)]).extendable == ()


def test_a_short_line_that_rests_on_another_outage_does_not_count() -> None:
    outage, other = build.outage(expected_end=LATER), build.outage()
    build.issued(lines=[*on(outage, LATER), *on(other)])
    assert shields.resting([outage]).extendable == ()


def test_only_the_newest_of_a_chain_can_be_extended() -> None:
    outage = build.outage(expected_end=LATER)
    first = build.issued(lines=on(outage))
    second = build.issued(NEW_YEAR + timedelta(hours=1), lines=on(outage), amends=first)
    assert shields.resting([outage]).extendable == (second,)
    build.issued(NEW_YEAR + timedelta(hours=2), amends=second, lift=True)
    assert shields.resting([outage]).extendable == ()


def test_of_a_chain_only_the_newest_version_rests_on_it() -> None:
    outage = build.outage()
    first = build.issued(lines=on(outage))
    draft = build.draft(on(outage), amends=first)
    assert shields.resting([outage]).issued == (first,)
    assert shields.resting([outage]).drafts == (draft,)
    second = build.issue(draft, NEW_YEAR + timedelta(hours=1))
    assert shields.resting([outage]).issued == (second,)
    build.issued(NEW_YEAR + timedelta(hours=2), amends=second)
    assert shields.resting([outage]) == Resting((), (), (), ())


def test_nothing_is_extended_for_a_closed_outage() -> None:
    outage = build.outage(expected_end=LATER)
    build.issued(lines=on(outage))
    assert shields.resting([build.confirm(outage)]).extendable == ()


def test_two_queries_however_many() -> None:
    made = [build.outage(expected_end=LATER) for _ in range(5)]
    for outage in made:
        build.issued(lines=on(outage))
    with CaptureQueriesContext(connection) as captured:
        found = shields.resting(made)
    assert len(found.extendable) == 5
    assert len(captured) == 2


def each() -> list[Outage]:
    return outages.record_each(outage_content(), by=build.asha(), at=NOW)


def test_outages_of_one_step_know_each_other() -> None:
    reference.load()
    first, alone = each(), outages.record(outage_content(), by=build.asha(), at=NOW)
    second = each()
    assert [shields.recorded_together(outage) for outage in first] == [first] * 5
    assert [shields.recorded_together(outage) for outage in second] == [second] * 5
    assert shields.recorded_together(alone) == [alone]


def test_an_imported_outage_stands_alone() -> None:
    outage = build.outage(imported=True)
    for each_ in (outage, build.outage(imported=True)):
        build.entry(act="outage.recorded", subject=each_.ref)
    assert shields.recorded_together(outage) == [outage]


def test_those_called_off_or_confirmed_are_not_open() -> None:
    made = [build.outage(), build.confirm(build.outage()), build.call_off(build.outage())]
    assert shields.still_open(made) == made[:1]

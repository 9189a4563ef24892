"""The ladder: the tree of the day of issue, what rolls up, who is late and to whom it has risen."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from post_office.models import STATUS, Email

from moratorium.models import Addressee, Directive, Mail, Office, Placement, Receipt
from moratorium.register import ladder as register
from moratorium.register.ladder import Ladder
from moratorium.rules.directives import ACKNOWLEDGED, DOWNLOADED, OPENED, SERVED
from moratorium.rules.ladder import BOUNCED, REFUSED, Counts
from tests import builders as build
from tests.builders import NEW_YEAR

from . import laddering

pytestmark = pytest.mark.django_db

DUE = NEW_YEAR + timedelta(hours=24)
SOON, NEXT_DAY, WEEK = (NEW_YEAR + timedelta(hours=hours) for hours in (1, 30, 168))


@pytest.fixture
def offices() -> dict[str, Office]:
    return build.offices()


def read(directive: Directive, at: datetime = SOON) -> Ladder:
    found = register.ladder(directive.pk, at)
    assert found is not None
    return found


def counts(found: Ladder) -> dict[str, Counts]:
    return {code: rung.counts for code, rung in found.by_code.items()}


def late(found: Ladder) -> set[str]:
    return {code for code, rung in found.by_code.items() if rung.late_since is not None}


def test_nothing_stands_before_the_issue_or_for_a_draft(offices: Any) -> None:
    issued, draft = build.issued_directive(), build.directive()
    assert register.ladder(issued.pk, NEW_YEAR - timedelta(seconds=1)) is None
    assert register.ladder(draft.pk, SOON) is None
    assert register.ladder(issued.pk, NEW_YEAR) is not None


def test_an_offices_row_counts_itself_and_everything_below(offices: dict[str, Office]) -> None:
    directive = build.issued_directive()
    laddering.step(directive, offices["D1"], SERVED, OPENED, DOWNLOADED, ACKNOWLEDGED)
    laddering.step(directive, offices["Z2"], SERVED)
    found = read(directive)
    assert counts(found) == {
        "D1": Counts(1, 1, 1, 1, 1), "C1": Counts(2, 1, 1, 1, 1), "Z1": Counts(3, 1, 1, 1, 1),
        "Z2": Counts(1, 1), "HO": Counts(5, 2, 1, 1, 1),
    }  # fmt: skip
    assert found.counts == Counts(5, 2, 1, 1, 1)
    assert [(each.code, each.counts) for each in found.discoms] == [("PUVVNL", found.counts)]


def test_offices_above_those_addressed_stand_in_the_ladder_without_counting(offices: Any) -> None:
    found = read(build.issued_directive(offices=[offices["D1"]]))
    assert found.counts == Counts(1)
    assert set(found.by_code) == {"D1", "C1", "Z1", "HO"}
    zone, division = found.by_code["Z1"], found.by_code["D1"]
    assert (zone.is_addressed, zone.has_below, zone.counts.addressed) == (False, True, 1)
    assert (division.is_addressed, division.has_below) == (True, False)


def test_a_receipt_says_who_did_it_in_which_post(offices: dict[str, Office]) -> None:
    directive = build.issued_directive()
    laddering.step(directive, offices["D1"], OPENED, at=SOON)
    step = read(directive).by_code["D1"].steps[OPENED]
    assert (step.at, step.person.en, step.post.en) == (SOON, "Rakesh (test)", "Executive Engineer")


def test_a_receipt_of_later_is_not_known_yet(offices: dict[str, Office]) -> None:
    directive = build.issued_directive()
    laddering.step(directive, offices["D1"], SERVED, at=SOON)
    assert read(directive, SOON - timedelta(microseconds=1)).counts.served == 0
    assert read(directive, SOON).counts.served == 1


def test_the_tree_is_that_of_the_day_of_issue_in_india(offices: dict[str, Office]) -> None:
    # 23:59 IST of 31 December; the circle stands under the other zone from New Year on.
    directive = build.issued_directive(NEW_YEAR - timedelta(minutes=1))
    after = build.issued_directive(NEW_YEAR)
    Placement.objects.filter(office=offices["C1"]).update(ends_on=NEW_YEAR.date())
    Placement.objects.create(office=offices["C1"], parent=offices["Z2"], starts_on=NEW_YEAR.date())
    assert counts(read(directive))["Z1"].addressed == 3
    assert counts(read(after))["Z1"].addressed == 1
    assert [each.office.code for each in read(after).way(offices["D1"].pk)] == [
        "HO", "Z2", "C1", "D1",
    ]  # fmt: skip


def test_an_office_without_a_place_that_day_stands_at_the_top(offices: dict[str, Office]) -> None:
    Placement.objects.filter(office=offices["D1"]).update(ends_on=date(2022, 1, 1))
    found = read(build.issued_directive(), NEXT_DAY)
    assert found.counts.addressed == 5
    assert {each.office.code for each in found.tops("PUVVNL")} == {"HO", "D1"}
    assert found.by_code["D1"].late_since == DUE
    assert found.by_code["D1"].risen_to is None


def test_an_office_whose_parent_has_no_place_that_day_stands_at_the_top(offices: Any) -> None:
    Placement.objects.filter(office=offices["C1"]).update(ends_on=date(2022, 1, 1))
    found = read(build.issued_directive(offices=[offices["D1"]]))
    assert [each.office.code for each in found.tops("PUVVNL")] == ["D1"]


def test_who_has_not_acknowledged_is_late_from_the_hour_on(offices: dict[str, Office]) -> None:
    directive = build.issued_directive()
    laddering.step(directive, offices["D1"], ACKNOWLEDGED)
    assert late(read(directive, DUE - timedelta(microseconds=1))) == set()
    assert late(read(directive, DUE)) == {"HO", "Z1", "Z2", "C1"}
    assert counts(read(directive, DUE))["C1"].late == 1


def test_it_rises_with_every_time_that_passes_up_to_the_top(offices: dict[str, Office]) -> None:
    directive = build.issued_directive(offices=[offices["D1"], offices["HO"]])

    def risen(hours: int) -> str | None:
        found = read(directive, NEW_YEAR + timedelta(hours=hours)).by_code["D1"].risen_to
        return found.code if found else None

    assert [risen(hours) for hours in (23, 24, 48, 72, 500)] == [None, "C1", "Z1", "HO", "HO"]
    assert read(directive, WEEK).by_code["HO"].risen_to is None


def test_nobody_is_late_with_a_directive_that_has_been_replaced(offices: Any) -> None:
    directive = build.issued_directive()
    after = build.issued_directive(WEEK, order=directive.order, replaces=directive)
    assert late(read(directive, WEEK - timedelta(seconds=1))) != set()
    found = read(directive, WEEK)
    assert late(found) == set()
    assert found.replaced_by is not None
    assert found.replaced_by.number == after.number
    assert read(after, WEEK).replaced_by is None


def test_a_mail_that_did_not_get_through_is_marked_at_its_office(offices: Any) -> None:
    directive = build.issued_directive()
    laddering.mail(directive, offices["D1"], STATUS.failed)
    laddering.mail(directive, offices["C1"], STATUS.sent, bounced_at=NEXT_DAY)
    laddering.mail(directive, offices["HO"], STATUS.failed, bounced_at=NEXT_DAY)
    laddering.mail(directive, offices["Z1"], STATUS.failed, withdrawn_at=SOON)
    laddering.mail(directive, offices["Z2"], STATUS.requeued)

    def marked(at: datetime) -> dict[str, str]:
        return {code: r.mail for code, r in read(directive, at).by_code.items() if r.mail}

    assert marked(SOON) == {"D1": REFUSED, "HO": REFUSED}
    assert marked(NEXT_DAY) == {"D1": REFUSED, "HO": REFUSED, "C1": BOUNCED}
    assert Email.objects.count() == Mail.objects.count() == 5


def test_it_takes_as_many_queries_for_one_office_as_for_many(offices: dict[str, Office]) -> None:
    one = build.issued_directive(offices=[offices["D1"]])
    laddering.many(300)
    lone = build.office("LOST", "division", None)
    laddering.lose(lone)
    every = build.issued_directive()
    for office in Office.objects.all():
        laddering.step(every, office, SERVED)
    assert Addressee.objects.filter(directive=every).count() > 300
    assert Receipt.objects.count() > 300
    for directive, most in ((one, 6), (every, 7)):
        with CaptureQueriesContext(connection) as captured:
            read(directive, WEEK)
        assert len(captured) == most

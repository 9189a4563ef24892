"""The inbox: whose directives are in it, in which order, and what it says of the offices below."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moratorium.models import Addressee, Directive, Office, Person, Placement, Posting, Receipt
from moratorium.operations import receipts
from moratorium.register import inbox
from moratorium.register.inbox import Item

from .. import builders
from ..builders import NEW_YEAR, ist

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LATER = NEW_YEAR + timedelta(hours=1)
OVERDUE = NEW_YEAR + timedelta(hours=24)


@pytest.fixture
def tree(db: None) -> dict[str, Office]:
    builders.served()
    return builders.offices()


def posted(office: Office, username: str = "ramesh", **fields: Any) -> Person:
    person = builders.person(username, "रमेश", "Ramesh")
    builders.posting(person, office, **fields)
    return person


def listed(person: Person, at: datetime = LATER) -> list[str]:
    page = inbox.inbox(person.pk, at)
    assert page is not None
    return [each.ref.number for each in page.items]


def the(person: Person, directive: Directive, at: datetime = LATER) -> Item:
    found = inbox.item(person.pk, directive.slug or "", at)
    assert found is not None
    return found


def addressee(directive: Directive, code: str) -> int:
    return Addressee.objects.get(directive=directive, office__code=code).pk


def replace(directive: Directive, at: datetime = LATER, **fields: Any) -> Directive:
    return builders.issued_directive(at, order=directive.order, replaces=directive, **fields)


class TestReach:
    def test_somebody_at_a_division_has_what_is_addressed_to_it(self, tree: dict) -> None:
        own = builders.issued_directive(offices=[tree["D1"], tree["Z2"]])
        builders.issued_directive(offices=[tree["Z2"]], order=own.order)
        ramesh = posted(tree["D1"])
        assert listed(ramesh) == [own.number]
        assert [each.office.en for each in the(ramesh, own).own] == ["D1"]
        assert the(ramesh, own).below is None

    def test_the_zone_sees_the_divisions_below(self, tree: dict) -> None:
        down = builders.issued_directive(offices=[tree["D1"], tree["C1"]])
        chief = posted(tree["Z1"])
        assert listed(chief) == [down.number]
        found = the(chief, down)
        assert found.own == ()
        assert found.below is not None
        assert (found.below.count, found.below.acknowledged, found.below.late) == (2, 0, 0)
        assert listed(posted(tree["Z2"], "other")) == []

    def test_a_foreign_offices_directive_is_not_there(self, tree: dict) -> None:
        foreign = builders.issued_directive(offices=[tree["Z2"]])
        assert inbox.item(posted(tree["D1"]).pk, foreign.slug, LATER) is None

    def test_a_draft_is_not_there_nor_what_is_issued_later(self, tree: dict) -> None:
        ramesh = posted(tree["D1"])
        draft = builders.directive(offices=[tree["D1"]])
        builders.issued_directive(OVERDUE, offices=[tree["D1"]], order=draft.order)
        assert listed(ramesh) == []

    def test_a_posting_that_ended_yesterday_gives_nothing(self, tree: dict) -> None:
        directive = builders.issued_directive(offices=[tree["D1"]])
        midnight = ist(2023, 1, 2)
        ramesh = posted(tree["D1"], ends_on=midnight.date())
        assert listed(ramesh, midnight - timedelta(seconds=1)) == [directive.number]
        assert listed(ramesh, midnight) == []
        assert inbox.item(ramesh.pk, directive.slug, midnight) is None

    def test_rights_follow_the_tree_of_now(self, tree: dict) -> None:
        directive = builders.issued_directive(offices=[tree["D1"]])
        before, after = posted(tree["Z1"], "before"), posted(tree["Z2"], "after")
        moved = ist(2023, 1, 2)
        Placement.objects.filter(office=tree["C1"]).update(ends_on=moved.date())
        Placement.objects.create(office=tree["C1"], parent=tree["Z2"], starts_on=moved.date())
        assert listed(before, LATER) == listed(after, moved) == [directive.number]
        assert listed(before, moved) == listed(after, LATER) == []

    def test_whoever_is_posted_nowhere_or_closed_has_nothing(self, tree: dict) -> None:
        directive = builders.issued_directive(offices=[tree["D1"]])
        assert listed(builders.rakesh()) == []
        ramesh = posted(tree["D1"])
        Person.objects.filter(pk=ramesh.pk).update(is_active=False)
        assert listed(ramesh) == []
        assert inbox.item(ramesh.pk, directive.slug, LATER) is None

    def test_two_posts_are_two_offices_of_one_directive(self, tree: dict) -> None:
        directive = builders.issued_directive()
        ramesh = posted(tree["D1"])
        builders.posting(ramesh, tree["C1"], starts_on=ist(2022, 1, 1).date())
        found = the(ramesh, directive)
        assert [each.office.en for each in found.own] == ["D1", "C1"]
        assert found.below is None
        assert listed(ramesh) == [directive.number]


class TestOrder:
    def test_unread_then_unacknowledged_by_due_time_then_the_rest(self, tree: dict) -> None:
        ramesh, order, made = posted(tree["D1"]), builders.issued(), {}
        for name, hours, due in (
            ("read-late", 0, 48), ("read-soon", 2, 12), ("unread-late", 1, 72),
            ("unread-soon", 0, 24), ("done-old", 0, 24), ("done-new", 3, 1), ("replaced", 0, 1),
        ):  # fmt: skip
            made[name] = builders.issued_directive(
                NEW_YEAR + timedelta(hours=hours), order=order, due_hours=due, offices=[tree["D1"]]
            )
        at = NEW_YEAR + timedelta(hours=4)
        by_number = {each.number: name for name, each in made.items()}
        for name, each in made.items():
            if name.startswith("read"):
                receipts.open_(addressee(each, "D1"), by=ramesh, at=at)
            if name.startswith("done"):
                self.acknowledge(each, ramesh, at)
        by_number[replace(made["replaced"], at, offices=[tree["Z2"]]).number] = "elsewhere"
        assert [by_number[number] for number in listed(ramesh, at)] == [
            "unread-soon", "unread-late", "read-soon", "read-late", "done-new", "replaced",
            "done-old",
        ]  # fmt: skip
        page = inbox.inbox(ramesh.pk, at)
        assert page is not None
        assert (page.count, page.waiting) == (7, 4)

    def acknowledge(self, directive: Directive, by: Person, at: datetime) -> None:
        key = addressee(directive, "D1")
        receipts.acknowledge(key, sha256=directive.letter.sha256, by=by, at=at)

    def test_it_is_paged(self, tree: dict) -> None:
        ramesh, order = posted(tree["D1"]), builders.issued()
        for _ in range(inbox.A_PAGE + 1):
            builders.issued_directive(order=order, offices=[tree["D1"]])
        first, second = inbox.inbox(ramesh.pk, LATER), inbox.inbox(ramesh.pk, LATER, 2)
        assert first is not None
        assert second is not None
        assert (len(first.items), len(second.items), first.pages) == (inbox.A_PAGE, 1, 2)
        assert not {each.pk for each in first.items} & {each.pk for each in second.items}
        assert inbox.inbox(ramesh.pk, LATER, 3) is None


class TestWhatIsSaid:
    def test_the_steps_of_an_own_office(self, tree: dict) -> None:
        directive = builders.issued_directive()
        ramesh = posted(tree["D1"])
        key = addressee(directive, "D1")
        assert the(ramesh, directive).own[0].is_unread
        receipts.serve([key], by=ramesh, at=LATER)
        assert the(ramesh, directive).own[0].is_unread
        receipts.open_(key, by=ramesh, at=LATER)
        found = the(ramesh, directive)
        assert not found.own[0].is_unread
        assert found.waits
        sha256 = directive.letter.sha256
        receipts.acknowledge(key, sha256=sha256, by=ramesh, at=LATER, remark="ठीक है")
        found = the(ramesh, directive)
        assert not found.waits
        done = found.own[0].acknowledged
        assert done is not None
        assert (done.name.en, done.post.en, done.remark) == (
            "Ramesh (test)", "Executive Engineer", "ठीक है",
        )  # fmt: skip
        assert [each.step for each in found.own[0].steps] == ["served", "opened", "acknowledged"]

    def test_a_replaced_one_waits_no_more_and_names_the_new_one(self, tree: dict) -> None:
        old = builders.issued_directive(offices=[tree["D1"]])
        ramesh = posted(tree["D1"])
        new = replace(old, offices=[tree["Z2"]])
        found = the(ramesh, old, OVERDUE)
        assert found.replaced_by is not None
        assert found.replaced_by.number == new.number
        assert (found.waits, found.is_late, found.replacement_reached) == (False, False, False)
        newest = replace(new, offices=[tree["D1"]])
        assert the(ramesh, newest).waits

    def test_the_replacement_that_is_reached_is_said_to_be(self, tree: dict) -> None:
        old = builders.issued_directive(offices=[tree["D1"]])
        ramesh = posted(tree["D1"])
        replace(old, offices=[tree["D1"]])
        assert the(ramesh, old).replacement_reached

    def test_who_is_late_below_is_named(self, tree: dict) -> None:
        many = [builders.office(f"S{n}", "subdivision", tree["D1"]) for n in range(7)]
        directive = builders.issued_directive(offices=[tree["Z1"], *many])
        chief = posted(tree["Z1"])
        at_s0 = posted(many[0], "s0")
        key = addressee(directive, "S0")
        receipts.serve([key], by=at_s0, at=LATER)
        receipts.acknowledge(key, sha256=directive.letter.sha256, by=at_s0, at=LATER)
        on_time = the(chief, directive).below
        assert on_time is not None
        assert (on_time.count, on_time.acknowledged, on_time.late) == (7, 1, 0)
        assert on_time.late_names == ()
        late = the(chief, directive, OVERDUE).below
        assert late is not None
        assert (late.count, late.acknowledged, late.late, late.unnamed) == (7, 1, 6, 1)
        assert [each.en for each in late.late_names] == ["S1", "S2", "S3", "S4", "S5"]


def test_the_queries_do_not_grow(tree: dict) -> None:
    chief = posted(tree["Z1"])
    order = builders.issued()

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert inbox.inbox(chief.pk, OVERDUE) is not None
        return len(queries)

    def more(offices: list[Office], count: int) -> None:
        for _ in range(count):
            old = builders.issued_directive(order=order, offices=offices)
            replace(old, offices=offices)

    few = [tree["Z1"], tree["D1"]]
    more(few, 1)
    first = asked()
    many = [builders.office(f"S{n}", "subdivision", tree["D1"]) for n in range(20)]
    more(few + many, 6)
    assert asked() == first <= 12


def test_nothing_is_written_by_looking(tree: dict) -> None:
    builders.issued_directive()
    listed(posted(tree["D1"]))
    assert not Receipt.objects.exists()
    assert Posting.objects.count() == 1

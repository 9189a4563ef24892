"""The tree of a day, what a person's postings reach in it, and who holds what."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moratorium.models import Office, Placement
from moratorium.operations import people
from moratorium.register import offices as register
from tests import builders as build
from tests.admin import desk

pytestmark = pytest.mark.django_db

THEN, MOVED, NOW = date(2022, 1, 1), date(2023, 4, 1), date(2025, 1, 1)


@pytest.fixture
def tree() -> dict[str, Office]:
    """A head office, two zones, a circle and a division; the circle moved from Z1 to Z2."""
    made = build.offices()
    Placement.objects.filter(office=made["C1"]).update(ends_on=MOVED)
    Placement.objects.create(office=made["C1"], parent=made["Z2"], starts_on=MOVED)
    return made


def codes(offices: frozenset[int]) -> set[str]:
    return set(Office.objects.filter(pk__in=offices).values_list("code", flat=True))


def way(office: Office, on: date) -> list[str]:
    return [node.code for node in register.path(office.pk, on)]


def test_the_way_down_to_an_office_is_that_of_the_day(tree: dict[str, Office]) -> None:
    assert way(tree["D1"], THEN) == ["HO", "Z1", "C1", "D1"]
    assert way(tree["D1"], NOW) == ["HO", "Z2", "C1", "D1"]
    assert way(tree["D1"], MOVED) == ["HO", "Z2", "C1", "D1"]
    assert way(tree["HO"], NOW) == ["HO"]
    assert way(tree["HO"], build.BEFORE_THAT) == []


def test_a_posting_reaches_what_stands_below_on_the_day(tree: dict[str, Office]) -> None:
    rakesh = build.rakesh()
    build.posting(rakesh, tree["Z1"])
    assert codes(register.reach(rakesh.pk, THEN)) == {"Z1", "C1", "D1"}
    assert codes(register.reach(rakesh.pk, NOW)) == {"Z1"}
    assert register.reach(rakesh.pk, build.BEFORE_THAT) == frozenset()
    assert register.reach(build.asha().pk, NOW) == frozenset()


def test_two_postings_reach_both_until_one_ends(tree: dict[str, Office]) -> None:
    rakesh = build.rakesh()
    build.posting(rakesh, tree["D1"])
    build.posting(rakesh, tree["Z1"], ends_on=NOW)
    assert codes(register.reach(rakesh.pk, THEN)) == {"Z1", "C1", "D1"}
    assert codes(register.reach(rakesh.pk, NOW)) == {"D1"}


def test_a_posting_at_an_office_without_a_place_reaches_that_office(
    tree: dict[str, Office],
) -> None:
    rakesh = build.rakesh()
    Placement.objects.filter(office=tree["D1"]).update(ends_on=MOVED)
    build.posting(rakesh, tree["D1"])
    assert codes(register.reach(rakesh.pk, NOW)) == {"D1"}


def test_a_posting_that_never_held_reaches_nothing(tree: dict[str, Office]) -> None:
    build.posting(build.rakesh(), tree["Z1"], ends_on=build.LONG_AGO)
    assert register.reach(build.rakesh().pk, build.LONG_AGO) == frozenset()


def test_the_holders_are_those_of_the_day(tree: dict[str, Office]) -> None:
    build.posting(build.rakesh(), tree["D1"], ends_on=MOVED)
    build.posting(build.stranger(), tree["D1"], starts_on=MOVED, post_en="In charge")
    [then] = register.holders(tree["D1"].pk, THEN)
    [now] = register.holders(tree["D1"].pk, NOW)
    assert (then.username, then.post.en, then.name.en) == (
        "rakesh", "Executive Engineer", "Rakesh (test)",
    )  # fmt: skip
    assert (now.username, now.post.en) == ("stranger", "In charge")
    assert register.every_holder(NOW) == {tree["D1"].pk: (now,)}


def test_who_has_left_holds_nothing_and_keeps_the_name(tree: dict[str, Office]) -> None:
    rakesh = build.rakesh()
    held = build.posting(rakesh, tree["D1"])
    people.close(rakesh, by=desk.keeper(), at=build.ist(2024, 6, 1))
    assert register.holders(tree["D1"].pk, NOW) == ()
    held.refresh_from_db()
    assert held.person.name.en == "Rakesh (test)"
    assert held.ends_on is None


def test_a_ring_in_the_record_is_not_walked_for_ever(tree: dict[str, Office]) -> None:
    Placement.objects.filter(office=tree["HO"]).update(parent=tree["D1"])
    build.posting(build.rakesh(), tree["Z2"])
    assert codes(register.reach(build.rakesh().pk, NOW)) == set(tree)
    assert set(way(tree["D1"], NOW)) == {"HO", "Z2", "C1", "D1"}


def test_the_number_of_queries_does_not_grow_with_the_offices(tree: dict[str, Office]) -> None:
    build.posting(build.rakesh(), tree["HO"])

    def queries() -> list[int]:
        asked = (
            lambda: register.tree(NOW), lambda: register.path(tree["D1"].pk, NOW),
            lambda: register.reach(build.rakesh().pk, NOW),
            lambda: register.holders(tree["HO"].pk, NOW), lambda: register.every_holder(NOW),
        )  # fmt: skip
        counts = []
        for ask in asked:
            with CaptureQueriesContext(connection) as caught:
                ask()
            counts.append(len(caught))
        return counts

    few = queries()
    for number in range(40):
        office = build.office(f"S{number}", "substation", tree["D1"])
        build.posting(build.stranger(), office)
    assert queries() == few
    assert len(register.reach(build.rakesh().pk, NOW)) == 45

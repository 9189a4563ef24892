"""What the chart of offices may not say, and what a plan would change."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from moratorium.rules import office_faults, office_plan
from moratorium.rules.offices import LEVELS, Chart, Place

from .charts import SINCE, chart, faults, office, place, posting

pytestmark = pytest.mark.plain

LATER, LATEST = date(2022, 4, 1), date(2024, 4, 1)


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        (office("no spaces", "zone"), "code", "English letters"),
        (office("क", "zone"), "code", "English letters"),
        (office("A" * 41, "zone"), "code", "at most 40"),
        (office("A", "zone", "NOBODY"), "discom", "No such discom"),
        (office("A", "province"), "level", "no such level"),
        (replace(office("A", "zone"), name_hi=""), "name_hi", "empty"),
        (replace(office("A", "zone"), name_en="x" * 121), "name_en", "120"),
        (replace(office("A", "zone"), name_en="Zone \u202e1"), "name_en", "U+202E"),
        (replace(office("A", "zone"), name_hi="क्षेत्र\x07"), "name_hi", "U+0007"),
        (office("A", "zone", email="nobody"), "email", "not an e-mail"),
        (office("A", "zone", email="a@b.in\nBcc: c@d.in"), "email", "not an e-mail"),
        (place("NONE", "Z"), "office", "No such office"),
        (place("D", "NONE", LATER), "parent", "No such office"),
        (place("D", "C1", SINCE, date(2019, 1, 1)), "ends_on", "before the start"),
        (place("D", "C1", date(1999, 12, 31), SINCE), "starts_on", "2000"),
        (place("D", "C2", LATER), "starts_on", "another place from 1 April 2020"),
        (posting("nobody", "D"), "person", "no such user"),
        (posting("chief", "D"), "person", "technical"),
        (posting("sita", "D"), "person", "their own"),
        (posting("asha", "NONE"), "office", "No such office"),
        (replace(posting("asha", "D"), post_hi=""), "post_hi", "empty"),
        (posting("rakesh", "D", LATER), "starts_on", "another posting at this office"),
    ],
)
def test_a_row_that_cannot_be(row: Any, field: str, words: str) -> None:
    found = faults([row])
    assert [name for name, _why in found] == [field]
    assert words in found[0][1]


@pytest.mark.parametrize(
    "row",
    [
        office("PU/01-2.a_B", "zone"),
        replace(office("A", "zone"), name_hi="क्\u200dषेत्र", name_en="=A1+1"),
        place("D", "C1", SINCE, SINCE),
        place("D", "C1", SINCE, LATER),
        posting("rakesh", "C1"),
        posting("asha", "D"),
        posting("rakesh", "D", date(2019, 1, 1), SINCE),
        posting("rakesh", "D", LATER, LATER),
    ],
)
def test_a_row_that_can_be(row: Any) -> None:
    assert faults([row]) == []


# Who may stand under whom


@pytest.mark.parametrize(
    ("code", "parent", "words"),
    [
        ("C1", "C2", "not above"),
        ("C1", "D", "under itself"),
        ("HO", "M", "not of the same discom"),
        ("C2", "M", "not of the same discom"),
        ("C2", "C2", "under itself"),
    ],
)
def test_who_stands_above_is_of_a_higher_level_and_the_same_discom(
    code: str, parent: str, words: str
) -> None:
    [(field, why), *_rest] = faults([place(code, parent)])
    assert field == "parent"
    assert words in why


def test_every_level_stands_under_each_higher_one_and_no_other() -> None:
    levels = list(LEVELS)
    for level in levels:
        for above in levels:
            rows = [office("A", level), office("B", above), place("A", "B", LATER)]
            assert (faults(rows) == []) == (levels.index(above) < levels.index(level)), (
                level,
                above,
            )


def test_an_office_that_changes_its_level_must_still_fit() -> None:
    assert faults([office("D", "subdivision")]) == []
    assert faults([office("C1", "division")]) == [
        ("level", "The level of C1 (division) is not above that of D (division).")
    ]
    assert [field for field, _ in faults([office("C1", "circle", "MVVNL")])] == ["level", "level"]


# Under itself through others


def test_no_office_comes_to_stand_under_itself_through_others() -> None:
    moved = [place("C2", "D"), place("Z", "C2"), place("HO", "")]
    words = [why for _field, why in faults(moved)]
    ring = "on 1 April 2020: C2 → D → C1 → Z → C2"
    assert any(ring in why for why in words)


def test_a_ring_of_places_that_never_hold_on_one_day_is_none() -> None:
    """The levels would forbid the places below; only the ring is asked about here."""
    upper, lower = Place("A", "B", SINCE, LATER), Place("B", "A", LATER, LATEST)
    rows = {Place: {row.key: row for row in (upper, lower)}}
    assert office_faults._ring(Chart(frozenset(), {}, rows), upper) is None
    touching = replace(lower, starts_on=date(2022, 3, 31))
    rows = {Place: {row.key: row for row in (upper, touching)}}
    found = office_faults._ring(Chart(frozenset(), {}, rows), upper)
    assert found == (["A", "B", "A"], date(2022, 3, 31))


def test_a_ring_elsewhere_is_not_walked_for_ever() -> None:
    ring = [Place("A", "B", SINCE), Place("B", "A", SINCE), Place("C", "A", SINCE)]
    rows = {Place: {row.key: row for row in ring}}
    assert office_faults._ring(Chart(frozenset(), {}, rows), ring[2]) is None


# What a plan says


def test_a_plan_counts_what_is_new_changed_ended_and_the_same() -> None:
    stated = [
        office("A", "zone"), office("D", "division"), place("D", "C1", SINCE, LATER),
        place("D", "C2", LATER), place("C2", "HO"), place("C1", "Z"),
    ]  # fmt: skip
    plan = office_plan.plan(chart(), stated)
    assert plan.faults == ()
    assert (plan.added, plan.corrected, plan.ended, plan.unchanged) == (2, 1, 1, 2)
    assert [change.fields for change in plan.changes if change.old] == [("ends_on",), ("parent",)]


def test_a_move_is_an_end_and_a_beginning_on_the_same_day() -> None:
    assert faults([place("D", "C1", SINCE, LATER), place("D", "C2", LATER)]) == []
    assert faults([place("D", "C2", LATER)]) != []


def test_ones_own_posting_is_left_alone_by_a_file_that_repeats_it() -> None:
    own = posting("sita", "C2")
    assert faults([own], [own]) == []
    assert faults([replace(own, ends_on=LATER)], [own]) != []


def test_children_may_stand_before_their_parents() -> None:
    rows = [posting("asha", "S"), place("S", "U"), office("S", "substation"), place("U", "D"),
            office("U", "subdivision")]  # fmt: skip
    assert faults(rows) == []

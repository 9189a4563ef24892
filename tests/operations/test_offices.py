"""Offices, places and postings by hand and by file: each one act, all of it or nothing."""

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from moratorium.models import Entry, Office, Person, Placement, Posting
from moratorium.operations import offices, people
from moratorium.operations.offices import OfficeRefused
from moratorium.rules import office_files
from moratorium.rules import offices as rules
from moratorium.rules.office_files import BadFile
from tests import builders as build
from tests.admin import desk
from tests.rules.charts import SINCE, place, posting

from .contents import LATER, NOW, everything, refused

pytestmark = pytest.mark.django_db

MOVED = date(2024, 4, 1)
KINDS = ("offices", "places", "postings")


def office(code: str, level: str, **fields: str) -> rules.Office:
    return rules.Office(code, "PUVVNL", level, f"कार्यालय {code}", code, **fields)


def take(kind: str, *rows: Any, at: Any = NOW, by: Person | None = None) -> Any:
    """A file of these rows, read and imported by the keeper."""
    content, by = office_files.write(kind, rows, "en"), by or desk.keeper()
    _sheet, plan = offices.preview(content, by)
    return offices.take(content, seen=offices.digest(plan), by=by, at=at)


def keep(code: str, *rows: Any, level: str = "division", **fields: Any) -> Office:
    on_record = Office.objects.filter(code=code).first()
    return offices.keep(on_record, office(code, level, **fields), rows, by=desk.keeper(), at=NOW)


@pytest.fixture
def tree() -> dict[str, Office]:
    build.rakesh(), build.asha()
    return build.offices()


def acts() -> list[tuple[str, str, str]]:
    return list(Entry.objects.order_by("seq").values_list("act", "subject", "by"))


# By hand


def test_an_office_is_put_on_record_with_its_place_and_postings(tree: dict[str, Office]) -> None:
    made = keep("D2", place("D2", "C1"), posting("rakesh", "D2"), email="d2@example.in")
    assert (made.name_hi, made.level, made.email) == ("कार्यालय D2", "division", "d2@example.in")
    assert made.placements.get().parent == tree["C1"]
    assert made.postings.get().person == build.rakesh()
    [entry] = Entry.objects.all()
    assert (entry.act, entry.subject, entry.by, entry.public) == (
        "office.recorded", "D2", "sita", False,
    )  # fmt: skip
    assert [change["noun"] for change in entry.detail["changes"]] == ["office", "place", "posting"]


def test_one_saving_is_one_act_that_says_what_was_and_is(tree: dict[str, Office]) -> None:
    keep("D1", replace(place("D1", "C1", build.LONG_AGO), ends_on=MOVED), place("D1", "Z2", MOVED))
    assert Placement.objects.get(office=tree["D1"], ends_on=None).parent == tree["Z2"]
    [entry] = Entry.objects.all()
    assert entry.act == "office.changed"
    fields = {tuple(c["key"]): c["fields"] for c in entry.detail["changes"] if c["noun"] == "place"}
    assert fields["D1", "2020-01-01"] == {"ends_on": [None, "2024-04-01"]}
    assert fields["D1", "2024-04-01"]["parent"] == [None, "Z2"]


def test_saying_the_same_is_no_act(tree: dict[str, Office]) -> None:
    before = everything()
    offices.keep(
        tree["D1"], office("D1", "division"), [place("D1", "C1", build.LONG_AGO)],
        by=desk.keeper(), at=NOW,
    )  # fmt: skip
    assert everything() == before


def test_a_code_is_given_once(tree: dict[str, Office]) -> None:
    desk.keeper()
    with refused("taken"):
        offices.keep(None, office("D1", "zone"), by=desk.keeper(), at=NOW)


def test_no_office_comes_to_stand_under_itself(tree: dict[str, Office]) -> None:
    desk.keeper()
    with refused("office_fault"):
        keep("Z1", place("Z1", "D1", build.LONG_AGO), level="zone")


def test_all_faults_are_named_and_nothing_is_half_written(tree: dict[str, Office]) -> None:
    desk.keeper()
    before = everything()
    with pytest.raises(OfficeRefused) as caught:
        keep("D2", place("D2", "D1"), posting("rakesh", "D2"), posting("nobody", "D2"))
    assert [fault.field for fault in caught.value.faults] == ["parent", "person"]
    assert everything() == before


def test_nobody_posts_themselves(tree: dict[str, Office]) -> None:
    desk.keeper()
    with refused("office_fault"):
        keep("D1", posting("sita", "D1"))


@pytest.mark.parametrize("who", [build.asha, build.vikram, desk.auditor, build.rakesh, desk.chief])
def test_only_the_keeper_changes_offices(who: Any, tree: dict[str, Office]) -> None:
    somebody = who()
    with refused("role"):
        offices.keep(None, office("X", "zone"), by=somebody, at=NOW)
    with refused("role"):
        take("offices", office("X", "zone"), by=somebody)


# By file


def test_an_import_is_one_act_with_its_counts_and_the_digest_of_the_file(
    tree: dict[str, Office],
) -> None:
    rows = [posting("rakesh", "D1"), posting("asha", "D1"), posting("rakesh", "C1")]
    plan = take("postings", *rows)
    assert (plan.added, plan.unchanged) == (3, 0)
    assert Posting.objects.count() == 3
    [entry] = Entry.objects.all()
    digest = hashlib.sha256(office_files.write("postings", rows, "en")).hexdigest()
    assert (entry.act, entry.by, entry.public) == ("postings.imported", "sita", False)
    assert entry.detail == {
        "kind": "postings", "sha256": digest, "added": 3, "changed": 0, "ended": 0, "unchanged": 0,
    }  # fmt: skip


def test_the_same_file_again_changes_nothing_and_is_no_act(tree: dict[str, Office]) -> None:
    take("postings", posting("rakesh", "D1"))
    before = everything()
    plan = take("postings", posting("rakesh", "D1"), at=LATER)
    assert (plan.changes, plan.unchanged) == ((), 1)
    assert everything() == before


def test_rows_may_stand_in_any_order(tree: dict[str, Office]) -> None:
    take("offices", office("S", "substation"), office("U", "subdivision"))
    take("places", place("S", "U"), place("U", "D1"))
    assert Placement.objects.get(office__code="S").parent.code == "U"


def test_a_place_moves_and_a_posting_ends_by_their_files(tree: dict[str, Office]) -> None:
    build.posting(build.rakesh(), tree["D1"])
    moved = replace(place("D1", "C1", build.LONG_AGO), ends_on=MOVED)
    plan = take("places", place("D1", "Z2", MOVED), moved)
    assert (plan.added, plan.ended) == (1, 1)
    ended = replace(posting("rakesh", "D1", build.LONG_AGO), ends_on=MOVED)
    take("postings", ended, posting("rakesh", "D1", MOVED))
    assert list(Posting.objects.order_by("starts_on").values_list("ends_on", flat=True)) == [
        MOVED, None,
    ]  # fmt: skip


def test_a_move_that_was_a_mistake_is_taken_back(tree: dict[str, Office]) -> None:
    first = place("D1", "C1", build.LONG_AGO)
    take("places", replace(first, ends_on=MOVED), place("D1", "Z2", MOVED))
    plan = take("places", first, place("D1", "Z2", MOVED, MOVED), at=LATER)
    assert plan.faults == ()
    assert [
        (each.parent.code, each.ends_on) for each in tree["D1"].placements.order_by("starts_on")
    ] == [("C1", None), ("Z2", MOVED)]


def test_one_bad_row_of_many_and_nothing_is_written(tree: dict[str, Office]) -> None:
    desk.keeper()
    with refused("import_faults"):
        take("postings", posting("rakesh", "D1"), posting("asha", "C1"), posting("x", "D1"))


def test_what_was_read_is_what_is_imported(tree: dict[str, Office]) -> None:
    by = desk.keeper()
    content = office_files.write("postings", [posting("rakesh", "D1")], "en")
    _sheet, plan = offices.preview(content, by)
    seen = offices.digest(plan)
    build.posting(build.rakesh(), tree["D1"], starts_on=SINCE, post_en="In charge")
    with refused("import_changed"):
        offices.take(content, seen=seen, by=by, at=NOW)
    _sheet, plan = offices.preview(content, by)
    assert [change.fields for change in plan.changes] == [("post_en",)]
    offices.take(content, seen=offices.digest(plan), by=by, at=NOW)
    assert Posting.objects.get().post_en == "Executive Engineer"


def test_what_cannot_be_read_is_refused(tree: dict[str, Office]) -> None:
    before = everything()
    with pytest.raises(BadFile):
        offices.take(b"\0", seen="", by=desk.keeper(), at=NOW)
    assert everything() == before


def test_what_is_exported_changes_nothing_when_imported(tree: dict[str, Office]) -> None:
    Office.objects.filter(code="Z1").update(name_en="=A1+1", name_hi="'@क", email="z1@example.in")
    build.posting(build.rakesh(), tree["D1"], ends_on=MOVED)
    build.posting(build.asha(), tree["D1"])
    people.close(build.asha(), by=desk.keeper(), at=NOW)
    for kind in KINDS:
        rows = offices.all_of(office_files.KINDS[kind])
        assert rows
        plan = take(kind, *rows, at=LATER)
        assert (plan.changes, plan.unchanged) == ((), len(rows))


def test_the_posting_of_somebody_who_left_can_still_be_ended(tree: dict[str, Office]) -> None:
    held = build.posting(build.rakesh(), tree["D1"])
    people.close(build.rakesh(), by=desk.keeper(), at=NOW)
    plan = take("postings", posting("rakesh", "D1", build.LONG_AGO, MOVED), at=LATER)
    assert plan.ended == 1
    held.refresh_from_db()
    assert (held.ends_on, held.person.name_en) == (MOVED, "Rakesh (test)")


@pytest.mark.parametrize("demonstration", [True, False])
def test_what_a_demonstration_keeper_enters_is_marked(demonstration: bool) -> None:
    build.discom()
    by = desk.keeper()
    by.demonstration = demonstration
    take("offices", office("X", "zone"), by=by)
    assert Office.objects.get().demonstration is demonstration

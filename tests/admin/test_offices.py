"""Offices on the desk, by hand: their places and postings; and who may not."""

from datetime import date
from typing import Any

import pytest

from moratorium.models import Entry, Office, Placement, Posting
from moratorium.operations import people
from tests import builders as build

from . import desk
from .desk import PREFIXES, page

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("prefix", PREFIXES)


def rows(name: str, *typed: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    """What a form says of rows of one kind; the first `initial` are on record."""
    data = {f"{name}-TOTAL_FORMS": len(typed), f"{name}-INITIAL_FORMS": initial}
    for index, row in enumerate(typed):
        data |= {f"{name}-{index}-{field}": value for field, value in row.items()}
    return data


def typed_office(**fields: Any) -> dict[str, Any]:
    given = {
        "code": "D2",
        "discom": "PUVVNL",
        "level": "division",
        "name_hi": "खण्ड",
        "name_en": "Division",
    }
    return {**given, **rows("placements"), **rows("postings"), **fields}  # fmt: skip


def place(**fields: Any) -> dict[str, Any]:
    return {"parent": "C1", "starts_on": "2023-04-01", "ends_on": ""} | fields


def post(**fields: Any) -> dict[str, Any]:
    given = {"person": "rakesh", "post_hi": "अधिशासी अभियन्ता", "post_en": "Executive Engineer"}
    return given | {"starts_on": "2023-04-01", "ends_on": ""} | fields


def kept(office: Office) -> dict[str, Any]:
    """An office's rows as its form gives them back."""
    places = [
        {
            "id": p.pk,
            "office": office.pk,
            "parent": p.parent.code if p.parent else "",
            "ends_on": p.ends_on or "",
        }
        for p in office.placements.order_by("starts_on")
    ]
    postings = [
        {"id": p.pk, "office": office.pk, "post_hi": p.post_hi, "post_en": p.post_en, "ends_on": p.ends_on or ""}
        for p in office.postings.order_by("starts_on")
    ]  # fmt: skip
    return rows("placements", *places, initial=len(places)) | rows(
        "postings", *postings, initial=len(postings)
    )


@pytest.fixture
def tree() -> dict[str, Office]:
    build.rakesh()
    return build.offices()


@both
def test_an_office_is_put_on_record_with_its_place_and_postings(
    prefix: str, tree: dict[str, Office]
) -> None:
    typed = typed_office() | rows("placements", place()) | rows("postings", post())
    response = desk.of(desk.keeper()).post(page(prefix, "office", "add"), typed)
    made = Office.objects.get(code="D2")
    assert response.headers["Location"] == page(prefix, "office", made.pk, "change")
    assert made.placements.get().parent == tree["C1"]
    assert made.postings.get().person == build.rakesh()
    assert list(Entry.objects.values_list("act", "subject")) == [("office.recorded", "D2")]


@both
def test_the_page_says_where_the_office_stands_and_who_is_and_was_posted(
    prefix: str, tree: dict[str, Office]
) -> None:
    build.posting(build.rakesh(), tree["D1"], ends_on=date(2021, 1, 1))
    build.posting(build.asha(), tree["D1"])
    for person in (desk.keeper(), desk.auditor()):
        shown = desk.text(desk.of(person).get(page(prefix, "office", tree["D1"].pk, "change")))
        way = "HO › Z1 › C1 › D1" if prefix else "कार्यालय HO › कार्यालय Z1"
        words = ("ended: from 1 January 2020", "Asha (test)") if prefix else ("समाप्त: 1 जनवरी 2020 से", "आशा (परीक्षण)")  # fmt: skip
        assert all(each in shown for each in (way, *words))


def test_saving_what_is_there_changes_nothing(tree: dict[str, Office]) -> None:
    build.posting(build.rakesh(), tree["D1"])
    keeper = desk.keeper()
    before = desk.everything()
    typed = typed_office(name_hi="कार्यालय D1", name_en="D1") | kept(tree["D1"])
    path = page("", "office", tree["D1"].pk, "change")
    assert desk.of(keeper).post(path, typed).status_code == 302
    assert desk.everything() == before


def test_a_posting_ends_and_another_begins_in_one_act(tree: dict[str, Office]) -> None:
    build.posting(build.rakesh(), tree["D1"])
    build.asha()
    typed = typed_office(name_hi="कार्यालय D1", name_en="D1") | kept(tree["D1"])
    typed |= {"postings-TOTAL_FORMS": 2, "postings-0-ends_on": "2024-04-01"}
    new = post(person="asha", starts_on="2024-04-01")
    typed |= {f"postings-1-{name}": value for name, value in new.items()}
    path = page("", "office", tree["D1"].pk, "change")
    assert desk.of(desk.keeper()).post(path, typed).status_code == 302
    held = list(Posting.objects.order_by("starts_on").values_list("person__username", "ends_on"))
    assert held == [("rakesh", date(2024, 4, 1)), ("asha", None)]
    assert Entry.objects.get().act == "office.changed"


@both
@pytest.mark.parametrize(
    ("places", "postings", "hindi", "english"),
    [
        ([place(ends_on="2023-03-01")], [], "प्रारंभ से पहले", "must not be before the start"),
        ([place(), place(starts_on="2024-04-01")], [], "अवधि टकराती है", "overlap"),
        ([place(), place()], [], "अवधि टकराती है", "overlap"),
        ([place(parent="D2")], [], "स्वयं के अधीन", "under itself"),
        ([place(parent="D1")], [], "ऊँचा नहीं", "not above"),
        ([place(parent="NONE")], [], "कोई कार्यालय दर्ज नहीं", "No such office"),
        ([place(starts_on="")], [], "अनिवार्य", "required"),
        ([], [post(person="nobody")], "कोई लॉगिन नाम नहीं", "no such user"),
        ([], [post(person="sita")], "स्वयं की तैनाती", "their own"),
        ([], [post(post_hi="क\u202eख")], "U+202E", "U+202E"),
        ([], [post(), post(starts_on="2024-04-01")], "दूसरी तैनाती", "another posting"),
    ],
)
def test_a_row_that_cannot_be_is_refused_at_its_field(
    prefix: str, tree: dict[str, Office], places: list[Any], postings: list[Any], hindi: str, english: str
) -> None:  # fmt: skip
    client = desk.of(desk.keeper())
    before = desk.everything()
    typed = typed_office(name_en="Kept as typed") | rows("placements", *places)
    response = client.post(page(prefix, "office", "add"), typed | rows("postings", *postings))
    assert response.status_code == 200
    said = desk.text(response)
    assert (english if prefix else hindi) in said
    assert (
        "errorlist" in said.split('id="placements-group"' if places else 'id="postings-group"')[1]
    )
    assert 'value="Kept as typed"' in said
    assert desk.everything() == before


@both
def test_a_code_that_is_taken_is_refused(prefix: str, tree: dict[str, Office]) -> None:
    client = desk.of(desk.keeper())
    before = desk.everything()
    response = client.post(page(prefix, "office", "add"), typed_office(code="D1"))
    assert ("already on record" if prefix else "पहले से अभिलेख में") in desk.text(response)
    assert desk.everything() == before


def test_no_office_comes_to_stand_under_itself_by_a_change(tree: dict[str, Office]) -> None:
    typed = typed_office(level="zone", name_hi="कार्यालय Z1", name_en="Z1") | kept(tree["Z1"])
    typed["placements-0-parent"] = "D1"
    client = desk.of(desk.keeper())
    response = client.post(page("/en", "office", tree["Z1"].pk, "change"), typed)
    assert "under itself on 1 January 2020: Z1 → D1 → C1 → Z1" in desk.text(response)
    assert Placement.objects.get(office=tree["Z1"]).parent == tree["HO"]


# Lists


@both
def test_offices_without_anybody_or_without_an_address_are_found(
    prefix: str, tree: dict[str, Office]
) -> None:
    Office.objects.exclude(code="Z2").update(email="office@example.in")
    build.posting(build.rakesh(), tree["D1"])
    build.posting(build.asha(), tree["C1"], ends_on=date(2021, 1, 1))
    build.posting(build.stranger(), tree["HO"])
    people.close(build.stranger(), by=desk.keeper(), at=build.ist(2024, 6, 1))
    client = desk.of(desk.keeper())

    def found(query: str) -> set[str]:
        shown = client.get(page(prefix, "office") + query)
        return {each.code for each in shown.context_data["cl"].result_list}

    assert found("?posted=nobody") == {"HO", "Z1", "Z2", "C1"}
    assert found("?posted=somebody") == {"D1"}
    assert found("?reachable=no") == {"Z2"}
    assert found("?reachable=yes") == {"HO", "Z1", "C1", "D1"}
    kesco = build.discom("KESCO")
    assert found("?discom=PUVVNL") == {"HO", "Z1", "Z2", "C1", "D1"}
    assert found("?discom=KESCO") == set()
    named = desk.text(client.get(page(prefix, "office")))
    assert f">{kesco.short['en' if prefix else 'hi']}</a>" in named


def test_the_list_costs_the_same_however_many_offices(
    tree: dict[str, Office], django_assert_max_num_queries: Any
) -> None:
    client = desk.of(desk.keeper())
    for number in range(30):
        build.posting(build.rakesh(), build.office(f"S{number}", "substation", tree["D1"]))
    with django_assert_max_num_queries(14):
        client.get(page("", "office"))


# People


@both
def test_the_page_of_a_person_lists_postings_and_a_closed_account_keeps_its_name(
    prefix: str, tree: dict[str, Office]
) -> None:
    rakesh = build.rakesh()
    build.posting(rakesh, tree["D1"], ends_on=date(2021, 1, 1))
    build.posting(rakesh, tree["C1"])
    people.close(rakesh, by=desk.keeper(), at=build.ist(2024, 6, 1))
    client = desk.of(desk.keeper())
    shown = desk.text(client.get(page(prefix, "person", rakesh.pk, "change")))
    assert "(D1)" in shown
    assert "(C1)" in shown
    at_office = desk.text(client.get(page(prefix, "office", tree["C1"].pk, "change")))
    assert ("Rakesh (test)" if prefix else "राकेश (परीक्षण)") in at_office
    assert ("account closed" if prefix else "खाता बंद") in at_office


# Who may not


def test_only_the_keeper_changes_and_the_auditor_looks(tree: dict[str, Office]) -> None:
    desk.keeper()
    typed = typed_office() | rows("placements", place())
    path = page("", "office", tree["D1"].pk, "change")
    for person in (desk.auditor(), desk.chief()):
        before = desk.everything()
        client = desk.of(person)
        assert client.get(path).status_code == 200
        assert client.post(path, typed).status_code == 403
        assert client.post(page("", "office", "add"), typed).status_code == 403
        assert desk.everything() == before
    for person in (build.asha(), build.vikram()):
        assert desk.of(person).get(path).status_code == 403
    for outsider in (*desk.outsiders(), None):
        assert "/login/" in desk.of(outsider).get(path).headers["Location"]

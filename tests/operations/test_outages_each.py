"""An outage for all discoms recorded as one for each: scope kept whole, all of it or nothing."""

from datetime import date
from typing import Any

import pytest

from moratorium.models import Discom, Entry, Outage, ServiceArea
from moratorium.operations import outages, reference
from moratorium.rules import wording
from tests import builders as build

from .contents import NOW, STARTS, outage_content, refused

pytestmark = pytest.mark.django_db

STATE = ["PUVVNL", "MVVNL", "PVVNL", "DVVNL", "KESCO"]


@pytest.fixture(autouse=True)
def supplied() -> None:
    reference.load()


def each(**fields: Any) -> list[Outage]:
    return outages.record_each(outage_content(**fields), by=build.asha(), at=NOW)


def districts(*slugs: str) -> tuple[Any, ...]:
    return tuple(build.district(slug) for slug in slugs)


def scopes(made: list[Outage]) -> list[tuple[str | None, list[str]]]:
    return [(o.discom_id, sorted(d.slug for d in o.districts.all())) for o in made]


@pytest.mark.parametrize("area", ["any", "urban", "rural"])
def test_one_for_each_discom_of_the_corporation(area: str) -> None:
    source = {"title": "ETV", "date": "2026-01-05", "url": ""}
    made = each(area=area, services=("payment", "counters"), sources=(source,), announced_at=NOW)
    assert scopes(made) == [(code, []) for code in STATE]
    assert [o.ref for o in made] == [f"BO/2025-26/{n:04d}" for n in range(1, 6)]
    assert made[0].title_hi == "सर्वर उन्नयन, पूर्वांचल"
    assert made[0].title_en == "Server upgrade, Purvanchal"
    for outage in made:
        assert (outage.starts_at, outage.area, outage.announced_at) == (STARTS, area, NOW)
        assert (outage.services, outage.sources) == (["payment", "counters"], [source])
        assert outage.recorded_by == build.asha()


def test_each_has_one_journal_entry_at_one_moment() -> None:
    made = each()
    entries = Entry.objects.order_by("seq")
    assert [(e.act, e.subject, e.public) for e in entries] == [
        ("outage.recorded", outage.ref, True) for outage in made
    ]
    assert len({e.recorded_at for e in entries}) == 1


def test_districts_go_to_whoever_serves_them_and_none_is_lost() -> None:
    named = districts("varanasi", "kanpur-nagar", "lucknow")
    assert scopes(each(districts=named)) == [
        ("PUVVNL", ["varanasi"]), ("MVVNL", ["lucknow"]), ("DVVNL", ["kanpur-nagar"]),
        ("KESCO", ["kanpur-nagar"]),
    ]  # fmt: skip


@pytest.mark.parametrize(("area", "code"), [("urban", "KESCO"), ("rural", "DVVNL")])
def test_a_district_of_two_discoms_goes_to_the_one_of_the_area(area: str, code: str) -> None:
    ServiceArea.objects.filter(district="kanpur-nagar").delete()
    for discom, served in (("KESCO", "urban"), ("DVVNL", "rural")):
        ServiceArea.objects.create(district_id="kanpur-nagar", discom_id=discom, area=served)
    assert scopes(each(area=area, districts=districts("kanpur-nagar"))) == [
        (code, ["kanpur-nagar"])
    ]


def test_a_district_that_nobody_serves_in_the_area_is_not_dropped_in_silence() -> None:
    ServiceArea.objects.filter(district="varanasi", area="urban").delete()
    with refused("district_not_served"):
        each(area="urban", districts=districts("lucknow", "varanasi"))


def test_a_district_that_no_discom_of_the_corporation_serves_is_refused() -> None:
    ServiceArea.objects.filter(district="varanasi").update(discom="NPCL")
    with refused("district_not_served"):
        each(districts=districts("varanasi"))


def test_a_discom_that_has_ended_by_then_is_left_out() -> None:
    Discom.objects.filter(code="KESCO").update(ended_on=date(2026, 1, 6))
    assert [o.discom_id for o in each()] == STATE[:4]
    Discom.objects.filter(code="KESCO").update(ended_on=date(2026, 1, 7))
    assert [o.discom_id for o in each()] == STATE


def test_without_any_discom_nothing_is_recorded() -> None:
    Discom.objects.filter(kind="state").update(ended_on=date(2025, 1, 1))
    with refused("no_discom"):
        each()


def test_one_discom_has_one_outage_and_its_title_stays() -> None:
    (outage,) = each(discom=build.discom("MVVNL"))
    assert (outage.discom_id, outage.title_en) == ("MVVNL", "Server upgrade")


@pytest.mark.parametrize(("language", "longest"), [("hi", "पश्चिमांचल"), ("en", "Pashchimanchal")])
def test_a_title_that_does_not_fit_is_refused_for_all_of_them(language: str, longest: str) -> None:
    """Four of the five would fit; none of them is written."""
    room = wording.MAX_TITLE - len(f", {longest}")
    letter = {"hi": "क", "en": "x"}[language]
    titles = {f"title_{language}": letter * (room + 1)}
    with refused("title_long") as caught:
        each(**titles)
    assert caught.value.field == f"title_{language}"
    made = each(**{f"title_{language}": letter * room})
    assert max(len(o.title[language]) for o in made) == wording.MAX_TITLE


def test_a_single_title_has_its_limit_too() -> None:
    with refused("title_long"):
        outages.record(outage_content(title_en="x" * 301), by=build.asha(), at=NOW)


def test_what_is_wrong_with_one_is_wrong_with_each() -> None:
    with refused("end_not_after_start"):
        each(expected_end=STARTS)


@pytest.mark.parametrize("who", ["vikram", "rakesh", "stranger"])
def test_who_may_not_record_them(who: str) -> None:
    with refused("role"):
        outages.record_each(outage_content(), by=getattr(build, who)(), at=NOW)

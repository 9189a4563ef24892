"""Orders drafted from outages: scope carried exactly, one entry an act, nothing half-written."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from moratorium.models import Discom, Entry, Order, Outage
from moratorium.operations import orders, outages, reference, shields
from moratorium.operations.orders import LineContent
from moratorium.rules import wording
from moratorium.rules.lifecycle import DRAFT, SUBMITTED
from tests import builders as build

from .contents import (
    ENDS,
    NOW,
    STARTS,
    amendment,
    approved,
    drafted,
    handed_over,
    issued,
    outage_content,
    recorded,
    refused,
)

pytestmark = pytest.mark.django_db

AFTER = STARTS + timedelta(hours=30)
LONGER = ENDS + timedelta(days=2)
SOURCE = {"title": "ETV", "date": "2026-01-05", "url": ""}


@pytest.fixture(autouse=True)
def supplied() -> None:
    reference.load()


def shielded(*made: Outage, **fields: Any) -> Order:
    return shields.shield(made, by=build.asha(), at=NOW, **fields)


def lines(order: Order) -> tuple[LineContent, ...]:
    return orders.content_of(order).lines


def each() -> list[Outage]:
    return outages.record_each(outage_content(), by=build.asha(), at=NOW)


def prolonged(outage: Outage, until: datetime = LONGER) -> Outage:
    return outages.prolong(outage, expected_end=until, by=build.asha(), at=NOW)


# Shield


@pytest.mark.parametrize("area", ["any", "urban", "rural"])
@pytest.mark.parametrize("code", [None, "PUVVNL", "MVVNL", "PVVNL", "DVVNL", "KESCO", "NPCL"])
def test_a_line_says_what_the_outage_says(code: str | None, area: str) -> None:
    discom = Discom.objects.get(pk=code) if code else None
    slugs = sorted(reference.serves()[code or "*"])[:2]
    for chosen in ((), tuple(build.district(slug) for slug in slugs)):
        outage = recorded(discom=discom, area=area, districts=chosen)
        order = shielded(outage)
        (line,) = lines(order)
        assert line == LineContent(
            starts_at=STARTS, discom=discom, districts=chosen, area=area, ends_at=ENDS,
            until_restored=outage, grace_hours=0,
        )  # fmt: skip
        assert (order.state, order.drafted_by, order.basis) == (DRAFT, build.asha(), "order")


def test_without_an_expected_end_the_restoration_alone_ends_it() -> None:
    (line,) = lines(shielded(recorded(expected_end=None)))
    assert line.ends_at is None
    assert line.until_restored is not None


def test_one_order_covers_the_outages_of_all_discoms_line_by_line() -> None:
    made = each()
    order = shielded(*reversed(made))
    assert [line.until_restored for line in lines(order)] == made
    assert [line.discom for line in lines(order)] == [outage.discom for outage in made]
    for title in (order.title_hi, order.title_en):
        assert len(title) <= wording.MAX_TITLE
    assert order.title_en.endswith("Kanpur Electricity Supply Company Ltd, urban and rural")


def test_a_title_on_record_takes_as_many_characters_as_the_rule_says() -> None:
    for model in (Order, Outage):
        for name in ("title_hi", "title_en"):
            assert model._meta.get_field(name).max_length == wording.MAX_TITLE


def test_one_outage_named_twice_is_one_line() -> None:
    outage = recorded()
    assert len(lines(shielded(outage, outage))) == 1


def test_drafting_is_one_entry_in_the_journal() -> None:
    made = each()
    before = Entry.objects.count()
    shielded(*made)
    assert Entry.objects.count() == before + 1
    newest = Entry.objects.first()
    assert newest is not None
    assert (newest.act, newest.public) == ("order.drafted", False)


def test_sources_are_carried_once_and_so_is_the_mark_of_a_demonstration() -> None:
    other = SOURCE | {"title": "Notice"}
    first = recorded(sources=(SOURCE,))
    second = recorded(sources=(SOURCE, other), demonstration=True)
    assert shielded(first).sources == [SOURCE]
    assert not shielded(first).demonstration
    both = shielded(first, second, basis="assurance")
    assert both.sources == [SOURCE, other]
    assert both.demonstration
    assert both.basis == "assurance"


def test_what_a_demonstration_person_drafts_is_marked() -> None:
    asha = build.asha()
    asha.demonstration = True
    assert shields.shield([recorded()], by=asha, at=NOW).demonstration


def test_it_goes_on_to_be_issued() -> None:
    order = handed_over(shielded(*each()))
    assert order.state == SUBMITTED
    assert approved(order).number


def test_an_outage_reported_as_restored_can_still_be_shielded() -> None:
    outage = outages.report_restored(recorded(), restored_at=STARTS, by=build.asha(), at=AFTER)
    assert shields.shield([outage], by=build.asha(), at=AFTER).state == DRAFT


def test_if_one_of_five_is_closed_nothing_is_drafted() -> None:
    made = each()
    outages.call_off(made[2], by=build.asha(), at=NOW)
    with refused("covers_nothing"):
        shielded(*made)
    outages.report_restored(made[3], restored_at=STARTS, by=build.asha(), at=AFTER)
    outages.confirm_restored(made[3], restored_at=STARTS, by=build.vikram(), at=AFTER)
    with refused("outage_closed"):
        shields.shield([made[0], made[3]], by=build.asha(), at=AFTER)


def test_of_no_outage_no_order_is_made() -> None:
    with refused("no_coverage"):
        shielded()


def test_what_has_changed_since_it_was_read_is_refused() -> None:
    outage = recorded()
    read = shields.digest(shields.content([outage]))
    prolonged(outage)
    with refused("digest"):
        shielded(outage, read=read)
    read = shields.digest(shields.content([Outage.objects.get(pk=outage.pk)]))
    assert shielded(outage, read=read, basis="assurance").basis == "assurance"


def test_an_offer_is_taken_once_until_its_draft_is_discarded() -> None:
    outage = recorded()
    read = shields.digest(shields.content([outage]))
    order = shielded(outage, read=read)
    with refused("digest"):
        shielded(outage, read=read)
    orders.discard(order, by=build.asha(), at=NOW)
    assert shielded(outage, read=read).state == DRAFT


@pytest.mark.parametrize(
    "change",
    [{"expected_end": LONGER}, {"area": "rural"}, {"title_en": "Else"}, {"title_hi": "और"},
     {"sources": (SOURCE,)}, {"starts_at": STARTS + timedelta(hours=1)}],
)  # fmt: skip
def test_the_digest_covers_what_is_shown(change: dict[str, Any]) -> None:
    outage = recorded()
    said = shields.digest(shields.content([outage]))
    assert said == shields.digest(shields.content([Outage.objects.get(pk=outage.pk)]))
    Outage.objects.filter(pk=outage.pk).update(**change)
    assert said != shields.digest(shields.content([Outage.objects.get(pk=outage.pk)]))


@pytest.mark.parametrize("who", ["vikram", "rakesh", "stranger"])
def test_who_may_not_shield(who: str) -> None:
    outage = recorded()
    with refused("role"):
        shields.shield([outage], by=getattr(build, who)(), at=NOW)


# Extend


def test_an_amendment_reaches_the_new_expected_end_and_keeps_the_starts() -> None:
    outage = recorded(discom=build.discom("PUVVNL"))
    other = LineContent(STARTS, build.discom("MVVNL"), ends_at=ENDS)
    own = LineContent(STARTS, build.discom("PUVVNL"), ends_at=ENDS, until_restored=outage)
    order = issued(own, other, own)
    before = Entry.objects.count()
    amendment = shields.extend(order, prolonged(outage), by=build.asha(), at=NOW)
    longer = replace(own, ends_at=LONGER)
    assert lines(amendment) == (longer, other, longer)
    assert (amendment.amends, amendment.state, amendment.title_en) == (order, DRAFT, order.title_en)
    assert Entry.objects.count() == before + 2, "one for the prolonging, one for the draft"
    assert lines(Order.objects.get(pk=order.pk)) == (own, other, own)


@pytest.mark.parametrize("ends", [None, LONGER, LONGER + timedelta(hours=1)])
def test_a_line_that_reaches_as_far_is_left_alone(ends: datetime | None) -> None:
    outage = recorded()
    order = issued(LineContent(STARTS, ends_at=ends, until_restored=outage))
    with refused("nothing_to_extend"):
        shields.extend(order, Outage.objects.get(pk=outage.pk), by=build.asha(), at=NOW)


def test_an_order_that_rests_on_another_outage_is_not_extended() -> None:
    order = issued(LineContent(STARTS, ends_at=ENDS, until_restored=recorded()))
    other = prolonged(recorded())
    with refused("nothing_to_extend"):
        shields.extend(order, other, by=build.asha(), at=NOW)


def test_only_the_newest_of_an_open_chain_is_extended() -> None:
    outage = recorded()
    line = LineContent(STARTS, ends_at=ENDS, until_restored=outage)
    draft = drafted(line)
    order = issued(line)
    outage = prolonged(outage)
    with refused("not_issued"):
        shields.extend(draft, outage, by=build.asha(), at=NOW)
    approved(amendment(order))
    with refused("not_newest"):
        shields.extend(order, outage, by=build.asha(), at=NOW)


def test_a_closed_outage_extends_nothing() -> None:
    outage = recorded()
    order = issued(LineContent(STARTS, ends_at=ENDS, until_restored=outage))
    outage = prolonged(outage)
    outages.report_restored(outage, restored_at=STARTS, by=build.asha(), at=AFTER)
    outages.confirm_restored(outage, restored_at=STARTS, by=build.vikram(), at=AFTER)
    with refused("outage_closed"):
        shields.extend(order, outage, by=build.asha(), at=AFTER)


@pytest.mark.parametrize("who", ["vikram", "rakesh", "stranger"])
def test_who_may_not_extend(who: str) -> None:
    outage = recorded()
    order = issued(LineContent(STARTS, ends_at=ENDS, until_restored=outage))
    outage = prolonged(outage)
    with refused("role"):
        shields.extend(order, outage, by=getattr(build, who)(), at=NOW)

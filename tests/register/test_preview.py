"""The preview against the fact: what it shows is what stands once the order is issued."""

from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moratorium.models import CoverageLine, Entry, Order
from moratorium.operations import orders
from moratorium.register import board, coverage, places, timeline, verdicts
from moratorium.register.board import Board, DistrictAnswer, Protection
from moratorium.register.coverage import OrderRef
from moratorium.register.preview import Preview, preview
from moratorium.register.verdicts import Question
from moratorium.rules.protection import DEPENDS, NOT_PROTECTED, PROTECTED
from moratorium.rules.scope import Place
from tests import builders as build
from tests.public.builders import reference
from tests.shared_records import BeginFrom

from . import drafting
from .drafting import AT, HOUR

pytestmark = pytest.mark.django_db
SEEDS = range(60)


@pytest.fixture(autouse=True)
def _reference(begin_from: BeginFrom) -> None:
    begin_from(reference)


def everything() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Order, CoverageLine, Entry)]


def issued_as(shown: Board, issued: OrderRef) -> Board:
    """A board as it reads once the draft on it has a number."""

    def named(ref: OrderRef) -> OrderRef:
        return issued if ref.number == "" else ref

    def protection(each: Protection) -> Protection:
        order = named(each.order)
        return Protection(order, tuple(replace(s, order=order) for s in each.standings))

    def district(each: DistrictAnswer) -> DistrictAnswer:
        return replace(
            each,
            areas=tuple(
                replace(
                    area,
                    supplies=tuple(
                        replace(
                            answer,
                            orders=tuple(sorted(map(named, answer.orders), key=_number)),
                            verdict=replace(
                                answer.verdict,
                                orders=tuple(sorted(n or issued.number for n in answer.verdict.orders)),
                            ),
                        )
                        for answer in area.supplies
                    ),
                )
                for area in each.areas
            ),
        )  # fmt: skip

    return replace(
        shown,
        current=tuple(map(protection, shown.current)),
        upcoming=tuple(map(protection, shown.upcoming)),
        districts=tuple(map(district, shown.districts)),
    )


def _number(ref: OrderRef) -> str:
    return ref.number


def ref_of(order: Order, shown: Preview) -> OrderRef:
    return OrderRef(
        str(order.number), str(order.slug), order.basis, order.title, shown.at, order.demonstration
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_shown_is_what_stands_after_the_issue(seed: int) -> None:
    rng = Random(seed)
    drafting.record(rng)
    order = drafting.draft(rng)
    untouched, before = everything(), {at: answers(at) for at in instants()}
    shown = preview(order.pk, AT)
    assert everything() == untouched
    assert shown.now == board.board(shown.moment, AT, latest=0)

    build.issue(order, AT)
    issued = ref_of(order, shown)
    assert issued_as(shown.then, issued) == board.board(shown.moment, AT, latest=0)
    stand = board.standings(coverage.reaching(AT, AT), places.load(), AT, AT)
    drawn = [replace(s, order=issued) if s.order.number == "" else s for s in shown.spans]
    assert sorted(drawn, key=repr) == sorted(timeline.spans(stand), key=repr)
    assert_changes(shown, before, {at: answers(at) for at in instants()})


def instants() -> list[datetime]:
    """From the issue on: every hour at which anything of a record can change, and after all."""
    graces = [at + HOUR * hours for at in drafting.BEFORE for hours in (24, 100)]
    return sorted({at for at in [*drafting.AROUND, *graces, AT + 999 * HOUR] if at >= AT})


def answers(at: datetime) -> dict[Place, str]:
    """The verdict of every place, asked one by one."""
    known = places.load()
    asked = [known.place(s.supplier.code, s.area, s.district) for s in known.supplies]
    found = verdicts.ask([Question(place, at, AT) for place in asked])
    return dict(zip(asked, (each.verdict for each in found), strict=True))


def assert_changes(
    shown: Preview,
    before: dict[datetime, dict[Place, str]],
    after: dict[datetime, dict[Place, str]],
) -> None:
    """Gained, lost, unsure and dropped are just the verdicts that differ."""
    kinds = {"gained": set(), "lost": set(), "unsure": set(), "dropped": set()}
    told = {change.place: change for change in shown.changes}
    for at in before:
        for place, old in before[at].items():
            new = after[at][place]
            wanted = {
                "gained": new == PROTECTED != old,
                "lost": old == PROTECTED != new,
                "unsure": new == DEPENDS != old,
                "dropped": old == DEPENDS and new == NOT_PROTECTED,
            }
            for kind, is_so in wanted.items():
                windows = getattr(told[place], kind) if place in told else ()
                assert any(w.contains(at) for w in windows) == is_so, (kind, place, at)
                if is_so:
                    kinds[kind].add(place.district)
    counts = (shown.gaining, shown.losing, shown.depending, shown.dropping)
    assert counts == tuple(len(each) for each in kinds.values())
    assert bool(shown.shortened) == bool(kinds["lost"] | kinds["dropped"])
    assert sum(len(group.districts) for group in shown.groups) == len(shown.changes)


def test_the_generator_makes_what_matters() -> None:
    """Amendments, lifts, gains, losses, things unsure and dropped, and orders for later."""
    seen: set[str] = set()
    for seed in SEEDS:
        Order.objects.filter(state="draft").update(state="discarded")
        rng = Random(seed)
        drafting.record(rng)
        order = drafting.draft(rng)
        shown = preview(order.pk, AT)
        marks = {
            "amends": order.amends_id, "lift": order.lift, "gaining": shown.gaining,
            "losing": shown.losing, "depending": shown.depending, "dropping": shown.dropping,
            "later": shown.moment > AT,
        }  # fmt: skip
        seen |= {name for name, mark in marks.items() if mark}
    assert len(seen) == 7


def test_the_same_by_the_official_acts() -> None:
    """Through submission and approval too, at the journal's own moment."""
    build.issued(AT - 24 * HOUR, lines=[{"discom_id": "PUVVNL", "ends_at": AT + 24 * HOUR}])
    order = build.draft([{"discom_id": "DVVNL", "starts_at": AT + HOUR, "ends_at": AT + 5 * HOUR}])
    orders.submit(order, by=build.asha(), at=AT - HOUR)
    shown = preview(order.pk, AT)
    read = orders.digest(order)
    order = orders.approve(order, by=build.vikram(), at=AT, read=read, reason="As agreed")
    assert order.issued_at == AT
    assert shown.moment == AT + HOUR
    assert issued_as(shown.then, ref_of(order, shown)) == board.board(AT + HOUR, AT, latest=0)


def test_an_amendment_that_shortens() -> None:
    lines = [{"discom_id": "PUVVNL", "starts_at": AT - 48 * HOUR, "ends_at": AT + 48 * HOUR}]
    order = build.issued(AT - 48 * HOUR, lines=lines)
    lines[0] |= {"ends_at": AT + 24 * HOUR, "districts": ("varanasi",)}
    shown = preview(build.draft(lines, amends=order).pk, AT)
    assert (shown.gaining, shown.losing) == (0, 2)
    ends = {
        (group.area, *(region.slug for region in group.districts)): group.lost
        for group in shown.shortened
    }
    assert {key: [(w.start, w.end) for w in lost] for key, lost in ends.items()} == {
        (area, slug): [(start, AT + 48 * HOUR)]
        for area in ("urban", "rural")
        for slug, start in (("varanasi", AT + 24 * HOUR), ("prayagraj", AT))
    }
    assert shown.differences is not None
    (line,) = shown.differences.lines
    assert [each.field for each in line.fields] == ["districts", "ends_at"]


def test_a_lift_shortens_all_that_is_still_protected_and_nothing_before() -> None:
    order = build.issued(AT - 48 * HOUR, lines=[{"discom_id": "DVVNL", "ends_at": AT + HOUR}])
    shown = preview(build.draft(amends=order, lift=True).pk, AT)
    assert shown.losing == 1
    assert {(w.start, w.end) for group in shown.shortened for w in group.lost} == {(AT, AT + HOUR)}
    assert [sentence.en for sentence in shown.sentences] == [
        "The bar on disconnection for arrears ends when this order is issued."
    ]


def test_a_lift_of_what_has_ended_shortens_nothing() -> None:
    order = build.issued(AT - 48 * HOUR, lines=[{"starts_at": AT - 9 * HOUR, "ends_at": AT - HOUR}])
    shown = preview(build.draft(amends=order, lift=True).pk, AT)
    assert shown.changes == ()
    assert not shown.shortened


def test_what_it_says_and_what_refuses_it() -> None:
    order = build.issued(AT - 48 * HOUR, lines=[{"discom_id": "DVVNL"}])
    same = build.draft([{"discom_id": "DVVNL"}], amends=order, text_hi="क", text_en="a")
    assert [r.name for r in preview(same.pk, AT).refusals] == []
    same.text_hi = same.text_en = ""
    same.save()
    shown = preview(same.pk, AT)
    assert [r.name for r in shown.refusals] == ["nothing_new"]
    assert shown.title == same.title
    assert "Dakshinanchal" in shown.sentences[0].en
    assert "DVVNL" not in shown.sentences[0].hi
    build.issue(build.draft([{"area": "urban"}], amends=order), AT - HOUR)
    assert [r.name for r in preview(same.pk, AT).refusals] == ["not_newest", "nothing_new"]


@pytest.mark.parametrize("state", ["discarded", "issued"])
def test_only_a_draft_has_a_preview(state: str) -> None:
    order = build.draft([{}])
    if state == "issued":
        build.issue(order, AT)
    else:
        Order.objects.filter(pk=order.pk).update(state=state)
    with pytest.raises(Order.DoesNotExist):
        preview(order.pk, AT)


def test_the_number_of_queries_does_not_grow() -> None:
    before = build.issued(AT - HOUR, lines=[{"districts": ("agra",), "ends_at": AT + HOUR}])
    few = build.draft([{"districts": ("agra",)}], amends=before)
    every = tuple(each for each in places.load().regions)
    many = build.draft([{"districts": every, "area": a} for a in ("any", "urban")] * 20,
                       amends=before)  # fmt: skip
    counted = [queries(few), queries(many)]
    for number in range(5):
        build.issued(AT - HOUR, lines=[{"ends_at": AT + HOUR, "districts": every}] * (number + 1))
    assert counted == [11, 11]
    assert queries(many) == 11


def queries(order: Order) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        preview(order.pk, AT)
    return len(found)

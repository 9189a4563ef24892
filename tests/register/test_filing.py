"""Lists by state say in SQL what the rules say order by order."""

from collections import Counter
from random import Random

import pytest

from moratorium.models import CoverageLine, Order, Outage
from moratorium.register import filing
from moratorium.register.filed import filed
from moratorium.rules import lifecycle
from moratorium.rules.standing import ENDED, IN_FORCE, LIFT, OVERDUE, UPCOMING
from moratorium.rules.windows import NO_END
from tests import builders as build
from tests.builders import NEW_YEAR, ist
from tests.rules import generator
from tests.rules.comparison import moment

from .stored import Stored

pytestmark = pytest.mark.django_db

DERIVED = (IN_FORCE, OVERDUE, UPCOMING, ENDED, LIFT)


def found(state: str, at: object) -> set[int]:
    return set(Order.objects.filter(filing.orders(state, at)).values_list("pk", flat=True))


@pytest.mark.parametrize("seed", range(3))
def test_sql_the_rules_and_the_reference_agree_at_every_instant(seed: int) -> None:
    stored, rng = Stored(range(seed * 40, seed * 40 + 40)), Random(seed)
    kept, seen = list(Order.objects.all()), Counter()
    for _ in range(60):
        instant = generator.random_instant(rng, sorted(stored.instants))
        at = moment(instant)
        wanted = {order.pk: stored.state(order.pk, instant) for order in kept}
        assert {o.pk: f.state for o, f in zip(kept, filed(kept, at), strict=True)} == wanted
        for state in DERIVED:
            states = {IN_FORCE, OVERDUE} if state == IN_FORCE else {state}
            assert found(state, at) == {pk for pk, s in wanted.items() if s in states}, (state, at)
        seen.update(wanted.values())
    assert min(seen[state] for state in DERIVED) > 60, seen


def test_a_line_that_would_begin_after_its_outage_and_grace_are_over_never_comes() -> None:
    outage = build.outage()
    line = {"starts_at": ist(2023, 1, 5), "ends_at": None, "until_restored": outage}
    order = build.issued(lines=[line | {"grace_hours": 24}])
    build.confirm(outage, ist(2023, 1, 2))
    for at in (ist(2023, 1, 2, 12), ist(2023, 1, 6)):
        assert found(ENDED, at) == {order.pk}
        assert not found(UPCOMING, at)
        assert filed([order], at)[0].state == ENDED


def test_what_is_written_is_found_by_its_state() -> None:
    draft, submitted, discarded = (build.draft() for _ in range(3))
    Order.objects.filter(pk=submitted.pk).update(state=lifecycle.SUBMITTED)
    Order.objects.filter(pk=discarded.pk).update(state=lifecycle.DISCARDED)
    made = {lifecycle.DRAFT: draft, lifecycle.SUBMITTED: submitted, lifecycle.DISCARDED: discarded}
    for state, order in made.items():
        assert found(state, NEW_YEAR) == {order.pk}
    assert not any(found(state, NEW_YEAR) for state in DERIVED)


def test_an_unknown_state_is_an_error() -> None:
    with pytest.raises(KeyError):
        filing.orders("expired", NEW_YEAR)
    with pytest.raises(KeyError):
        filing.outages("expired", NEW_YEAR)


@pytest.mark.parametrize(
    "at", [ist(2022, 12, 31), ist(2023, 1, 2), ist(2023, 1, 5), ist(2024, 1, 1)]
)
def test_outages_are_found_by_the_state_that_the_model_derives(at: object) -> None:
    open_, due = build.outage(), build.outage(expected_end=ist(2023, 1, 3))
    reported = build.outage(expected_end=ist(2023, 1, 4), restored_at=ist(2023, 1, 3))
    confirmed = build.confirm(build.outage(expected_end=ist(2023, 1, 2)))
    called_off = build.call_off(build.outage(expected_end=ist(2023, 1, 2)))
    later = build.outage(starts_at=ist(2023, 1, 5), expected_end=ist(2023, 1, 6))
    every = [open_, due, reported, confirmed, called_off, later]
    for state in filing.OUTAGE_STATES:
        if state == OVERDUE:
            wanted = {o.ref for o in (due, reported, later) if o.expected_end <= at}
        elif state in (lifecycle.OPEN, UPCOMING):
            begun = state == lifecycle.OPEN
            still = [o for o in every if o.state == lifecycle.OPEN]
            wanted = {o.ref for o in still if (o.starts_at <= at) == begun}
        else:
            wanted = {o.ref for o in every if o.state == state}
        got = Outage.objects.filter(filing.outages(state, at)).values_list("ref", flat=True)
        assert set(got) == wanted, state


def test_an_order_to_all_speaks_for_each_state_discom_and_for_no_licensee() -> None:
    everybody, one = build.issued(), build.issued(lines=[{"discom": build.discom("KESCO")}])
    private = build.issued(lines=[{"discom": build.npcl(), "area": "urban"}])
    cases = {
        ("KESCO", None, True): {everybody.pk, one.pk},
        ("PUVVNL", None, True): {everybody.pk},
        ("NPCL", None, False): {private.pk},
        ("*", None, True): {everybody.pk},
        ("NPCL", "rural", False): set(),
        (None, "urban", True): {everybody.pk, one.pk, private.pk},
        (None, "rural", True): {everybody.pk, one.pk},
        (None, None, True): {everybody.pk, one.pk, private.pk},
    }
    for (discom, area, of_state), wanted in cases.items():
        spoken = filing.orders_speaking_for(discom, area, of_state=of_state)
        assert set(Order.objects.filter(spoken).values_list("pk", flat=True)) == wanted


def test_a_discom_and_an_area_are_looked_for_in_one_line() -> None:
    kesco, puvvnl = build.discom("KESCO"), build.discom("PUVVNL")
    build.issued(lines=[{"discom": kesco, "area": "urban"}, {"discom": puvvnl, "area": "rural"}])
    spoken = filing.orders_speaking_for("KESCO", "rural", of_state=True)
    assert not Order.objects.filter(spoken).exists()


def test_a_list_tells_where_an_order_holds_and_until_when() -> None:
    kesco = build.discom("KESCO")
    order = build.issued(
        lines=[{"discom": kesco}, {"discom": kesco, "ends_at": ist(2023, 2, 1)}, {"area": "urban"}]
    )
    [one] = filed([order], ist(2023, 1, 5))
    assert one.scopes == (("KESCO", "any"), ("*", "urban"))
    assert (one.end, one.planned_end) == (ist(2023, 2, 1), ist(2023, 2, 1))
    build.issue(build.draft(amends=order, lift=True), ist(2023, 1, 4))
    [lifted] = filed([order], ist(2023, 1, 5))
    assert (lifted.state, lifted.end) == (ENDED, ist(2023, 1, 4))


def test_an_end_that_waits_for_a_restoration_is_none() -> None:
    outage = build.outage(expected_end=ist(2023, 1, 4))
    [draft] = filed([build.draft(lines=[{"until_restored": outage, "ends_at": None}])], NEW_YEAR)
    assert (draft.state, draft.end, draft.planned_end) == ("draft", NO_END, ist(2023, 1, 4))
    assert draft.lines[0].outage == outage.ref


def test_many_orders_take_one_query(django_assert_num_queries: object) -> None:
    orders = [build.issued() for _ in range(5)]
    assert CoverageLine.objects.count() == 5
    with django_assert_num_queries(1):  # type: ignore[operator]
        filed(orders, NEW_YEAR)

"""Many at once: of two hundred approvals one wins, and the journal has no gap and no fork."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from moratorium.models import CoverageLine, Entry, Order
from moratorium.models.journal import GENESIS
from moratorium.operations import orders, outages, shields
from moratorium.rules.lifecycle import ISSUED, Refused
from tests import builders as build
from tests.operations.contents import LATER, NOW, amendment, drafted, issued, recorded, submitted

pytestmark = pytest.mark.usefixtures("committed_db")


def at_once(calls: list[Callable[[], Any]]) -> Counter:
    """Run the calls in threads of their own; how many went which way."""

    def run(call: Callable[[], Any]) -> str:
        try:
            call()
        except Refused as refusal:
            return refusal.name
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(8) as pool:
        return Counter(pool.map(run, calls))


def journal_is_whole() -> bool:
    previous, expected = GENESIS, 1
    for entry in Entry.objects.order_by("seq"):
        if entry.seq != expected or entry.previous != previous:
            return False
        if entry.compute_digest() != entry.digest:
            return False
        previous, expected = entry.digest, expected + 1
    return True


def test_of_many_approvals_at_once_one_wins() -> None:
    checkers = [build.vikram(), build.meena()]
    for _ in range(10):
        order = submitted()
        given = {
            "read": orders.digest(order), "accepted": build.accepted_of(order, NOW),
            "reason": "As agreed",
        }  # fmt: skip

        def approve(n: int, order: Order = order, given: Any = given) -> Callable[[], Any]:
            return lambda: orders.approve(order, by=checkers[n % 2], at=NOW, **given)

        assert at_once([approve(n) for n in range(20)]) == {"done": 1, "state": 19}
    numbers = Order.objects.filter(state=ISSUED).order_by("number").values_list("number", flat=True)
    assert list(numbers) == [f"MO/2025-26/{n:04d}" for n in range(1, 11)]
    assert journal_is_whole()


def test_of_many_amendments_at_once_one_wins() -> None:
    order = issued()
    rivals = [amendment(order) for _ in range(6)]
    read, accepted = orders.digest(rivals[0]), build.accepted_of(rivals[0], LATER)
    outcome = at_once(
        [
            lambda r=r: orders.approve(
                r, by=build.vikram(), at=LATER, read=read, reason="As agreed", accepted=accepted
            )
            for r in rivals
        ]
    )
    assert outcome == {"done": 1, "not_newest": 5}


def test_many_different_acts_at_once_are_all_in_the_journal() -> None:
    build.asha()
    before = Entry.objects.count()
    assert at_once([drafted] * 30) == {"done": 30}
    assert Entry.objects.count() == before + 30
    assert journal_is_whole()


def test_a_check_before_the_act_alone_lets_two_approve() -> None:
    """The control: without the condition in the UPDATE and without the lock, many win."""
    order = submitted()

    def naive() -> None:
        if Order.objects.get(pk=order.pk).state != ISSUED:
            barrier.wait(60)
            wins.append(1)

    barrier, wins = threading.Barrier(4), []
    at_once([naive] * 4)
    assert len(wins) == 4


def test_no_order_is_drafted_on_an_outage_that_is_called_off_meanwhile() -> None:
    for _ in range(15):
        outage = recorded()
        calls = [
            lambda outage=outage: shields.shield([outage], by=build.asha(), at=NOW),
            lambda outage=outage: outages.call_off(outage, by=build.asha(), at=NOW),
        ] * 4
        ways = at_once(calls)
        outage.refresh_from_db()
        drafts = CoverageLine.objects.filter(until_restored=outage).count()
        assert (outage.called_off_at is None) == (drafts > 0), ways
    assert journal_is_whole()

"""Two connections at once: the guards look at what the other one has done by then."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from moratorium.models import Order, OrderHand, Outage, OutageDistrict, guards

from .. import builders

pytestmark = [pytest.mark.postgresql, pytest.mark.usefixtures("committed_db")]


def meanwhile(work: Callable[[], Any]) -> tuple[threading.Thread, list[Exception]]:
    """Start work in a thread with its own connection; it waits for locks that we hold."""
    raised: list[Exception] = []

    def run() -> None:
        try:
            work()
        except IntegrityError as error:
            raised.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    time.sleep(0.3)
    return thread, raised


def race(first: Callable[[], Any], second: Callable[[], Any]) -> list[Exception]:
    """What `second` meets that begins before `first` commits."""
    with transaction.atomic():
        first()
        thread, raised = meanwhile(second)
    thread.join(20)
    return raised


def under_an_order() -> list[tuple[Callable[[Order], Any], Callable[[Order], Any]]]:
    return [
        (builders.issue, builders.line),
        (builders.issue, lambda o: OrderHand.objects.create(order=o, person=builders.meena())),
        (lambda o: OrderHand.objects.create(order=o, person=builders.vikram()), builders.issue),
        (lambda o: o.lines.all().delete(), builders.issue),
    ]


@pytest.mark.parametrize(("first", "second"), under_an_order())
def test_issuing_and_changing(
    first: Callable[[Order], Any], second: Callable[[Order], Any]
) -> None:
    builders.vikram(), builders.meena()
    order = builders.draft()
    assert len(race(lambda: first(order), lambda: second(order))) == 1
    other = builders.draft()
    guards.drop(connection)
    assert race(lambda: first(other), lambda: second(other)) == []


def call_off(outage: Outage) -> None:
    Outage.objects.filter(pk=outage.pk).update(called_off_at=builders.LONG_BEFORE)


def add_district(outage: Outage) -> None:
    OutageDistrict.objects.create(outage=outage, district=builders.district())


# A district that comes first is simply what the order is issued on.
@pytest.mark.parametrize(
    ("change", "issued_first"), [(call_off, True), (call_off, False), (add_district, True)]
)
def test_issuing_and_the_outage(change: Callable[[Outage], Any], issued_first: bool) -> None:
    builders.vikram(), builders.district()

    def acts() -> list[Callable[[], Any]]:
        outage = builders.outage()
        order = builders.draft(lines=[{"until_restored": outage}])
        both = [lambda: builders.issue(order), lambda: change(outage)]
        return both if issued_first else both[::-1]

    assert len(race(*acts())) == 1
    guards.drop(connection)
    assert race(*acts()) == []


def test_confirming_and_its_districts() -> None:
    builders.vikram(), builders.district()
    outage, other = builders.outage(), builders.outage()
    assert len(race(lambda: builders.confirm(outage), lambda: add_district(outage))) == 1
    guards.drop(connection)
    assert race(lambda: builders.confirm(other), lambda: add_district(other)) == []

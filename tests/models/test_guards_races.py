"""Two connections at once: the guards look at what the other one has done by then."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from moratorium.models import CoverageDistrict, Order, OrderHand, Outage, OutageDistrict, guards
from tests.faults.servers import until

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
    until(lambda: not thread.is_alive() or somebody_waits(), "it neither ends nor waits")
    return thread, raised


def somebody_waits() -> bool:
    """Whether a connection waits for a lock that another one holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


def race(first: Callable[[], Any], second: Callable[[], Any]) -> list[Exception]:
    """What `second` meets that begins before `first` commits."""
    with transaction.atomic():
        first()
        thread, raised = meanwhile(second)
    thread.join(60)
    return raised


def districts_of(order: Order) -> Any:
    return CoverageDistrict.objects.filter(line__order=order)


# Each pair in the order in which the two begin.
UNDER_AN_ORDER: list[tuple[Callable[[Order], Any], Callable[[Order], Any]]] = [
    (builders.issue, builders.line),
    (builders.issue, lambda o: o.lines.update(area="rural")),
    (builders.issue, lambda o: o.lines.filter(position=1).delete()),
    (builders.issue, lambda o: districts_of(o).delete()),
    (builders.issue, lambda o: districts_of(o).update(district="lucknow")),
    (
        builders.issue,
        lambda o: CoverageDistrict(line=o.lines.first(), district_id="lucknow").save(),
    ),
    (builders.issue, lambda o: OrderHand.objects.create(order=o, person=builders.meena())),
    (lambda o: OrderHand.objects.create(order=o, person=builders.vikram()), builders.issue),
    (lambda o: o.lines.all().delete(), builders.issue),
]


@pytest.mark.parametrize(("first", "second"), UNDER_AN_ORDER)
def test_issuing_and_changing(
    first: Callable[[Order], Any], second: Callable[[Order], Any]
) -> None:
    builders.vikram(), builders.meena(), builders.district("lucknow")
    order, other = (builders.draft(lines=[{"districts": ("varanasi",)}, {}]) for _ in range(2))
    assert len(race(lambda: first(order), lambda: second(order))) == 1
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


@pytest.mark.parametrize(
    "change",
    [
        add_district,
        lambda outage: OutageDistrict.objects.filter(outage=outage).update(district="varanasi"),
        lambda outage: OutageDistrict.objects.filter(outage=outage).delete(),
    ],
)
def test_confirming_and_its_districts(change: Callable[[Outage], Any]) -> None:
    builders.vikram(), builders.district()
    outage, other = builders.outage(("lucknow",)), builders.outage(("lucknow",))
    assert len(race(lambda: builders.confirm(outage), lambda: change(outage))) == 1
    guards.drop(connection)
    assert race(lambda: builders.confirm(other), lambda: change(other)) == []

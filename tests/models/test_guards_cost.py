"""A whole archive is issued by one UPDATE: what the guards look up must have an index."""

import time

import pytest
from django.db import connection

from moratorium.models import CoverageDistrict, CoverageLine, Order

from .. import builders
from .refusal import undone

pytestmark = pytest.mark.django_db


def archive(size: int) -> None:
    """Imported drafts in chains of two, each with a line in one district, all on one outage."""
    outage, place = builders.outage(), builders.district()
    orders = [
        Order(
            number=f"I{n}", slug=f"i{n}", issued_at=builders.ist(2022, 1, 1 + n % 2), imported=True
        )
        for n in range(size)
    ]
    Order.objects.bulk_create(orders, batch_size=500)
    for early, late in zip(orders[::2], orders[1::2], strict=True):
        late.amends = early
    Order.objects.bulk_update(orders[1::2], ["amends"], batch_size=500)
    lines = [
        CoverageLine(order=order, starts_at=builders.NEW_YEAR, until_restored=outage)
        for order in orders
    ]
    CoverageLine.objects.bulk_create(lines, batch_size=500)
    districts = [CoverageDistrict(line=line, district=place) for line in lines]
    CoverageDistrict.objects.bulk_create(districts, batch_size=500)


def seconds_to_issue(size: int) -> float:
    with undone():
        archive(size)
        start = time.perf_counter()
        assert Order.objects.filter(imported=True).update(state="issued") == size
        return time.perf_counter() - start


def growth() -> float:
    """How many times as long four times as many take; the least of some, as others may work too."""
    return min(seconds_to_issue(2000) / seconds_to_issue(500) for _ in range(3))


def test_four_times_as_many_do_not_take_sixteen_times_as_long() -> None:
    """Without an index the work would grow with the square of the number."""
    assert growth() < 10


def test_nor_when_the_planner_believes_the_tables_empty() -> None:
    """As it does when statistics are taken while a large import is not yet committed."""
    with undone():
        archive(2000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert growth() < 10

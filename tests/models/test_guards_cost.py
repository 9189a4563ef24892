"""A whole archive is issued by one UPDATE: what the guards look up must have an index."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

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


def work_to_issue(size: int) -> int:
    with undone():
        archive(size)
        with count_work() as work:
            assert Order.objects.filter(imported=True).update(state="issued") == size
            return work()


@contextmanager
def count_work() -> Iterator[Callable[[], int]]:
    """The work that a database has done so far in the block, whatever the machine's speed: the
    hundreds of instructions of SQLite's machine, or the rows that PostgreSQL has read.
    """
    if connection.vendor == "sqlite":
        steps = 0

        def count() -> int:
            nonlocal steps
            steps += 1
            return 0  # and go on

        connection.connection.set_progress_handler(count, 100)
        try:
            yield lambda: steps
        finally:
            connection.connection.set_progress_handler(None, 0)
    else:
        before = _rows_read()
        yield lambda: _rows_read() - before


def _rows_read() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables"
        )
        return int(cursor.fetchone()[0])


def growth() -> float:
    """How many times as much work four times as many are."""
    return work_to_issue(2000) / work_to_issue(500)


def test_without_an_index_the_count_grows_with_the_square() -> None:
    """The control: the same count, of a look-up that reads the whole table for every row."""

    def work(size: int) -> int:
        with undone(), count_work() as done:
            archive(size)
            before = done()
            for order in Order.objects.filter(imported=True)[: size // 10]:
                assert Order.objects.filter(title_en=order.number).count() == 0
            return done() - before

    assert work(2000) / work(500) > 10


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

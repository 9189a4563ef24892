"""An edition is of one moment, and costs what is in force, not what is archived."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moratorium.models import Entry
from moratorium.models.journal import GENESIS
from moratorium.register import editions, notices
from tests.public import builders
from tests.public.builders import ist, line, order

NOW = ist("2022-12-30 12:00")
PART, WHOLE = 7, 15


def archive(count: int) -> None:
    """Orders of other years that have ended."""
    for number in range(count):
        then = NOW - timedelta(days=400 + 40 * number)
        order(f"OLD/{number}", then, line(then, ends_at=then + timedelta(1)))


def read(*, whole: bool) -> tuple[editions.Edition, int]:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        edition = editions.read(whole=whole)
    return edition, len(seen)


@pytest.mark.django_db
def test_it_is_read_in_a_few_queries_whatever_is_archived() -> None:
    builders.reference()
    for count in (0, 30):
        archive(count)
        if not count:
            first = order("MO/1", NOW - timedelta(1), line(NOW, ends_at=NOW + timedelta(9)))
            order("MO/2", NOW, line(NOW, ends_at=NOW + timedelta(9)), amends=first)
        else:
            order("MO/3", NOW, line(NOW, discom="PVVNL", ends_at=NOW + timedelta(9)))
        edition, queries = read(whole=True)
        assert queries <= WHOLE + 1  # the chain's one step
        assert {each.ref.number for each in edition.orders} <= {"MO/1", "MO/2", "MO/3"}
        assert {each.order.number for each in edition.lines} <= {"MO/1", "MO/2", "MO/3"}
        assert read(whole=False)[1] == PART


@pytest.mark.django_db
def test_the_years_are_those_that_have_notices() -> None:
    assert notices.years() == []
    # Still 2018 in Greenwich, 2019 in India.
    for at in ("2019-01-01 02:00", "2015-06-01 00:00", "2022-12-31 23:59"):
        builders.entry("outage.recorded", "O/1", ist(at), {})
    assert notices.years() == [2022, 2019, 2015]


def entry(seq: int, previous: str) -> str:
    made = Entry(
        seq=seq, happened_at=NOW, recorded_at=NOW, act="order.issued", subject="MO/1", public=True,
        previous=previous,
    )  # fmt: skip
    made.digest = made.compute_digest()
    made.save()
    return made.digest


def test_an_act_meanwhile_neither_waits_nor_is_seen(committed_db: None) -> None:
    first = entry(1, GENESIS)
    with editions.one_moment():
        before = editions.current()
        writer = threading.Thread(target=lambda: (entry(2, first), connection.close()))
        writer.start()
        writer.join(60)
        assert not writer.is_alive()
        assert editions.current() == before
    assert editions.current() != before
    assert editions.read().seq == 2


def test_what_fails_inside_leaves_no_transaction_open(committed_db: None) -> None:
    with pytest.raises(ZeroDivisionError), editions.one_moment():
        1 / 0  # noqa: B018
    entry(1, GENESIS)
    assert editions.read().seq == 1

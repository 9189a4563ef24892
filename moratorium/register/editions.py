"""An edition: the public truth of one moment's record, as plain values.

It holds what the pages of the crowd need and nothing else: the lines that can still matter,
the reference data, the newest notices, and the orders that stand with all that their pages
show. How much that is depends on what is in force, never on the archive.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from ..models import Entry
from ..models.journal import GENESIS
from ..rules.instants import EARLIEST
from ..rules.windows import NO_END, Term, window
from . import coverage, district_notices, notices, order_records, places
from .coverage import Coverage
from .district_notices import DistrictNotices
from .notices import Notice
from .order_records import OrderRecord
from .places import Places

EMPTY = "0"
NOTICES = 51  # a page of notices, and one more that tells whether there is a second page
# How far a server's clock may be behind the newest act and still find every line it needs.
BEHIND = timedelta(minutes=10)
# Asked twenty times a second by every process; Django would take longer to spell it than the
# database to answer.
_NEWEST = str(Entry.objects.order_by("-seq").values("seq", "digest")[:1].query)
_BEGIN = {
    "sqlite": "BEGIN DEFERRED",
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
}


@dataclass(frozen=True, slots=True)
class Edition:
    """The facts of one moment's record. Frozen plain values, which go to JSON and back.

    `acted_at` is when the newest act was recorded, None while there is none; nothing on record
    lies after it. `lines` are those whose protection goes on after it (and a little before, for
    clocks that are behind), `notices` the newest public acts, `years` those that have notices,
    `orders` those that stand or will.
    """

    number: str
    seq: int
    head: str
    acted_at: datetime | None
    lines: tuple[Coverage, ...]
    places: Places
    notices: tuple[Notice, ...]
    years: tuple[int, ...]
    orders: tuple[OrderRecord, ...]

    def known_at(self, at: datetime) -> datetime:
        """With whose knowledge an instant is answered: everything on record is known."""
        return at if self.acted_at is None else max(at, self.acted_at)


def current() -> str:
    """A text that changes with every official act: the newest journal entry's number and digest.

    `0` while the journal is empty. One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST)
        newest = cursor.fetchone()
    return EMPTY if newest is None else _number(*newest)


def read(at: datetime | None = None, *, whole: bool = True) -> Edition:
    """The edition of the record as it is now, all of one moment; raises django.db.Error.

    `at` is an instant that it must answer even if it lies long before the newest act. Not
    `whole`: without the orders and years, for a page that shows none; seven queries. Whole: at
    most fifteen, and one for every step of the longest chain among the orders that stand.
    """
    with one_moment():
        return _read(at, whole)


def with_order(at: datetime, slug: str) -> tuple[Edition, OrderRecord | None]:
    """An edition that is not whole, and an order of the same moment, standing or not."""
    with one_moment():
        return _read(at, False), order_records.get(slug)


def with_district_notices(at: datetime) -> tuple[Edition, DistrictNotices]:
    """An edition that is not whole, and what the districts' feeds need, of the same moment."""
    with one_moment():
        edition = _read(at, False)
        return edition, district_notices.read(edition.number)


def read_district_notices() -> DistrictNotices:
    """What the districts' feeds need of the record as it is now; eight queries.

    It says of which edition it is. Apart from the edition, so that no board waits for it.
    Raises django.db.Error.
    """
    with one_moment():
        return district_notices.read(current())


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read inside is of one moment, and no act has to wait for it.

    Not `atomic()`: on SQLite that takes the lock to write, on PostgreSQL each query would see
    what was committed before it. Inside a transaction it is left as it is.
    """
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN[connection.vendor])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def _read(at: datetime | None, whole: bool) -> Edition:
    newest = Entry.objects.order_by("-seq").values_list("seq", "digest", "recorded_at").first()
    seq, head, acted_at = (0, GENESIS, None) if newest is None else newest
    since = EARLIEST if acted_at is None else acted_at - BEHIND
    reaching = coverage.reaching(since if at is None else min(since, at), NO_END)
    lines = tuple(each for each in reaching if _goes_on(each.line.term, since, at))
    numbers = sorted({each.order.number for each in lines})
    return Edition(
        number=EMPTY if newest is None else _number(seq, head),
        seq=seq,
        head=head,
        acted_at=acted_at,
        lines=lines,
        places=places.load(),
        notices=tuple(notices.newest(NOTICES)),
        years=tuple(notices.years()) if whole else (),
        orders=order_records.of(numbers) if whole else (),
    )


def _goes_on(term: Term, since: datetime, at: datetime | None) -> bool:
    span = window(term, NO_END)
    return span is None or span.end > (since if at is None else min(since, at))


def _number(seq: int, digest: str) -> str:
    return f"{seq}-{digest[:16]}"

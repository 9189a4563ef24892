"""Writing the journal: acts are serialised, so that it has no gap and no fork."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from ..models import Entry
from ..models.journal import GENESIS
from ..models.locks import Lock, hold
from ..rules.lifecycle import Refused

_TICK = timedelta(microseconds=1)
TOLERATED_DRIFT = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Act:
    """What is to be written of one act."""

    act: str
    subject: str
    by: str
    public: bool
    detail: dict[str, Any]
    happened_at: datetime | None = None


class Pen:
    """Holds the journal's end for one transaction and writes on from it."""

    def __init__(self, newest: Entry | None, at: datetime) -> None:
        self._seq = newest.seq if newest else 0
        self._digest = newest.digest if newest else GENESIS
        self.moment = _moment(newest, at)

    @property
    def head(self) -> str:
        """The digest of the newest entry: what the next one is bound to."""
        return self._digest

    def write(self, act: Act) -> Entry:
        """Append one entry; it is recorded at the moment of the act."""
        return self.write_all([act])[0]

    def write_all(self, acts: Sequence[Act]) -> list[Entry]:
        """Append several entries, in order."""
        entries = [self._next(act) for act in acts]
        return Entry.objects.bulk_create(entries, batch_size=2000)

    def _next(self, act: Act) -> Entry:
        self._seq += 1
        entry = Entry(
            seq=self._seq,
            happened_at=act.happened_at or self.moment,
            recorded_at=self.moment,
            act=act.act,
            subject=act.subject,
            by=act.by,
            public=act.public,
            detail=act.detail,
            previous=self._digest,
        )
        entry.digest = self._digest = entry.compute_digest()
        return entry


@contextmanager
def writing(at: datetime) -> Iterator[Pen]:
    """One transaction for one act. `pen.moment` is the instant of the act.

    It is `at`, or just after the newest entry if that is later by no more than the clocks
    of two servers may differ. Raises Refused("clock") if the clock is further behind,
    and OperationalError as `models.locks.hold` does.
    """
    with transaction.atomic():
        hold(Lock.JOURNAL)
        yield Pen(Entry.objects.order_by("-seq").first(), at)


def _moment(newest: Entry | None, at: datetime) -> datetime:
    if newest is None or at > newest.recorded_at:
        return at
    if newest.recorded_at - at > TOLERATED_DRIFT:
        raise Refused("clock")
    return newest.recorded_at + _TICK

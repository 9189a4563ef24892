"""Slots: the stretches of time in which one edition says the same.

Pure: from an edition and an instant. Between two neighbouring boundaries nothing that a page
says can change, so a page is made once for the stretch.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..rules.instants import IST, day_end, day_start
from ..rules.windows import NO_END, window
from .coverage import Coverage
from .editions import Edition


@dataclass(frozen=True, slots=True)
class Slot:
    """The instants t with start <= t < end; both are finite, for every midnight is a boundary."""

    start: datetime
    end: datetime

    def contains(self, instant: datetime) -> bool:
        return self.start <= instant < self.end


def slot(edition: Edition, at: datetime) -> Slot:
    """The slot that holds an instant.

    Boundaries are the starts, ends and planned ends of the edition's lines, the instants at
    which something became known, the newest act itself, and every midnight in IST: the
    timeline marks today.
    """
    day = at.astimezone(IST).date()
    start, end = day_start(day), day_end(day)
    bounds = sorted(each for each in _boundaries(edition) if start < each < end)
    after = bisect_right(bounds, at)
    return Slot(
        bounds[after - 1] if after else start, bounds[after] if after < len(bounds) else end
    )


def next_boundary(edition: Edition, at: datetime) -> datetime:
    """When the slot of an instant ends."""
    return slot(edition, at).end


@dataclass(frozen=True, slots=True)
class Holding:
    """From when until when an edition's answers are the same; None: no change is on record."""

    since: datetime | None
    until: datetime | None


def holding(edition: Edition, at: datetime) -> Holding:
    """How long the answers of an instant hold: to the starts and ends of protection alone.

    Nothing is said of the time before the newest act, when other answers may have been given.
    """
    changes = _changes(edition, edition.known_at(at))
    before = [each for each in changes if each <= at]
    if edition.acted_at is not None and edition.acted_at <= at:
        before.append(edition.acted_at)
    return Holding(max(before, default=None), min((c for c in changes if c > at), default=None))


def _changes(edition: Edition, known_at: datetime) -> set[datetime]:
    spans = [window(each.line.term, known_at) for each in edition.lines]
    return {bound for s in spans if s is not None for bound in (s.start, s.end)} - {NO_END}


def _boundaries(edition: Edition) -> Iterator[datetime]:
    """Every instant at which an answer might change: more than needed does no harm."""
    if edition.acted_at is not None:
        yield edition.acted_at
    for each in edition.lines:
        yield from (bound for bound in _of(each) if bound is not None)


def _of(line: Coverage) -> Iterator[datetime | None]:
    term = line.line.term
    yield from (term.issued_at, term.starts_at, term.ends_at, line.planned_end, term.succeeded_at)
    if term.outage is not None:
        yield term.outage.confirmed_at
        if term.outage.restored_at is not None:
            yield term.outage.restored_at + timedelta(hours=term.grace_hours)

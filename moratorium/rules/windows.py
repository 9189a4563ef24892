"""When a coverage line protects: half-open intervals [start, end) (contract, section 1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

# An end that is not known. Later than any instant the record can hold, so that it compares.
NO_END = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Outage:
    """What a window needs to know of a billing outage: its restoration, as instants."""

    restored_at: datetime | None = None
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """The instants t with start <= t < end. `end` is NO_END when there is none."""

    start: datetime
    end: datetime

    def contains(self, instant: datetime) -> bool:
        return self.start <= instant < self.end

    def overlaps(self, other: "Window") -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Term:
    """The times that an order's line states, and what has befallen them since."""

    issued_at: datetime
    starts_at: datetime
    ends_at: datetime | None = None
    outage: Outage | None = None
    grace_hours: int = 0
    succeeded_at: datetime | None = None


def window(term: Term, known_at: datetime) -> Window | None:
    """What the line protects with the knowledge of `known_at`; None if nothing.

    Source: contract, section 1, "What a line protects", steps 1 to 4.
    """
    if term.issued_at > known_at:
        return None
    end = _stated_end(term, known_at)
    if term.succeeded_at is not None and term.succeeded_at <= known_at:
        end = min(end, term.succeeded_at)
    return Window(term.starts_at, end) if end > term.starts_at else None


def _stated_end(term: Term, known_at: datetime) -> datetime:
    """Nothing resumes by the clock alone while billing is down."""
    outage = term.outage
    if outage is None:
        return NO_END if term.ends_at is None else term.ends_at
    if outage.confirmed_at is None or outage.restored_at is None or outage.confirmed_at > known_at:
        return NO_END
    ends = [outage.restored_at + timedelta(hours=term.grace_hours), outage.confirmed_at]
    if term.ends_at is not None:
        ends.append(term.ends_at)
    return max(ends)


def union(windows: Iterable[Window]) -> list[Window]:
    """The unbroken stretches of some windows, in order; windows that touch are unbroken."""
    stretches: list[Window] = []
    for each in sorted(windows, key=lambda w: (w.start, w.end)):
        if stretches and each.start <= stretches[-1].end:
            last = stretches.pop()
            stretches.append(Window(last.start, max(last.end, each.end)))
        else:
            stretches.append(each)
    return stretches

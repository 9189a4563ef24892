"""Who is told of a directive by mail, and from which instant: at its issue, in between, when late.

Everything here is computed from plain values; offices are keys of the caller's own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .directives import due_at
from .offices import LEVELS

ISSUED, REMINDER, OVERDUE = "issued", "reminder", "overdue"
# No office has more above it than there are levels above the lowest.
RISES = len(LEVELS) - 1
# An address that is corrected later than this after the last step brings no old mail.
PATIENCE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Telling:
    """An office that is told at a step; `late` are the offices below that it is told of."""

    step: str
    office: int
    late: tuple[int, ...] = ()


def due(
    issued_at: datetime, due_hours: int, waiting: Mapping[int, Sequence[int]], at: datetime
) -> Iterator[Telling]:
    """What is to be told of a directive by an instant, told already or not.

    `waiting` are the offices that have not acknowledged, each with those above it in the tree
    of the day of issue, the nearest first. Every one of them is told at the issue and reminded
    after half of its time. After its time, and after each further span as long, the office one
    more level up is told of all that are late so many levels below it, in one telling.
    """
    if at < issued_at:
        return
    yield from (Telling(ISSUED, office) for office in waiting)
    if at >= remind_at(issued_at, due_hours):
        yield from (Telling(REMINDER, office) for office in waiting)
    for level in range(1, RISES + 1):
        if at >= rises_at(issued_at, due_hours, level):
            yield from _risen(level, waiting)


def overdue(level: int) -> str:
    """The name of the step at which the office so many levels up is told."""
    return f"{OVERDUE}-{level}"


def level_of(step: str) -> int:
    """How many levels up a step tells; 0 if it tells the office itself."""
    name, _, level = step.partition("-")
    return int(level) if name == OVERDUE else 0


def event(step: str, office: str, directive: str) -> str:
    """What a mail is about: the step, the code of the office told, the directive's number."""
    return f"{step}:{office}:{directive}"


def step_of(event: str) -> str:
    """The step that an event's name begins with."""
    return event.partition(":")[0]


def remind_at(issued_at: datetime, due_hours: int) -> datetime:
    """The instant of the reminder: half of the time to acknowledge is over."""
    return issued_at + timedelta(hours=due_hours) / 2


def rises_at(issued_at: datetime, due_hours: int, level: int) -> datetime:
    """The instant from which the office so many levels up is told."""
    return due_at(issued_at, due_hours * level)


def next_at(issued_at: datetime, due_hours: int, at: datetime) -> datetime | None:
    """The first instant after `at` from which something more is due; None if nothing will be."""
    steps = [remind_at(issued_at, due_hours)]
    steps += (rises_at(issued_at, due_hours, level) for level in range(1, RISES + 1))
    return min((each for each in steps if each > at), default=None)


def ends_at(issued_at: datetime, due_hours: int) -> datetime:
    """The instant from which nobody is told of a directive any more."""
    return rises_at(issued_at, due_hours, RISES) + PATIENCE


def _risen(level: int, waiting: Mapping[int, Sequence[int]]) -> Iterator[Telling]:
    late: dict[int, list[int]] = {}
    for office, above in waiting.items():
        if len(above) >= level:
            late.setdefault(above[level - 1], []).append(office)
    for office, below in late.items():
        yield Telling(overdue(level), office, tuple(below))

"""What the confirmation of a restoration would end: which orders, when, and in how many districts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ..models import Order, Outage
from ..rules import comparison, gaps, windows
from ..rules.comparison import Change
from ..rules.protection import Line
from ..rules.wording import Text
from . import coverage, places
from .coverage import Coverage


@dataclass(frozen=True, slots=True)
class Ending:
    """Lines of one order that would end together.

    `end` is aware; it is the moment of confirmation itself if `at_once`. `districts` lose
    sure protection then, as no other line goes on protecting there. `bare`: somebody does.
    """

    pk: int
    number: str
    title: Text
    end: datetime
    at_once: bool
    districts: int
    bare: bool


def endings(outage: Outage, at: datetime) -> list[Ending]:
    """What would end, and when, if the restoration were confirmed at an instant.

    One that nobody has reported is taken to be of that instant as well. Orders by number,
    the earliest end first; an order that has been amended or lifted has nothing left to end.
    """
    now = coverage.reaching(at, at)
    resting = [each for each in now if each.outage_ref == outage.ref and _goes_on(each.line, at)]
    if not resting:
        return []
    restored = windows.Outage(outage.restored_at or at, at)
    then = {id(each): _confirmed(each.line, restored) for each in resting}
    after = [then.get(id(each), each.line) for each in now]
    supplied = places.load().supplied
    touched = {place for each in resting for place in gaps.places(each.line.scope, supplied)}
    changes = comparison.changes([each.line for each in now], after, touched, at, at)
    grouped: dict[tuple[str, datetime], list[Coverage]] = {}
    for each in resting:
        span = windows.window(then[id(each)].term, at)
        end = at if span is None else max(span.end, at)
        grouped.setdefault((each.order.number, end), []).append(each)
    return _told(grouped, changes, at)


def _goes_on(line: Line, at: datetime) -> bool:
    span = windows.window(line.term, at)
    return span is not None and span.end > at


def _confirmed(line: Line, restored: windows.Outage) -> Line:
    return replace(line, term=replace(line.term, outage=restored))


def _told(
    grouped: dict[tuple[str, datetime], list[Coverage]], changes: Sequence[Change], at: datetime
) -> list[Ending]:
    numbers = {number for number, _end in grouped}
    keys = dict(Order.objects.filter(number__in=numbers).values_list("number", "pk"))
    found = []
    for (number, end), lines in sorted(grouped.items()):
        lost = [each.place for each in changes if _loses(each, lines, end)]
        districts = len({place.district for place in lost if place.district})
        title = lines[0].order.title
        found.append(Ending(keys[number], number, title, end, end <= at, districts, bool(lost)))
    return found


def _loses(change: Change, lines: Sequence[Coverage], end: datetime) -> bool:
    """Whether a place that some of these lines speak for goes without protection from then on."""
    starts = {window.start for window in (*change.lost, *change.dropped)}
    return any(
        max(end, each.line.term.starts_at) in starts and each.line.scope.applies_to(change.place)
        for each in lines
    )

"""What an order would change: who gains and who loses protection, and when."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from .gaps import subtract
from .protection import Line, Timeline
from .scope import Place
from .windows import Window, union, window


@dataclass(frozen=True, slots=True)
class Change:
    """One place whose protection would change.

    `gained` and `lost` are hours of sure protection. `unsure` are hours that newly depend on
    the named places, `dropped` those that depended on them and would be protected no more.
    """

    place: Place
    gained: tuple[Window, ...] = ()
    lost: tuple[Window, ...] = ()
    unsure: tuple[Window, ...] = ()
    dropped: tuple[Window, ...] = ()

    @property
    def shortens(self) -> bool:
        """Whether anybody there would be protected for fewer hours, or less surely."""
        return bool(self.lost or self.dropped)


def changes(
    before: Iterable[Line],
    after: Iterable[Line],
    places: Iterable[Place],
    known_at: datetime,
    since: datetime,
) -> list[Change]:
    """The places whose protection differs at or after `since`, in the order given.

    `before` and `after` are all lines of the record as it is and as it would become; both
    are read with the knowledge of `known_at`. Instants are aware.
    """
    before, after = list(before), list(after)
    found = []
    for place in places:
        old, new = (_ahead(Timeline(lines, place, known_at), since) for lines in (before, after))
        change = Change(
            place,
            gained=_without(new.sure, old.sure),
            lost=_without(old.sure, new.sure),
            unsure=_without(new.unsure, old.unsure),
            dropped=_without(old.unsure, union([*new.sure, *new.unsure])),
        )
        if change != Change(place):
            found.append(change)
    return found


def gains_before(
    instant: datetime, before: Iterable[Line], line: Line, places: Iterable[Place]
) -> bool:
    """Whether a line protects hours before an instant that the lines before it did not.

    Named places count here as the whole: it is the hours that are compared.
    """
    before, [line] = _unrestricted(before), _unrestricted([line])
    known_at = line.term.issued_at
    own = window(line.term, known_at)
    if own is None or own.start >= instant:
        return False
    past = Window(own.start, min(own.end, instant))
    # Mostly an amendment restates its lines, and no place needs to be looked at.
    if any(each.scope == line.scope and _holds(each, past, known_at) for each in before):
        return False
    found = changes(before, [line], places, known_at, own.start)
    return any(each.start < instant for change in found for each in change.gained)


def _holds(line: Line, whole: Window, known_at: datetime) -> bool:
    span = window(line.term, known_at)
    return span is not None and span.start <= whole.start and whole.end <= span.end


@dataclass(frozen=True, slots=True)
class _Hours:
    """When a place is surely protected, and when that depends on where exactly."""

    sure: list[Window]
    unsure: list[Window]


def _ahead(timeline: Timeline, since: datetime) -> _Hours:
    sure = _from(timeline.stretches, since)
    conditional = union(held.window for held in timeline.conditional)
    return _Hours(sure, list(_without(_from(conditional, since), sure)))


def _from(stretches: Iterable[Window], since: datetime) -> list[Window]:
    return [Window(max(s.start, since), s.end) for s in stretches if s.end > since]


def _without(stretches: list[Window], others: list[Window]) -> tuple[Window, ...]:
    return tuple(left for each in stretches for left in subtract(each, others))


def _unrestricted(lines: Iterable[Line]) -> list[Line]:
    return [replace(line, scope=replace(line.scope, restricted=False)) for line in lines]

"""What an order would change: who gains and who loses protection, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .gaps import subtract
from .protection import Line, Timeline
from .scope import Place
from .windows import Window


@dataclass(frozen=True, slots=True)
class Change:
    """One place whose sure protection would change: the hours gained and the hours lost."""

    place: Place
    gained: tuple[Window, ...]
    lost: tuple[Window, ...]


def changes(
    before: Iterable[Line],
    after: Iterable[Line],
    places: Iterable[Place],
    known_at: datetime,
    since: datetime,
) -> list[Change]:
    """The places whose sure protection differs at or after `since`, in the order given.

    `before` and `after` are all lines of the record as it is and as it would become; both
    are read with the knowledge of `known_at`. Instants are aware.
    """
    before, after = list(before), list(after)
    found = []
    for place in places:
        old, new = (_ahead(Timeline(lines, place, known_at).stretches, since)
                    for lines in (before, after))  # fmt: skip
        gained, lost = _without(new, old), _without(old, new)
        if gained or lost:
            found.append(Change(place, gained, lost))
    return found


def _ahead(stretches: Iterable[Window], since: datetime) -> list[Window]:
    return [Window(max(s.start, since), s.end) for s in stretches if s.end > since]


def _without(stretches: list[Window], others: list[Window]) -> tuple[Window, ...]:
    return tuple(left for each in stretches for left in subtract(each, others))

"""What of an outage no order covers: people cannot pay there, and can be cut.

Exact: the outage's scope and time minus what surely applying lines protect. Hours that lie
wholly in the past are left out: no order can cover them any more, and they would hide what
one still can.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from .protection import Line, Timeline
from .scope import ALL_STATE_DISCOMS, ANY_AREA, AREAS, STATE, Place, Scope
from .windows import NO_END, Window


@dataclass(frozen=True, slots=True)
class Down:
    """An outage that is not confirmed as restored: where, and since when until when."""

    scope: Scope
    starts_at: datetime
    expected_end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Supplied:
    """Who supplies what: kinds by discom code, districts by (discom, area)."""

    kinds: Mapping[str, str]
    districts: Mapping[tuple[str, str], Collection[str]]


@dataclass(frozen=True, slots=True)
class Gap:
    """Hours in which some districts of a discom's area stand without protection.

    No districts: the record does not say which ones the discom supplies there.
    """

    discom: str
    area: str
    districts: tuple[str, ...]
    windows: tuple[Window, ...]


def span(outage: Down, at: datetime) -> Window:
    """When billing is down as things stand: until the expected end, or, once that has
    passed or was never given, without an end. Nothing resumes by the clock alone."""
    end = outage.expected_end
    return Window(outage.starts_at, NO_END if end is None or end <= at else end)


def gaps(
    outage: Down, lines: Iterable[Line], supplied: Supplied, at: datetime, known_at: datetime
) -> list[Gap]:
    """The uncovered parts from `at` on, by discom and area, districts with the same hours together.

    A window that goes on at `at` keeps its start. Instants are aware.
    """
    lines = list(lines)
    whole = span(outage, at)
    found: dict[tuple[str, str, tuple[Window, ...]], list[str]] = {}
    for place in places(outage.scope, supplied):
        stretches = Timeline(lines, place, known_at).stretches
        if left := tuple(w for w in subtract(whole, stretches) if w.end > at):
            named = found.setdefault((place.discom, place.area, left), [])
            named.extend([place.district] if place.district else [])
    return [
        Gap(discom, area, tuple(sorted(districts)), windows)
        for (discom, area, windows), districts in found.items()
    ]


def places(scope: Scope, supplied: Supplied) -> list[Place]:
    """Every discom, area and district that a scope touches, in the order of the discoms.

    If none of it is on record, the discoms without a district: silence would read as calm.
    """
    pairs = [
        (discom, area)
        for discom in _discoms(scope, supplied)
        for area in (AREAS if scope.area == ANY_AREA else (scope.area,))
    ]
    found = [
        Place(discom, supplied.kinds[discom], area, district)
        for discom, area in pairs
        for district in sorted(supplied.districts.get((discom, area), ()))
        if not scope.districts or district in scope.districts
    ]
    named: list[str | None] = [*sorted(scope.districts)] or [None]
    return found or [
        Place(discom, supplied.kinds[discom], area, district)
        for discom, area in pairs
        for district in named
    ]


def _discoms(scope: Scope, supplied: Supplied) -> list[str]:
    if scope.discom == ALL_STATE_DISCOMS:
        return [code for code, kind in supplied.kinds.items() if kind == STATE]
    return [scope.discom]


def subtract(whole: Window, stretches: Iterable[Window]) -> tuple[Window, ...]:
    """What is left of a window when some stretches, in order and apart, are taken away."""
    left, start = [], whole.start
    for each in stretches:
        if each.end <= start or each.start >= whole.end:
            continue
        if each.start > start:
            left.append(Window(start, each.start))
        start = max(start, each.end)
    if start < whole.end:
        left.append(Window(start, whole.end))
    return tuple(left)

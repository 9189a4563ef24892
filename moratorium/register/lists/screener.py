"""One row of a list answered from the record's facts (contract, section 5).

Rows repeat the same few places, so what is known of a place is kept, and forgotten when it
becomes much, so that memory stays small.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from ...rules import instants, names, places, screening
from ...rules.places import Places, Region
from ...rules.protection import Line, Timeline, Verdict
from ...rules.screening import BadRow, Outcome
from ...rules.windows import Window

MARGIN = timedelta(days=366)
# How many windows of lines are kept for all places together; one takes about 200 bytes.
_MOST_WINDOWS = 300_000

Cells = tuple[str, str, str, str]
Older = Callable[[datetime], Sequence[Line]]
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Facts:
    """What answers need of the record as known at `now`, which also stands for an empty date.

    `lines` are those whose protection may go on after `since`.
    """

    now: datetime
    since: datetime
    places: Places
    lines: tuple[Line, ...]


class Kept(Generic[Key, Value]):
    """A memory that forgets everything once what it keeps weighs more than it may."""

    def __init__(self, most: int) -> None:
        self._most, self._weight = most, 0
        self._values: dict[Key, Value] = {}
        self.get = self._values.get

    def keep(self, key: Key, value: Value, weight: int) -> Value:
        """Keep a value, with its weight in the memory's own unit; returns it."""
        if self._weight + weight > self._most:
            self._values.clear()
            self._weight = 0
        self._weight += weight
        self._values[key] = value
        return value


class Screener:
    """Answers rows from facts. `older` reads the lines since an instant before `facts.since`."""

    def __init__(self, facts: Facts, older: Older) -> None:
        self._now, self._since = facts.now, facts.since
        self._places, self._lines = facts.places, facts.lines
        self._older = older
        self._districts = _districts(self._places)
        self._discoms = _discoms(self._places)
        self._forget()

    def answer(self, cells: Cells) -> Outcome:
        """The outcome for the cells discom, district, area and planned_at."""
        discom, district, area, stated = cells
        try:
            when = screening.planned(stated, self._now)
            self._reach(when.start if isinstance(when, Window) else when)
            return screening.outcome(
                [_verdict(each, when) for each in self._about(discom, district, area)]
            )
        except BadRow as error:
            return screening.invalid(error)

    def _about(self, discom: str, district: str, area: str) -> list[Timeline]:
        urban_or_rural = screening.area(area)
        region = self._region(district)
        slug = region.slug if region else None
        return [
            self._timeline(code, urban_or_rural, slug)
            for code in self._suppliers(discom, region, urban_or_rural)
        ]

    def _timeline(self, discom: str, area: str, district: str | None) -> Timeline:
        key = discom, area, district
        found = self._timelines.get(key)
        if found is None:
            found = Timeline(self._lines, self._places.place(*key), self._now)
            self._timelines.keep(key, found, 1 + len(found.sure) + len(found.conditional))
        return found

    def _region(self, text: str) -> Region | None:
        if not text.strip():
            return None
        region = self._districts.get(names.key(text))
        if region is None:
            raise BadRow("district", text)
        return region

    def _suppliers(self, text: str, region: Region | None, area: str) -> Sequence[str]:
        if text.strip():
            code = self._discoms.get(names.key(text))
            if code is None:
                raise BadRow("discom", text)
            if region and region.slug not in self._places.serves[code]:
                raise BadRow("not_served", region.slug)
            return [code]
        if region is None:
            raise BadRow("district_missing")
        codes = [s.supplier.code for s in self._places.supplying(region.slug, area)]
        if not codes:
            raise BadRow("nobody_serves")
        return codes

    def _reach(self, instant: datetime) -> None:
        """Lines that ended long ago are read only when a row asks about that time."""
        if instant < self._since:
            self._since = max(instants.EARLIEST, instant) - MARGIN
            self._lines = tuple(self._older(self._since))
            self._forget()

    def _forget(self) -> None:
        self._timelines: Kept[tuple[str, str, str | None], Timeline] = Kept(_MOST_WINDOWS)


def _verdict(timeline: Timeline, when: datetime | Window) -> Verdict:
    return timeline.during(when) if isinstance(when, Window) else timeline.at(when)


def _districts(known: Places) -> dict[str, Region]:
    """Districts by every name they have; a name that two of them share names neither."""
    found: dict[str, Region | None] = {}
    for region in known.regions.values():
        for key in {names.key(name) for name in places.district_names(region)}:
            found[key] = None if key in found else region
    return {key: region for key, region in found.items() if region is not None}


def _discoms(known: Places) -> dict[str, str]:
    """Codes of discoms by code and name, in the spelling that names are matched by."""
    found: dict[str, str | None] = {}
    for each in known.suppliers.values():
        told = (each.code, each.name.hi, each.name.en, each.short.hi, each.short.en)
        for key in {names.key(name) for name in told}:
            found[key] = None if key in found else each.code
    return {key: code for key, code in found.items() if code is not None}

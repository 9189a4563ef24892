"""One row of a list answered from the record (contract, section 5).

Rows repeat the same few places, so what is known of a place is kept, and forgotten when it
becomes much, so that memory stays small.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from ..rules import instants, names, screening
from ..rules.protection import Timeline, Verdict
from ..rules.screening import BadRow, Outcome
from ..rules.windows import Window
from . import coverage, places
from .places import Places, Region
from .verdicts import Reader

KEPT = 50_000
_MARGIN = timedelta(days=366)

Cells = tuple[str, str, str, str]


class Screener:
    """Answers rows from the record as known at `now`, which also stands for an empty date."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._places = places.load()
        self._districts = _districts(self._places)
        self._discoms = _discoms(self._places)
        self._since = now - _MARGIN
        self._reader = self._read_since(self._since)
        self._timelines: dict[tuple[str, str, str], list[Timeline] | BadRow] = {}

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
        key = discom, district, area
        found = self._timelines.get(key)
        if found is None:
            forget_many(self._timelines)
            try:
                found = self._look(*key)
            except BadRow as error:
                found = error
            self._timelines[key] = found
        if isinstance(found, BadRow):
            raise found
        return found

    def _look(self, discom: str, district: str, area: str) -> list[Timeline]:
        urban_or_rural = screening.area(area)
        region = self._region(district)
        slug = region.slug if region else None
        return [
            self._reader.timeline(self._places.place(code, urban_or_rural, slug), self._now)
            for code in self._suppliers(discom, region, urban_or_rural)
        ]

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
            self._since = max(instants.EARLIEST, instant) - _MARGIN
            self._reader = self._read_since(self._since)
            self._timelines.clear()

    def _read_since(self, since: datetime) -> Reader:
        return Reader([each.line for each in coverage.reaching(since, self._now)])


def _verdict(timeline: Timeline, when: datetime | Window) -> Verdict:
    return timeline.during(when) if isinstance(when, Window) else timeline.at(when)


def forget_many(kept: dict[Any, Any]) -> None:
    """Empty a memory that has become large."""
    if len(kept) >= KEPT:
        kept.clear()


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

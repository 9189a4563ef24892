"""Questions from outside, checked against the reference data.

A list holds up to 10,000 of them and most differ in little, so places and instants that
were understood once are remembered, and only what is not understood is looked at closely.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from ...register.places import Places
from ...register.verdicts import Question
from ...rules import instants
from ...rules.instants import BadInstant
from ...rules.scope import AREAS, Place
from .parameters import instant_fault
from .problems import Fault
from .words import fault

NAMES = ("discom", "area", "district", "at", "known_at")
_KNOWN = frozenset(NAMES)
# Of the texts that are read, only those at +05:30 to the second have this length, T and end.
_LENGTH = len("2022-12-31T12:00:00+05:30")
_REQUIRED = ("discom", "area")


class Faulty(Exception):
    """A question that cannot be asked; `faults` name its fields."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(len(faults))
        self.faults = faults


class Asker:
    """Turns what was sent into questions; `now` stands for an instant that is left out."""

    def __init__(self, places: Places, now: datetime) -> None:
        self._places = places
        self._now = now
        self._known_places: dict[tuple[Any, Any, Any], Place] = {}
        self._instants: dict[str, datetime] = {}
        self.written: dict[datetime, str] = {}  # instants that came as they are written

    def question(self, given: dict[str, Any]) -> Question:
        """The question that `given` asks. Raises Faulty."""
        try:
            if given.keys() <= _KNOWN:
                return Question(self._place(given), *self._times(given))
        except (KeyError, TypeError, BadInstant):
            pass
        raise Faulty(list(faults(given, self._places)))

    def _place(self, given: Mapping[str, Any]) -> Place:
        key = given["discom"], given["area"], given.get("district")
        found = self._known_places.get(key)
        if found is None:
            if any(place_faults(given, self._places)):
                raise KeyError
            found = self._known_places[key] = self._places.place(*key)
        return found

    def _times(self, given: Mapping[str, Any]) -> tuple[datetime, datetime]:
        at = self._instant(given["at"]) if "at" in given else self._now
        return at, self._instant(given["known_at"]) if "known_at" in given else self._now

    def _instant(self, text: str) -> datetime:
        found = self._instants.get(text)
        if found is None:
            found = self._instants[text] = instants.read(text)
            if len(text) == _LENGTH and text[10] == "T" and text.endswith("+05:30"):
                self.written[found] = text
        return found


def faults(given: Mapping[str, Any], places: Places) -> Iterator[Fault]:
    """Everything wrong with a question."""
    yield from (fault(name, "unknown") for name in given if name not in _KNOWN)
    yield from place_faults(given, places)
    for name in ("at", "known_at"):
        if name in given:
            found = _text_fault(name, given[name]) or instant_fault(name, given[name])
            if found is not None:
                yield found


def place_faults(given: Mapping[str, Any], places: Places) -> Iterator[Fault]:
    """What is wrong with the discom, area and district of a question; null is no district."""
    stated = {n: given[n] for n in ("discom", "area", "district") if n in given}
    if stated.get("district", "") is None:
        del stated["district"]
    yield from (fault(name, "missing") for name in _REQUIRED if name not in stated)
    wrong = [found for name, value in stated.items() if (found := _text_fault(name, value))]
    yield from wrong
    yield from scope_faults(
        {n: v for n, v in stated.items() if n not in {each.field for each in wrong}}, places
    )


def scope_faults(stated: Mapping[str, str], places: Places) -> Iterator[Fault]:
    """A discom, area or district that is not on record, or a district that is not served."""
    discom, area, district = (stated.get(name) for name in ("discom", "area", "district"))
    if discom is not None and discom not in places.suppliers:
        yield fault("discom", "discom", discom)
    if area is not None and area not in AREAS:
        yield fault("area", "area", area)
    if district is None:
        return
    if district not in places.regions:
        yield fault("district", "district", district)
    elif discom in places.suppliers and district not in places.serves[discom]:
        yield fault("district", "not_served", district)


def _text_fault(name: str, value: object) -> Fault | None:
    if not isinstance(value, str):
        return fault(name, "text")
    return None if value.strip() else fault(name, "empty")

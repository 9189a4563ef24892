"""A second evaluator of the verdict, built from the contract (section 1) and from nothing else.

It never computes an interval. It asks of one microsecond whether a line protects it, and walks
from one instant that the record mentions to the next, since between two of them nothing can
change. A record is a dict in the shape of the record format, with what a verdict reads of it;
its instants are whole microseconds since 1970-01-01T00:00Z.
"""

from collections.abc import Iterable, Iterator
from typing import Any

HOUR = 3_600_000_000
DAY = 24 * HOUR
IST_AHEAD = 5 * HOUR + HOUR // 2

Record = dict[str, Any]
Place = dict[str, Any]  # discom, kind, area, district (or None)
Answer = dict[str, Any]  # the six fields of a verdict
Entry = tuple[dict[str, Any], dict[str, Any]]  # an order and one line of its coverage


def ist_day(number: int) -> tuple[int, int]:
    """00:00 and 24:00 IST of a day, counted from 1 January 1970."""
    start = number * DAY - IST_AHEAD
    return start, start + DAY


def mentioned(record: Record) -> list[int]:
    """Every instant at which anything in the record can begin or end, in order."""
    return sorted({instant for instant in _mentions(record) if instant is not None})


def _mentions(record: Record) -> Iterator[int | None]:
    outages = {outage["ref"]: outage for outage in record["outages"]}
    for outage in record["outages"]:
        yield outage["confirmed_at"]
    for order in record["orders"]:
        yield order["issued_at"]
        for line in order["coverage"]:
            yield line["starts_at"]
            yield line["ends_at"]
            outage = outages.get(line["until_restored"])
            if outage is not None and outage["restored_at"] is not None:
                yield outage["restored_at"] + line["grace_hours"] * HOUR


class Reference:
    """A record, ready to be asked."""

    def __init__(self, record: Record) -> None:
        self._outages = {outage["ref"]: outage for outage in record["outages"]}
        self._successor_issued = {
            order["amends"]: order["issued_at"] for order in record["orders"] if order["amends"]
        }
        self._entries = [(order, line) for order in record["orders"] for line in order["coverage"]]
        self._mentioned = mentioned(record)

    def at(self, place: Place, at: int, known: int) -> Answer:
        """The verdict at an instant."""
        sure, conditional = self._applying(place)
        later = [instant for instant in self._mentioned if instant > at]
        return {
            **self._state(sure, conditional, [at], known),
            **self._end(sure, at, known),
            "stated_until": self._stated(sure, at, known),
            "next_change": self._next_change(sure + conditional, later, known),
        }

    def during(self, place: Place, span: tuple[int, int], known: int) -> Answer:
        """The verdict for a span, without the two fields that only an instant has."""
        sure, conditional = self._applying(place)
        start, end = span
        points = [start, *(instant for instant in self._mentioned if start < instant < end)]
        held = [point for point in points if self._any(sure, point, known)]
        return {
            **self._state(sure, conditional, points, known),
            **self._end(sure, held[-1] if held else start, known),
        }

    def _applying(self, place: Place) -> tuple[list[Entry], list[Entry]]:
        sure, conditional = [], []
        for entry in self._entries:
            if _speaks_for(entry[1], place):
                (conditional if _leaves_open(entry[1], place) else sure).append(entry)
        return sure, conditional

    def _state(
        self, sure: list[Entry], conditional: list[Entry], points: list[int], known: int
    ) -> Answer:
        for verdict, entries in (("protected", sure), ("depends", conditional)):
            numbers = {
                entry[0]["number"]
                for entry in entries
                if any(self._protects(entry, point, known) for point in points)
            }
            if numbers:
                return {"verdict": verdict, "orders": sorted(numbers)}
        return {"verdict": "not_protected", "orders": []}

    def _end(self, sure: list[Entry], at: int, known: int) -> Answer:
        """How long the protection of `at` goes on without a break: walk until nobody protects."""
        if not self._any(sure, at, known):
            return {"until": None, "open_ended": False}
        for instant in self._mentioned:
            if instant > at and not self._any(sure, instant, known):
                return {"until": instant, "open_ended": False}
        return {"until": None, "open_ended": True}

    def _stated(self, sure: list[Entry], at: int, known: int) -> int | None:
        printed = [
            entry[1]["ends_at"]
            for entry in sure
            if entry[1]["ends_at"] is not None and self._protects(entry, at, known)
        ]
        return max(printed) if printed else None

    def _next_change(self, entries: list[Entry], later: list[int], known: int) -> int | None:
        """The next microsecond that some line treats otherwise than the one before it."""
        for instant in later:
            for entry in entries:
                before = self._protects(entry, instant - 1, known)
                if before != self._protects(entry, instant, known):
                    return instant
        return None

    def _any(self, entries: Iterable[Entry], at: int, known: int) -> bool:
        return any(self._protects(entry, at, known) for entry in entries)

    def _protects(self, entry: Entry, at: int, known: int) -> bool:
        order, line = entry
        if order["issued_at"] > known or at < line["starts_at"]:
            return False
        successor_issued = self._successor_issued.get(order["number"])
        if successor_issued is not None and successor_issued <= known and at >= successor_issued:
            return False
        return self._goes_on(line, at, known)

    def _goes_on(self, line: dict[str, Any], at: int, known: int) -> bool:
        if line["ends_at"] is not None and at < line["ends_at"]:
            return True
        if line["until_restored"] is None:
            return False
        outage = self._outages[line["until_restored"]]
        if outage["confirmed_at"] is None or outage["confirmed_at"] > known:
            return True
        grace = line["grace_hours"] * HOUR
        return at < outage["confirmed_at"] or at < outage["restored_at"] + grace


def _speaks_for(line: dict[str, Any], place: Place) -> bool:
    everybody = line["discom"] == "*" and place["kind"] == "state"
    if not (everybody or line["discom"] == place["discom"]):
        return False
    if line["area"] not in ("any", place["area"]):
        return False
    if place["district"] is None or line["districts"] == []:
        return True
    return place["district"] in line["districts"]


def _leaves_open(line: dict[str, Any], place: Place) -> bool:
    if any(words.strip() for words in line["restricted_to"].values()):
        return True
    return line["districts"] != [] and place["district"] is None

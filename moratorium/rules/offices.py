"""The chart of offices: who stands under whom and who is posted where, by the day.

Days are IST days, spans half-open: [starts_on, ends_on), open if `ends_on` is None. A span that
ends on its first day never held.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from .wording import Text

LEVELS = {
    "head": Text("मुख्यालय", "head office"),
    "zone": Text("क्षेत्र", "zone"),
    "circle": Text("मण्डल", "circle"),
    "division": Text("खण्ड", "division"),
    "subdivision": Text("उपखण्ड", "sub-division"),
    "substation": Text("विद्युत उपकेन्द्र", "sub-station"),
}


# Who heads an office of a level.
POSTS = {
    "head": Text("प्रबन्ध निदेशक", "Managing Director"),
    "zone": Text("मुख्य अभियन्ता", "Chief Engineer"),
    "circle": Text("अधीक्षण अभियन्ता", "Superintending Engineer"),
    "division": Text("अधिशासी अभियन्ता", "Executive Engineer"),
    "subdivision": Text("उपखण्ड अधिकारी", "Sub-Divisional Officer"),
    "substation": Text("अवर अभियन्ता", "Junior Engineer"),
}


@dataclass(frozen=True, slots=True)
class Office:
    """An office as it is stated: its code never changes."""

    code: str
    discom: str
    level: str
    name_hi: str
    name_en: str
    email: str = ""

    @property
    def key(self) -> tuple[str]:
        return (self.code,)


@dataclass(frozen=True, slots=True)
class Place:
    """Under which office another one stands (by code; "" for none), and for which days."""

    office: str
    parent: str
    starts_on: date
    ends_on: date | None = None

    @property
    def key(self) -> tuple[str, date]:
        return self.office, self.starts_on


@dataclass(frozen=True, slots=True)
class Posting:
    """Which post a person (by user name) holds at an office (by code), and for which days."""

    person: str
    office: str
    post_hi: str
    post_en: str
    starts_on: date
    ends_on: date | None = None

    @property
    def key(self) -> tuple[str, str, date]:
        return self.person, self.office, self.starts_on


Row = Office | Place | Posting
Dated = Place | Posting
KINDS: tuple[type, ...] = (Office, Place, Posting)


@dataclass(frozen=True)
class Chart:
    """Everything that is on record, or would be: rows by their key.

    `people` says of every user name whether it is a technical account.
    """

    discoms: frozenset[str]
    people: dict[str, bool]
    rows: dict[type, dict[tuple, Row]] = field(default_factory=dict)

    def of(self, kind: type) -> dict[tuple, Row]:
        """The rows of one kind, by key."""
        return self.rows.get(kind, {})

    def office(self, code: str) -> Office | None:
        found = self.of(Office).get((code,))
        return found if isinstance(found, Office) else None

    def with_rows(self, stated: Iterable[Row]) -> "Chart":
        """The chart as it would be with these rows in place of those of the same key."""
        rows = {kind: dict(self.of(kind)) for kind in KINDS}
        for row in stated:
            rows[type(row)][row.key] = row
        return Chart(self.discoms, self.people, rows)

    @cached_property
    def places(self) -> dict[str, list[Place]]:
        """The places of each office that ever held, the earliest first."""
        found: dict[str, list[Place]] = {}
        for row in self.of(Place).values():
            if isinstance(row, Place) and held(row):
                found.setdefault(row.office, []).append(row)
        for places in found.values():
            places.sort(key=lambda place: place.starts_on)
        return found

    @cached_property
    def postings(self) -> dict[tuple[str, str], list[Posting]]:
        """The postings of each person at each office that ever held, the earliest first."""
        found: dict[tuple[str, str], list[Posting]] = {}
        for row in self.of(Posting).values():
            if isinstance(row, Posting) and held(row):
                found.setdefault((row.person, row.office), []).append(row)
        for postings in found.values():
            postings.sort(key=lambda posting: posting.starts_on)
        return found

    @cached_property
    def below(self) -> dict[str, list[Place]]:
        """The places right under each office."""
        found: dict[str, list[Place]] = {}
        for places in self.places.values():
            for place in places:
                found.setdefault(place.parent, []).append(place)
        return found


def held(row: Dated) -> bool:
    """Whether the row holds on any day."""
    return row.ends_on is None or row.ends_on > row.starts_on

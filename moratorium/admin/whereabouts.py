"""Places and hours in the words of the page: a discom's area, its districts, and stretches."""

from collections.abc import Collection
from dataclasses import dataclass

from ..register.places import Places
from ..rules import wording
from ..rules.gaps import Gap
from ..rules.windows import NO_END, Window
from ..rules.wording import LineWords, Text
from .naming import language, say

FEW = 6  # districts that are named; more are counted and unfold


@dataclass(frozen=True, slots=True)
class Where:
    """A discom's area, and its districts by name; none stands for all of them."""

    discom: str
    area: str
    districts: tuple[str, ...]
    restricted_to: str = ""

    @property
    def many(self) -> bool:
        return len(self.districts) > FEW


@dataclass(frozen=True, slots=True)
class Bare:
    """Where no order holds, and each stretch of hours in words."""

    where: Where
    hours: list[str]


def of_line(words: LineWords) -> Where:
    """Where a line of an order holds."""
    names = tuple(sorted(map(say, words.districts)))
    discom = say(words.discom or wording.ALL_DISCOMS)
    return Where(discom, wording.area(words.area, language()), names, say(words.restricted_to))


def of_districts(discom: str, area: str, districts: Collection[str], places: Places) -> Where:
    """Some districts (slugs) of a discom's area; none are named if it is all that it supplies."""
    supplied = {s.district for s in places.supplies if (s.supplier.code, s.area) == (discom, area)}
    everywhere = set(districts) == supplied
    names = () if everywhere else tuple(sorted(say(places.regions[d].name) for d in districts))
    return Where(say(places.suppliers[discom].name), wording.area(area, language()), names)


def bare(gap: Gap, places: Places) -> Bare:
    """A gap in the words of the page."""
    where = of_districts(gap.discom, gap.area, gap.districts, places)
    return Bare(where, list(map(hours, gap.windows)))


def hours(window: Window) -> str:
    """From when until when, or that no end is known."""
    start = wording.since(window.start, language())
    if window.end == NO_END:
        return say(Text(f"{start}; अंत ज्ञात नहीं", f"{start}, with no known end"))
    return f"{start} {wording.until(window.end, language())}"

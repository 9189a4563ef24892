"""What a visitor typed, read strictly: a value or an error, and the typed text kept."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..register.orders import Search
from ..register.places import Places, Region
from ..rules import instants
from ..rules.instants import BadInstant
from ..rules.scope import ALL_STATE_DISCOMS, AREAS

LONGEST = 100
_LOCAL = re.compile(r"(\d{4})-(\d{2})-(\d{2})[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
_PICKED = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?", re.ASCII)
_INDIAN = re.compile(
    r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}),?[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form: as typed, and what is wrong with it."""

    typed: str = ""
    error: str | Promise = ""

    @property
    def is_local(self) -> bool:
        """Whether a browser's own picker of date and time can show it."""
        return not self.typed or _PICKED.fullmatch(self.typed) is not None


@dataclass(frozen=True, slots=True)
class Asked:
    """The question form: a district (or an error at its field) and an area, if any."""

    region: Region | None
    area: str
    district: Field
    area_field: Field


@dataclass(frozen=True, slots=True)
class Moments:
    """The as-of form: two instants, or errors at their fields. No `at`: nothing was asked."""

    at: datetime | None
    known_at: datetime | None
    at_field: Field
    known_field: Field

    @property
    def faulty(self) -> bool:
        return bool(self.at_field.error or self.known_field.error)


@dataclass(frozen=True, slots=True)
class Searched:
    """The archive's form: what to search for, and each field as typed."""

    search: Search
    fields: dict[str, Field]

    @property
    def faulty(self) -> bool:
        return any(field.error for field in self.fields.values())


def typed(query: Mapping[str, str], name: str) -> str:
    """A parameter without control characters, which some databases refuse."""
    text = "".join(c for c in query.get(name, "") if c.isprintable())
    return text.strip()


def question(query: Mapping[str, str], places: Places) -> Asked:
    """The question "can my supply be cut?": where, and in which area."""
    text, area = typed(query, "district"), typed(query, "area")
    region = places.find_district(text) if text and len(text) <= LONGEST else None
    error: str | Promise = ""
    if not text:
        error = _("Choose your district.")
    elif region is None:
        error = _("No district of this name is known. Check the spelling, or choose from the list.")
    wrong = area not in ("", "unknown", *AREAS)
    return Asked(
        region,
        area if area in AREAS else "",
        Field(text[:LONGEST], error),
        Field(area[:LONGEST], _("Choose urban, rural, or “I don’t know”.") if wrong else ""),
    )


def nothing_asked() -> Asked:
    """The question form before anything was typed."""
    return Asked(None, "", Field(), Field())


def moments(query: Mapping[str, str], now: datetime) -> Moments:
    """The as-of form; what is left empty is now."""
    at_text, known_text = typed(query, "at"), typed(query, "known_at")
    at, at_error = _instant(at_text, now)
    known_at, known_error = _instant(known_text, now)
    if "at" not in query and "known_at" not in query:
        at = None
    return Moments(
        at,
        known_at,
        Field(at_text[:LONGEST], at_error),
        Field(known_text[:LONGEST], known_error),
    )


def search(query: Mapping[str, str], places: Places, years: Collection[int]) -> Searched:
    """The archive's search. A field that names nothing known is an error at that field."""
    text = typed(query, "q")
    error = _("Write at most 100 characters.") if len(text) > LONGEST else ""
    fields = {
        "q": Field(text, error),
        "discom": _chosen(query, "discom", {ALL_STATE_DISCOMS, *places.suppliers}),
        "district": _chosen(query, "district", places.regions),
        "area": _chosen(query, "area", AREAS),
        "year": _chosen(query, "year", [str(year) for year in years]),
    }
    found = {name: "" if field.error else field.typed for name, field in fields.items()}
    wanted = Search(
        text=found["q"],
        discom=found["discom"],
        district=found["district"],
        area=found["area"],
        year=int(found["year"]) if found["year"] else None,
    )
    return Searched(wanted, fields)


def page_number(query: Mapping[str, str]) -> int | None:
    """The page asked for, from 1; None if there can be no such page."""
    text = query.get("page", "1")
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,5}", text) else None


def year(query: Mapping[str, str], years: Collection[int]) -> tuple[int | None, Field]:
    """The year asked for among those on record; an error if it is none of them."""
    field = _chosen(query, "year", [str(each) for each in years])
    return (int(field.typed) if field.typed and not field.error else None), field


def _chosen(query: Mapping[str, str], name: str, known: Collection[str]) -> Field:
    text = typed(query, name)
    if not text or text in known:
        return Field(text)
    return Field(text[:LONGEST], _("This is not in the list; choose from it."))


def _instant(text: str, now: datetime) -> tuple[datetime | None, str | Promise]:
    if not text:
        return now, ""
    try:
        return instants.read(_with_offset(text)), ""
    except BadInstant as error:
        if error.name == "range":
            return None, _("Give a moment between the years 2000 and 2100.")
        return None, _("Write day and hour like this: 29-12-2022 18:41")


def _with_offset(text: str) -> str:
    """An IST date and time as ISO 8601; anything else is left to the strict reader."""
    if match := _LOCAL.fullmatch(text):
        year, month, day, hour, minute, second = match.groups()
    elif match := _INDIAN.fullmatch(text):
        day, month, year, hour, minute, second = match.groups()
    else:
        # A raw plus sign in an address arrives as a space.
        return re.sub(r" (?=\d{2}:?\d{2}$)", "+", text)
    return f"{year}-{int(month):02d}-{int(day):02d}T{int(hour):02d}:{minute}:{second or '00'}+05:30"

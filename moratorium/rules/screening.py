"""Screening a list: what a row says, and how its answer is told (contract, section 5)."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from . import instants, names
from .bad_lists import BadList
from .instants import BadInstant
from .protection import DEPENDS, NOT_PROTECTED, PROTECTED, Verdict
from .scope import AREAS
from .windows import Window
from .wording import Text

INVALID = "invalid"
OUTCOMES = (PROTECTED, NOT_PROTECTED, DEPENDS, INVALID)
COLUMNS = ("account", "discom", "district", "area", "planned_at")
ADDED = ("verdict", "orders", "protected_until", "reason")
# What is added to a row, in bytes of CSV: marks around four cells, commas before them, line end.
MOST_ADDED = 2_000
_FRAME = 2 * 4 + 4 + 2
# Of more orders than fit, so many are named.
NAMED = 10
_HINDI = {
    "खाता": "account",
    "निगम": "discom",
    "जनपद": "district",
    "क्षेत्र": "area",
    "तिथि": "planned_at",
}
_AREAS = {names.key(word): code for code, word in zip(AREAS, ("शहरी", "ग्रामीण"), strict=True)}
_AREAS |= {code: code for code in AREAS}

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_INDIAN = re.compile(r"(\d\d)-(\d\d)-(\d{4})(?: (\d\d:\d\d))?", re.ASCII)
_SPACED = re.compile(r"(\d{4}-\d\d-\d\d) (?=\d)", re.ASCII)
FIRST_YEAR, LAST_YEAR = 2000, 2100

REASONS = {
    "open_ended": Text(
        "समाप्ति का समय ज्ञात नहीं; बिलिंग बहाल होने की पुष्टि तक लागू",
        "no end is known; it holds until billing is confirmed restored",
    ),
    "depends": Text(
        "आदेश कुछ स्थानों या जनपदों के लिए है; स्थान की पुष्टि करें",
        "an order holds for some places or districts; confirm the place",
    ),
    "suppliers_differ": Text(
        "यहाँ एक से अधिक निगम हैं और उनके उत्तर अलग हैं; निगम लिखें",
        "several discoms serve this place and their answers differ; name the discom",
    ),
    "not_protected": Text("ऐसा कोई आदेश दर्ज नहीं है", "no such order is on record"),
    "discom": Text("ऐसा कोई निगम दर्ज नहीं है: {0}", "no such discom is on record: {0}"),
    "district": Text("ऐसा कोई जनपद दर्ज नहीं है: {0}", "no such district is on record: {0}"),
    "district_missing": Text(
        "जनपद या निगम लिखें", "give the district or the discom"
    ),
    "area_missing": Text("क्षेत्र (शहरी या ग्रामीण) लिखें", "give the area, urban or rural"),
    "area": Text(
        "क्षेत्र शहरी या ग्रामीण हो, न कि {0}", "the area is urban or rural, not {0}"
    ),
    "not_served": Text(
        "यह निगम इस जनपद में आपूर्ति नहीं करता: {0}",
        "the discom does not serve this district: {0}",
    ),
    "nobody_serves": Text(
        "इस क्षेत्र का कोई निगम दर्ज नहीं है", "no discom is on record for this area of the district"
    ),
    "planned_at": Text(
        "तिथि समझ में नहीं आई: {0}; जैसे 31-12-2022, 31-12-2022 14:30 या 2022-12-31T14:30:00+05:30",
        "the date is not understood: {0}; write 31-12-2022, 31-12-2022 14:30 or "
        "2022-12-31T14:30:00+05:30",
    ),
    "planned_range": Text(
        "तिथि 2000 से 2100 तक की हो: {0}", "the date must lie from 2000 to 2100: {0}"
    ),
    "cells": Text("पंक्ति में खानों की संख्या शीर्ष पंक्ति से अलग है: {0}",
                  "the row has another number of cells than the header: {0}"),
}  # fmt: skip


class BadHeader(BadList):
    """A list whose header names no list; `words` say why, `columns` which."""

    def __init__(self, name: str, columns: Sequence[str] = ()) -> None:
        super().__init__(name, shorten(", ".join(columns)), columns)


class BadRow(ValueError):
    """A row that asks nothing that can be answered; `words` say why."""

    def __init__(self, name: str, given: str = "") -> None:
        text, shown = REASONS[name], shorten(given)
        self.words = Text(text.hi.replace("{0}", shown), text.en.replace("{0}", shown))
        super().__init__(self.words.en)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is added to a row."""

    verdict: str
    orders: tuple[str, ...] = ()
    until: datetime | None = None
    reason: Text | None = None

    def cells(self) -> list[str]:
        """The added columns: verdict, orders, protected_until (ISO at +05:30), reason.

        As CSV they take at most MOST_ADDED bytes: of more orders than fit, the first and a count.
        """
        until = "" if self.until is None else instants.write(self.until)
        reason = "" if self.reason is None else f"{self.reason.en} / {self.reason.hi}"
        room = MOST_ADDED - _FRAME - sum(map(_written, (self.verdict, until, reason)))
        return [self.verdict, _named(self.orders, room), until, reason]


def header(cells: Sequence[str]) -> dict[str, int]:
    """Where each column stands, from 0. Raises BadHeader.

    Every column must be there, so that a mistyped name is not taken for an empty cell.
    """
    if not any(cell.strip() for cell in cells):
        raise BadHeader("empty")
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        name = _column(cell)
        if name in ADDED:
            raise BadHeader("taken", [name])
        if name in found:
            raise BadHeader("repeated", [name])
        if name in COLUMNS:
            found[name] = index
    if missing := [name for name in COLUMNS if name not in found]:
        raise BadHeader("missing", missing)
    return found


def _column(cell: str) -> str:
    name = unicodedata.normalize("NFC", cell).strip().lstrip("\ufeff").casefold()
    return _HINDI.get(name, name)


def area(text: str) -> str:
    """The area that a cell names. Raises BadRow."""
    if not text.strip():
        raise BadRow("area_missing")
    found = _AREAS.get(names.key(text))
    if found is None:
        raise BadRow("area", text)
    return found


def planned(text: str, now: datetime) -> datetime | Window:
    """The instant that a cell names, or the day, 00:00 to 24:00 IST; `now` if it is empty.

    An ISO date or date-time, or DD-MM-YYYY with an optional HH:MM; IST if no offset is
    given. Raises BadRow.
    """
    stated = text.strip()
    if not stated:
        return now
    if match := _DAY.fullmatch(stated):
        return _day(stated, *match.groups())
    if match := _INDIAN.fullmatch(stated):
        day, month, year, clock = match.groups()
        if clock is None:
            return _day(stated, year, month, day)
        return _instant(stated, f"{year}-{month}-{day}T{clock}+05:30")
    return _instant(stated, _SPACED.sub(r"\1T", stated))


def _day(stated: str, year: str, month: str, day: str) -> Window:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise BadRow("planned_at", stated) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise BadRow("planned_range", stated)
    return Window(instants.day_start(found), instants.day_end(found))


def _instant(stated: str, iso: str) -> datetime:
    try:
        return instants.read(iso)
    except BadInstant as error:
        name = error.name
    if name == "offset":
        return _instant(stated, iso + "+05:30")
    raise BadRow("planned_range" if name == "range" else "planned_at", stated)


def outcome(verdicts: Sequence[Verdict]) -> Outcome:
    """The outcome of a row from the verdict of each discom that may be meant."""
    found = {each.verdict for each in verdicts}
    if len(found) > 1:
        return Outcome(DEPENDS, _orders(verdicts), reason=REASONS["suppliers_differ"])
    [state] = found
    if state == PROTECTED:
        ends = [each.until for each in verdicts if each.until is not None]
        # With several discoms only the earliest end is sure.
        until = min(ends, default=None)
        reason = REASONS["open_ended"] if until is None else None
        return Outcome(PROTECTED, _orders(verdicts), until, reason)
    name = "depends" if state == DEPENDS else "not_protected"
    return Outcome(state, _orders(verdicts), reason=REASONS[name])


def invalid(error: BadRow) -> Outcome:
    """The outcome of a bad row."""
    return Outcome(INVALID, reason=error.words)


def _orders(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    return tuple(sorted({number for each in verdicts for number in each.orders}))


def _named(orders: Sequence[str], room: int) -> str:
    """The numbers of orders in a cell of so many bytes; of more than fit the first and a count."""
    whole = "; ".join(orders)
    if _written(whole) <= room:
        return whole
    for count in range(min(NAMED, len(orders)), 0, -1):
        told = "; ".join([*orders[:count], "…", f"+{len(orders) - count}"])
        if _written(told) <= room:
            return told
    return f"+{len(orders)}"


def _written(cell: str) -> int:
    """How many bytes a cell takes in CSV, the marks around it aside."""
    return len(cell.encode("utf-8", "replace")) + cell.count('"')


def shorten(text: str) -> str:
    """A cell fit to be repeated in a reason: one line, short, valid UTF-8."""
    line = " ".join(text.split())
    line = line if len(line) <= 60 else line[:60] + "…"
    return line.encode("utf-8", "replace").decode()


__all__ = [
    "ADDED", "COLUMNS", "INVALID", "MOST_ADDED", "NOT_PROTECTED", "OUTCOMES", "BadHeader", "BadRow", "Outcome",
    "area", "header", "invalid", "outcome", "planned", "shorten",
]  # fmt: skip

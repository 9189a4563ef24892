"""What offices, their places and postings may not say, and why, in both languages."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from . import script, wording
from .offices import LEVELS, Chart, Dated, Office, Place, Posting, Row, held
from .wording import EN, HI, Text

_RANK = {level: rank for rank, level in enumerate(LEVELS)}
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
LONGEST_NAME, LONGEST_CODE, LONGEST_EMAIL = 120, 40, 254

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*", re.ASCII)
_EMAIL = re.compile(r"[^@\s<>,;:\"()]+@[A-Za-z0-9.-]+", re.ASCII)

FAULTS = {
    "empty": Text("यह खाना रिक्त नहीं हो सकता।", "This must not be empty."),
    "code": Text(
        "कूट में केवल अंग्रेज़ी अक्षर, अंक तथा . _ / - हो सकते हैं, अधिकतम 40।",
        "A code has only English letters, digits and . _ / -, at most 40.",
    ),
    "long": Text("अधिकतम 120 अक्षर लिखें।", "Write at most 120 characters."),
    "email": Text("यह ई-मेल पता नहीं है: {0}", "This is not an e-mail address: {0}"),
    "discom": Text("ऐसा कोई निगम दर्ज नहीं है: {0}", "No such discom is on record: {0}"),
    "level": Text("ऐसा कोई स्तर नहीं है: {0}", "There is no such level: {0}"),
    "office": Text("ऐसा कोई कार्यालय दर्ज नहीं है: {0}", "No such office is on record: {0}"),
    "person": Text("ऐसा कोई लॉगिन नाम नहीं है: {0}", "There is no such user: {0}"),
    "technical": Text(
        "तकनीकी खाते की तैनाती नहीं हो सकती।", "A technical account cannot be posted."
    ),
    "own": Text(
        "कोई स्वयं की तैनाती दर्ज या परिवर्तित नहीं कर सकता।",
        "Nobody enters or changes a posting of their own.",
    ),
    "range": Text("दिनांक 2000 से 2100 तक का हो।", "The date must lie from 2000 to 2100."),
    "end": Text(
        "समाप्ति प्रारंभ से पहले की नहीं हो सकती।", "The end must not be before the start."
    ),
    "itself": Text("कार्यालय स्वयं के अधीन नहीं हो सकता।", "An office cannot stand under itself."),
    "circle": Text(
        "इससे कार्यालय {1} को स्वयं के अधीन हो जाएगा: {0}",
        "The office would come to stand under itself on {1}: {0}",
    ),
    "other_discom": Text(
        "{0} और {1} एक ही निगम के नहीं हैं।", "{0} and {1} are not of the same discom."
    ),
    "not_higher": Text(
        "{0} ({2}) का स्तर {1} ({3}) से ऊँचा नहीं है।",
        "The level of {0} ({2}) is not above that of {1} ({3}).",
    ),
    "top": Text("मुख्यालय किसी के अधीन नहीं होता।", "A head office stands under no other."),
    "two_places": Text(
        "{0} से कार्यालय का दूसरा स्थान दर्ज है और अवधि टकराती है; पहले एक को समाप्त करें।",
        "The office has another place from {0} and the two overlap; end one first.",
    ),
    "two_postings": Text(
        "इस कार्यालय में इसी व्यक्ति की {0} से दूसरी तैनाती दर्ज है और अवधि टकराती है; पहले एक को समाप्त करें।",
        "The person has another posting at this office from {0} and the two overlap; end one first.",
    ),
}  # fmt: skip


def words(name: str, *given: str | date | Text) -> Text:
    """Why something is not possible, in both languages, with what is named in it."""
    return Text(*(FAULTS[name][each].format(*(_in(one, each) for one in given))
                  for each in (HI, EN)))  # fmt: skip


def _in(given: str | date | Text, language: str) -> str:
    if isinstance(given, date):
        return wording.day(given, language)
    return given[language] if isinstance(given, Text) else given


@dataclass(frozen=True, slots=True)
class Fault:
    """What a row may not say: at which field, and why."""

    row: Row
    field: str
    words: Text


def faults(chart: Chart, changed: Sequence[Row], by: str = "") -> Iterator[Fault]:
    """What the rows that are new or changed may not say in the chart that holds them.

    `by` is the user name of whoever changes them.
    """
    keys = {row.key for row in changed if isinstance(row, Place)}
    for row in changed:
        if isinstance(row, Office):
            yield from _office_faults(chart, row, keys)
        elif isinstance(row, Place):
            yield from _place_faults(chart, row)
        else:
            yield from _posting_faults(chart, row, by)


def _office_faults(chart: Chart, row: Office, judged: Collection[tuple]) -> Iterator[Fault]:
    if not _CODE.fullmatch(row.code) or len(row.code) > LONGEST_CODE:
        yield Fault(row, "code", words("code"))
    if row.discom not in chart.discoms:
        yield Fault(row, "discom", words("discom", row.discom))
    if row.level not in LEVELS:
        yield Fault(row, "level", words("level", row.level))
    for name in ("name_hi", "name_en"):
        yield from _text_faults(row, name)
    if row.email and (len(row.email) > LONGEST_EMAIL or not _EMAIL.fullmatch(row.email)):
        yield Fault(row, "email", words("email", row.email))
    for place in (*chart.places.get(row.code, ()), *chart.below.get(row.code, ())):
        if place.key not in judged:
            for fault in _standing_faults(chart, place):
                yield Fault(row, "level", fault.words)


def _text_faults(row: Row, name: str) -> Iterator[Fault]:
    text, language = getattr(row, name), name[-2:]
    if not text:
        yield Fault(row, name, words("empty"))
    elif (why := script.fault_of(text, language)) is not None:
        yield Fault(row, name, why)
    elif len(text) > LONGEST_NAME:
        yield Fault(row, name, words("long"))


def _days_faults(row: Dated) -> Iterator[Fault]:
    for name in ("starts_on", "ends_on"):
        day = getattr(row, name)
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            yield Fault(row, name, words("range"))
    if row.ends_on is not None and row.ends_on < row.starts_on:
        yield Fault(row, "ends_on", words("end"))


def _overlap(row: Dated, rows: Sequence[Dated], name: str) -> Iterator[Fault]:
    """At most one fault, for the neighbour in time with which the row overlaps."""
    for early, late in pairwise(rows):
        if row in (early, late) and (early.ends_on is None or early.ends_on > late.starts_on):
            other = late if row is early else early
            yield Fault(row, "starts_on", words(name, other.starts_on))
            return


def _place_faults(chart: Chart, row: Place) -> Iterator[Fault]:
    found = [*_days_faults(row)]
    if chart.office(row.office) is None:
        found.append(Fault(row, "office", words("office", row.office)))
    if row.parent and chart.office(row.parent) is None:
        found.append(Fault(row, "parent", words("office", row.parent)))
    yield from found
    if found or not held(row):
        return
    yield from _overlap(row, chart.places[row.office], "two_places")
    if row.parent == row.office:
        yield Fault(row, "parent", words("itself"))
    elif ring := _ring(chart, row):
        route, day = ring
        yield Fault(row, "parent", words("circle", " → ".join(route), day))
    else:
        yield from _standing_faults(chart, row)


def _standing_faults(chart: Chart, place: Place) -> Iterator[Fault]:
    """Whether an office may stand under another, by discom and level."""
    office, parent = chart.office(place.office), chart.office(place.parent)
    if office is None or parent is None:
        return
    if office.discom != parent.discom:
        yield Fault(place, "parent", words("other_discom", office.code, parent.code))
    levels = (office.level, parent.level)
    if not all(level in LEVELS for level in levels):
        return
    if office.level == "head":
        yield Fault(place, "parent", words("top"))
    elif _RANK[parent.level] >= _RANK[office.level]:
        said = (LEVELS[parent.level], LEVELS[office.level])
        yield Fault(place, "parent", words("not_higher", parent.code, office.code, *said))


def _ring(chart: Chart, place: Place) -> tuple[list[str], date] | None:
    """The way from an office up to itself and the first day of it, if there is one on any day."""
    open_ends: list[tuple[list[str], date, date]] = [
        ([place.office, place.parent], place.starts_on, place.ends_on or date.max)
    ]
    while open_ends:
        route, start, end = open_ends.pop()
        for above in chart.places.get(route[-1], ()):
            first, last = max(start, above.starts_on), min(end, above.ends_on or date.max)
            if first >= last or not above.parent:
                continue
            if above.parent == place.office:
                return [*route, above.parent], first
            if above.parent not in route:
                open_ends.append(([*route, above.parent], first, last))
    return None


def _posting_faults(chart: Chart, row: Posting, by: str) -> Iterator[Fault]:
    found = [*_days_faults(row)]
    if row.person not in chart.people:
        found.append(Fault(row, "person", words("person", row.person)))
    elif chart.people[row.person]:
        found.append(Fault(row, "person", words("technical")))
    elif row.person == by:
        found.append(Fault(row, "person", words("own")))
    if chart.office(row.office) is None:
        found.append(Fault(row, "office", words("office", row.office)))
    for name in ("post_hi", "post_en"):
        found += _text_faults(row, name)
    yield from found
    if held(row):
        yield from _overlap(row, chart.postings[row.person, row.office], "two_postings")

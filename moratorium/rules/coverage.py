"""What a coverage line or an outage may not state (contract, section 2)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from .wording import Text

MAX_GRACE_HOURS = 8760

FAULTS = {
    "end_not_after_start": Text(
        "समाप्ति का समय प्रारंभ के बाद का होना चाहिए।", "The end must be after the start."
    ),
    "end_missing": Text(
        "समाप्ति का समय लिखें, या वह बिलिंग व्यवधान चुनें जिसकी बहाली तक रोक रहेगी।",
        "Give an end, or choose the billing outage until whose restoration the line holds.",
    ),
    "district_not_served": Text(
        "यह निगम इस जनपद में आपूर्ति नहीं करता: {value}",
        "The discom does not serve this district: {value}",
    ),
    "districts_repeated": Text("जनपद दो बार आया है: {value}", "A district is named twice: {value}"),
    "grace_range": Text(
        "घंटे 0 से 8760 तक की पूर्ण संख्या हों।", "Hours must be a whole number from 0 to 8760."
    ),
    "grace_without_outage": Text(
        "बहाली के बाद के घंटे तभी लिखें जब बिलिंग व्यवधान चुना हो।",
        "Hours after restoration need a billing outage.",
    ),
    "restricted_one_language": Text(
        "स्थानों के नाम हिन्दी और अंग्रेज़ी दोनों में लिखें।",
        "Name the places in both Hindi and English.",
    ),
    "restored_before_start": Text(
        "बहाली का समय व्यवधान के प्रारंभ से पहले का नहीं हो सकता।",
        "Billing cannot be restored before the outage began.",
    ),
    "confirmed_without_restoration": Text(
        "बहाली के बिना उसकी पुष्टि नहीं हो सकती।", "A confirmation needs a restoration."
    ),
    "confirmed_before_restored": Text(
        "पुष्टि का समय बहाली से पहले का नहीं हो सकता।",
        "The restoration cannot be confirmed before it happened.",
    ),
}


@dataclass(frozen=True, slots=True)
class Stated:
    """A coverage line as it was entered, with codes and slugs."""

    discom: str
    districts: tuple[str, ...]
    restricted_hi: str
    restricted_en: str
    starts_at: datetime
    ends_at: datetime | None
    has_outage: bool
    grace_hours: int


@dataclass(frozen=True, slots=True)
class StatedOutage:
    """An outage as it was entered, with codes and slugs."""

    discom: str
    districts: tuple[str, ...]
    starts_at: datetime
    expected_end: datetime | None
    restored_at: datetime | None = None
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field, by name and in both languages."""

    field: str
    name: str
    value: str = ""

    @property
    def words(self) -> Text:
        text = FAULTS[self.name]
        return Text(text.hi.format(value=self.value), text.en.format(value=self.value))


def faults(line: Stated, serves: Mapping[str, Collection[str]]) -> Iterator[Fault]:
    """Everything wrong with a line; `serves` gives the districts of a discom code and of `*`."""
    yield from district_faults(line.discom, line.districts, serves)
    if line.ends_at is None and not line.has_outage:
        yield Fault("ends_at", "end_missing")
    if line.ends_at is not None and line.ends_at <= line.starts_at:
        yield Fault("ends_at", "end_not_after_start")
    if not 0 <= line.grace_hours <= MAX_GRACE_HOURS:
        yield Fault("grace_hours", "grace_range")
    elif line.grace_hours and not line.has_outage:
        yield Fault("grace_hours", "grace_without_outage")
    if bool(line.restricted_hi.strip()) != bool(line.restricted_en.strip()):
        yield Fault("restricted_to", "restricted_one_language")


def outage_faults(outage: StatedOutage, serves: Mapping[str, Collection[str]]) -> Iterator[Fault]:
    """Everything wrong with an outage; `serves` as above."""
    yield from district_faults(outage.discom, outage.districts, serves)
    if outage.expected_end is not None and outage.expected_end <= outage.starts_at:
        yield Fault("expected_end", "end_not_after_start")
    if outage.restored_at is not None and outage.restored_at < outage.starts_at:
        yield Fault("restored_at", "restored_before_start")
    if outage.confirmed_at is not None:
        if outage.restored_at is None:
            yield Fault("confirmed_at", "confirmed_without_restoration")
        elif outage.confirmed_at < outage.restored_at:
            yield Fault("confirmed_at", "confirmed_before_restored")


def district_faults(
    discom: str, districts: tuple[str, ...], serves: Mapping[str, Collection[str]]
) -> Iterator[Fault]:
    """Districts named twice, and districts that the discom does not serve."""
    seen: set[str] = set()
    for slug in districts:
        if slug in seen:
            yield Fault("districts", "districts_repeated", slug)
        elif slug not in serves.get(discom, ()):
            yield Fault("districts", "district_not_served", slug)
        seen.add(slug)

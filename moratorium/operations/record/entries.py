"""The entries of a record as plain values: the same from a document and from the database."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from ...rules import coverage
from ...rules.instants import write
from ...rules.wording import Text
from .fields import Source


@dataclass(frozen=True, slots=True)
class OutageEntry:
    """A billing outage of the record."""

    ref: str
    title: Text
    discom: str
    districts: tuple[str, ...]
    area: str
    services: tuple[str, ...]
    announced_at: datetime | None
    starts_at: datetime
    expected_end: datetime | None
    restored_at: datetime | None
    confirmed_at: datetime | None
    note: Text
    sources: tuple[Source, ...]
    demonstration: bool

    def stated(self) -> coverage.StatedOutage:
        """The outage for the rules that check it."""
        return coverage.StatedOutage(
            discom=self.discom,
            districts=self.districts,
            starts_at=self.starts_at,
            expected_end=self.expected_end,
            restored_at=self.restored_at,
            confirmed_at=self.confirmed_at,
        )


@dataclass(frozen=True, slots=True)
class LineEntry:
    """One coverage line of an order of the record. `grace_hours` is None if it is no number."""

    discom: str
    districts: tuple[str, ...]
    area: str
    restricted_to: Text
    starts_at: datetime
    ends_at: datetime | None
    until_restored: str | None
    grace_hours: int | None

    def stated(self) -> coverage.Stated:
        """The line for the rules that check it."""
        return coverage.Stated(
            discom=self.discom,
            districts=self.districts,
            restricted_hi=self.restricted_to.hi,
            restricted_en=self.restricted_to.en,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            has_outage=self.until_restored is not None,
            grace_hours=-1 if self.grace_hours is None else self.grace_hours,
        )


@dataclass(frozen=True, slots=True)
class OrderEntry:
    """An issued order of the record."""

    number: str
    basis: str
    title: Text
    text: Text
    issued_at: datetime
    amends: str | None
    lift: bool
    coverage: tuple[LineEntry, ...]
    sources: tuple[Source, ...]
    demonstration: bool


@dataclass(frozen=True, slots=True)
class DirectiveEntry:
    """An issued directive of the record. `kind` is empty if it is what follows from its order."""

    number: str
    order: str
    issued_at: datetime
    subject: Text
    body: Text
    addressed_to: tuple[str, ...]
    public: bool
    kind: str
    replaces: str | None
    demonstration: bool


Entry = OutageEntry | OrderEntry | LineEntry | DirectiveEntry

# Their order says nothing, so that it is no difference.
_SETS = {"districts", "services", "addressed_to"}


def differences(old: Entry, new: Entry) -> Iterator[tuple[str, Any]]:
    """The fields in which two entries of a noun differ, and what the old one has there.

    Instants are compared as instants, districts and discoms as a set (contract, section 2).
    """
    for field in fields(old):
        name, was, now = field.name, getattr(old, field.name), getattr(new, field.name)
        if was == now or (name in _SETS and sorted(was) == sorted(now)):
            continue
        if name != "coverage" or len(was) != len(now):
            yield name, len(was) if name == "coverage" else was
            continue
        for index, (line, other) in enumerate(zip(was, now, strict=True)):
            for inner, value in differences(line, other):
                yield f"coverage[{index}].{inner}", value


def said(value: Any) -> str:
    """A value of an entry in a message."""
    if isinstance(value, datetime):
        return write(value)
    if isinstance(value, Text):
        return f"{value.hi!r} / {value.en!r}"[:200]
    if isinstance(value, tuple):
        return ", ".join(map(str, value))[:200] or "[]"
    return "null" if value is None else str(value)

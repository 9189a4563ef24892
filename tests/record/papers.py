"""Documents to take in: plain builders, and what they leave in the database."""

import json
from datetime import datetime
from typing import Any

import pytest
from django.db.models import Model

from moratorium.models import (
    CoverageDistrict,
    CoverageLine,
    Directive,
    Entry,
    Letter,
    Order,
    Outage,
    OutageDistrict,
    Target,
)
from moratorium.operations.record import Imported, RecordRefused, import_record
from moratorium.rules.instants import IST

Raw = dict[str, Any]

NOW = datetime(2023, 6, 1, 12, tzinfo=IST)
LATER = datetime(2023, 7, 1, 12, tzinfo=IST)
KEPT: tuple[type[Model], ...] = (
    Outage, OutageDistrict, Order, CoverageLine, CoverageDistrict, Directive, Target, Letter, Entry,
)  # fmt: skip


def words(english: str = "", hindi: str = "") -> Raw:
    """The same words in both languages."""
    return {"hi": hindi or (english and f"हिन्दी {english}"), "en": english}


def outage(ref: str = "bo-1", **given: Any) -> Raw:
    """An outage of every discom in towns, the first four days of 2023, not yet restored."""
    return {
        "ref": ref,
        "title": words("Upgrade"),
        "discom": "*",
        "districts": [],
        "area": "urban",
        "services": ["payment", "counters"],
        "announced_at": "2022-12-31T12:00:00+05:30",
        "starts_at": "2023-01-01T00:00:00+05:30",
        "expected_end": "2023-01-05T00:00:00+05:30",
        "restored_at": None,
        "confirmed_at": None,
        "note": words(),
        "sources": [{"title": "A paper", "date": "2022-12-31", "url": "https://example.org/a"}],
    } | given


def line(**given: Any) -> Raw:
    """A line of every discom in towns, as long as the outage."""
    return {
        "discom": "*",
        "districts": [],
        "area": "urban",
        "restricted_to": words(),
        "starts_at": "2023-01-01T00:00:00+05:30",
        "ends_at": "2023-01-05T00:00:00+05:30",
        "until_restored": "bo-1",
        "grace_hours": 0,
    } | given


def order(number: str = "MO/2022-23/0001", issued_at: str = "", **given: Any) -> Raw:
    """An order with one line."""
    return {
        "number": number,
        "basis": "order",
        "title": words("Order"),
        "text": words("Preamble."),
        "issued_at": issued_at or "2022-12-31T12:00:00+05:30",
        "amends": None,
        "lift": False,
        "coverage": [line()],
        "sources": [],
    } | given


def directive(number: str = "D/2022-23/0001", issued_at: str = "", **given: Any) -> Raw:
    """A public directive to Purvanchal, from the first order of the chain, an hour later."""
    return {
        "number": number,
        "order": "MO/2022-23/0001",
        "issued_at": issued_at or "2022-12-31T13:00:00+05:30",
        "subject": words("Directive"),
        "body": words("To be read out."),
        "addressed_to": ["PUVVNL"],
        "public": True,
    } | given


def document(
    outages: list[Raw] | None = None,
    orders: list[Raw] | None = None,
    directives: list[Raw] | None = None,
) -> Raw:
    """A document of some entries; without any, an outage and a chain of three: see `chain`."""
    return {
        "format": "moratorium-record/1",
        "outages": [outage()] if outages is None else outages,
        "orders": chain() if orders is None else orders,
        "directives": directives or [],
    }


def chain() -> list[Raw]:
    """An order, its amendment with a line in two districts, and the lift."""
    local = line(
        discom="PUVVNL", districts=["varanasi", "ghazipur"], area="any", until_restored=None
    )
    return [
        order("MO/2022-23/0001"),
        order(
            "MO/2022-23/0002", "2023-01-02T12:00:00+05:30",
            amends="MO/2022-23/0001", coverage=[line(), local],
        ),
        order(
            "MO/2022-23/0003", "2023-01-03T12:00:00+05:30",
            amends="MO/2022-23/0002", coverage=[], lift=True,
        ),
    ]  # fmt: skip


def written(paper: Raw) -> bytes:
    """The bytes of a document."""
    return json.dumps(paper, ensure_ascii=False).encode()


def take(paper: Raw | bytes, at: datetime = NOW) -> Imported:
    """Take a document into the record."""
    return import_record(paper if isinstance(paper, bytes) else written(paper), at=at)


def refusal(paper: Raw | bytes, at: datetime = NOW) -> list[tuple[str, str, str]]:
    """The entry, the field and the reason of everything that is wrong with a document.

    Fails if it is taken, or if it leaves anything behind.
    """
    before = contents()
    with pytest.raises(RecordRefused) as refused:
        take(paper, at)
    assert contents() == before
    faults = refused.value.faults
    assert all(fault.why.hi and fault.why.en for fault in faults)
    return [(fault.entry, fault.field, fault.why.en) for fault in faults]


def contents() -> dict[str, list[Raw]]:
    """Everything that is kept of the record, row by row."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in KEPT}  # type: ignore[attr-defined]

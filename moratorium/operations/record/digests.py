"""The digest of what an order of a document says: the same as of one drafted here."""

import hashlib
from typing import Any

from ...models import canonical
from ...rules.instants import write
from .entries import LineEntry, OrderEntry


def of_order(entry: OrderEntry) -> str:
    """SHA-256 in hex of everything that the order says, as `orders.digest` computes it."""
    said = {
        "basis": entry.basis,
        "title": [entry.title.hi, entry.title.en],
        "text": [entry.text.hi, entry.text.en],
        "amends": entry.amends,
        "lift": entry.lift,
        "lines": [_said(line) for line in entry.coverage],
        "sources": [{"title": t, "date": d, "url": u} for t, d, u in entry.sources],
        "demonstration": entry.demonstration,
    }
    return hashlib.sha256(canonical(said)).hexdigest()


def _said(line: LineEntry) -> dict[str, Any]:
    return {
        "discom": line.discom,
        "districts": sorted(line.districts),
        "area": line.area,
        "restricted_to": [line.restricted_to.hi, line.restricted_to.en],
        "starts_at": write(line.starts_at),
        "ends_at": None if line.ends_at is None else write(line.ends_at),
        "until_restored": line.until_restored,
        "grace_hours": line.grace_hours,
    }

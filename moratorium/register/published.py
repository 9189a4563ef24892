"""What is public, by name alone: everything that a copy of the public site must hold.

Read in batches by key, so that a long record is never in memory at once.
"""

from collections.abc import Iterator
from typing import Any

from ..models import Directive, Entry, Order
from ..rules.lifecycle import ISSUED

BATCH = 1000


def orders() -> Iterator[str]:
    """The slugs of the issued orders, in the order in which they were recorded."""
    return (slug for _, slug in _batches(Order.objects.filter(state=ISSUED), "pk", "slug"))


def directives() -> Iterator[str]:
    """The slugs of the issued directives that are public."""
    found = Directive.objects.filter(state=ISSUED, public=True)
    return (slug for _, slug in _batches(found, "pk", "slug"))


def notices() -> Iterator[int]:
    """The numbers of the public journal entries, ascending."""
    return (seq for seq, _ in _batches(Entry.objects.filter(public=True), "seq", "public"))


def _batches(found: Any, key: str, value: str) -> Iterator[tuple[Any, Any]]:
    rows, last = found.order_by(key).values_list(key, value), None
    while True:
        after = rows if last is None else rows.filter(**{f"{key}__gt": last})
        batch = list(after[:BATCH])
        yield from batch
        if len(batch) < BATCH:
            return
        last = batch[-1][0]

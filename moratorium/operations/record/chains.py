"""Whether the new orders continue their chains, over document and database together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ...models import Order
from ...rules.instants import write
from ...rules.lifecycle import ISSUED
from . import held
from .entries import OrderEntry
from .reading import Named
from .refusal import Faults


@dataclass(frozen=True, slots=True)
class Version:
    """What the rules of a chain ask of the order that is amended."""

    issued_at: datetime
    lift: bool


def check(new: Sequence[Named[OrderEntry]], named: frozenset[str], faults: Faults) -> None:
    """Note every amendment that does not name its chain's newest version (contract, 1 and 2).

    `named` are the numbers of all entries of the document: one that could not be read is
    not unknown. An amendment is issued after what it amends, so no circle can close.
    """
    amending = sorted(
        (each for each in new if each.entry.amends is not None),
        key=lambda each: (each.entry.issued_at, each.entry.number),
    )
    targets = {each.entry.amends for each in amending if each.entry.amends is not None}
    versions = _versions(sorted(targets))
    versions.update((e.entry.number, Version(e.entry.issued_at, e.entry.lift)) for e in new)
    successors = _successors(sorted(targets))
    for label, entry in ((each.label, each.entry) for each in amending):
        amended = entry.amends or ""
        version = versions.get(amended)
        if version is None:
            if amended not in named:
                faults.add(label, "amends", "unknown_order", amended)
            continue
        if version.issued_at >= entry.issued_at:
            said = f"{amended}, {write(version.issued_at)}"
            faults.add(label, "amends", "not_after_amended", said)
        if version.lift:
            faults.add(label, "amends", "amends_lift", amended)
        if successors.setdefault(amended, entry.number) != entry.number:
            faults.add(label, "amends", "not_newest", successors[amended])


def _versions(numbers: Sequence[str]) -> dict[str, Version]:
    found: dict[str, Version] = {}
    for chunk in held.chunks(numbers):
        for order in Order.objects.filter(number__in=chunk, state=ISSUED).order_by():
            if order.number is not None and order.issued_at is not None:
                found[order.number] = Version(order.issued_at, order.lift)
    return found


def _successors(numbers: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for chunk in held.chunks(numbers):
        rows = Order.objects.filter(amends__number__in=chunk, state=ISSUED).order_by()
        for amended, number in rows.values_list("amends__number", "number"):
            found[amended or ""] = number or ""
    return found

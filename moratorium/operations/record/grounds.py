"""The orders that directives of a document rest on, over document and database together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ...models import CoverageLine, Order, Outage
from ...rules.directives import Grounds
from ...rules.lifecycle import ISSUED
from . import held
from .entries import OrderEntry
from .reading import Entries


@dataclass(frozen=True, slots=True)
class Ground:
    """What the rules of a directive ask of its order; `refs` are the outages of its lines."""

    issued_at: datetime
    amends: bool
    lift: bool
    refs: frozenset[str]

    def at(self, moment: datetime, confirmed: Mapping[str, datetime | None]) -> Grounds:
        """The same as it stood at an instant; `confirmed` says when each outage was."""
        moments = {ref: confirmed.get(ref) for ref in self.refs}
        return Grounds(
            amends=self.amends,
            lift=self.lift,
            has_outage=bool(self.refs),
            unconfirmed=tuple(
                sorted(ref for ref, ended in moments.items() if ended is None or ended > moment)
            ),
        )


def of_orders(numbers: Iterable[str], entries: Entries) -> dict[str, Ground]:
    """The orders of these numbers that are issued or in the document."""
    wanted = set(numbers)
    found: dict[str, Ground] = {}
    for chunk in held.chunks(sorted(wanted)):
        found.update(_held(chunk))
    stated = (each.entry for each in entries.orders if each.entry.number in wanted)
    found.update((entry.number, _stated(entry)) for entry in stated)
    return found


def confirmations(grounds: Iterable[Ground], entries: Entries) -> dict[str, datetime | None]:
    """When each outage that the orders rest on was confirmed as restored; None if it is not."""
    refs = {ref for ground in grounds for ref in ground.refs}
    found: dict[str, datetime | None] = {}
    for chunk in held.chunks(sorted(refs)):
        rows = Outage.objects.filter(ref__in=chunk).order_by()
        found.update(rows.values_list("ref", "confirmed_at"))
    found.update((each.entry.ref, each.entry.confirmed_at) for each in entries.outages)
    return found


def _held(numbers: Sequence[str]) -> dict[str, Ground]:
    refs: dict[str, set[str]] = {}
    lines = CoverageLine.objects.filter(order__number__in=numbers, until_restored__isnull=False)
    for number, ref in lines.order_by().values_list("order__number", "until_restored__ref"):
        refs.setdefault(number or "", set()).add(ref or "")
    rows = Order.objects.filter(number__in=numbers, state=ISSUED).order_by()
    return {
        number: Ground(issued_at, amends is not None, lift, frozenset(refs.get(number, ())))
        for number, issued_at, amends, lift in rows.values_list(
            "number", "issued_at", "amends_id", "lift"
        )
        if number is not None and issued_at is not None
    }


def _stated(entry: OrderEntry) -> Ground:
    refs = frozenset(line.until_restored for line in entry.coverage if line.until_restored)
    return Ground(entry.issued_at, entry.amends is not None, entry.lift, refs)

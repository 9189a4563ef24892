"""Orders with everything their pages show, whatever the instant; several in a few queries."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from ..models import Order
from ..rules.lifecycle import ISSUED
from ..rules.windows import NO_END
from ..rules.wording import Text
from . import coverage, directives, notices, orders
from .coverage import Coverage, OrderRef
from .directives import Listed
from .notices import Notice
from .orders import OrderPage, Version
from .places import Places

Each = TypeVar("Each")


@dataclass(frozen=True, slots=True)
class OrderRecord:
    """An issued order as it is on record: its chain, lines, words, sources, notices, directives."""

    ref: OrderRef
    lift: bool
    imported: bool
    text: Text
    sources: tuple[dict[str, Any], ...]
    chain: tuple[Version, ...]
    successor: OrderRef | None
    lines: tuple[Coverage, ...]
    notices: tuple[Notice, ...]
    directives: tuple[Listed, ...]

    def page(self, places: Places, at: datetime, known_at: datetime) -> OrderPage:
        """The order as it stands at an instant, as known at another."""
        return OrderPage(
            facts=orders.stood(self.ref, self.lift, self.lines, places, at, known_at),
            text=self.text,
            sources=self.sources,
            chain=self.chain,
            successor=self.successor,
            notices=self.notices,
            imported=self.imported,
        )


def get(slug: str) -> OrderRecord | None:
    """One issued order by its slug; None if there is none."""
    found = list(Order.objects.filter(state=ISSUED, slug=slug))
    return _records(found)[0] if found else None


def of(numbers: Sequence[str]) -> tuple[OrderRecord, ...]:
    """Some issued orders, newest first.

    Five queries, and one for every step of the longest of their chains, back and forth.
    """
    found = Order.objects.filter(state=ISSUED, number__in=numbers)
    return _records(list(found.order_by("-issued_at", "-id")))


def _records(found: list[Order]) -> tuple[OrderRecord, ...]:
    if not found:
        return ()
    chains = _chains(found)
    numbers = {_number(each) for chain in chains.values() for each in chain}
    lines = _by(coverage.of_orders([o.pk for o in found]), lambda each: each.order.number)
    acts = _by(notices.about_each([_number(o) for o in found]), lambda each: each.subject)
    letters = directives.of_orders(sorted(numbers), NO_END)
    return tuple(
        OrderRecord(
            ref=orders.ref(o),
            lift=o.lift,
            imported=o.imported,
            text=o.text,
            sources=tuple(o.sources),
            chain=tuple(Version(orders.ref(c), c.lift, c.pk == o.pk) for c in chains[o.pk]),
            successor=next((orders.ref(c) for c in chains[o.pk] if c.amends_id == o.pk), None),
            lines=tuple(lines.get(_number(o), ())),
            notices=tuple(acts.get(_number(o), ())),
            directives=tuple(
                each for each in letters if each.order in {_number(c) for c in chains[o.pk]}
            ),
        )
        for o in found
    )


def _chains(found: Sequence[Order]) -> dict[int, list[Order]]:
    """The chain of each, oldest first; a query for every step back, and for every step on."""
    known = {order.pk: order for order in found}
    before = found
    while wanted := {o.amends_id for o in before if o.amends_id is not None} - known.keys():
        before = list(Order.objects.filter(pk__in=wanted))
        known |= {order.pk: order for order in before}
    after: Sequence[Order] = found
    while after:
        after = list(Order.objects.filter(state=ISSUED, amends__in=[o.pk for o in after]))
        after = [order for order in after if order.pk not in known]
        known |= {order.pk: order for order in after}
    newer = {o.amends_id: o for o in known.values() if o.state == ISSUED and o.amends_id}
    return {order.pk: _chain(order, known, newer) for order in found}


def _chain(order: Order, known: dict[int, Order], newer: dict[int, Order]) -> list[Order]:
    chain = [order]
    while (amended := chain[0].amends_id) is not None:
        chain.insert(0, known[amended])
    while (after := newer.get(chain[-1].pk)) is not None:
        chain.append(after)
    return chain


def _by(several: Iterable[Each], key: Callable[[Each], str]) -> dict[str, list[Each]]:
    found: dict[str, list[Each]] = {}
    for each in several:
        found.setdefault(key(each), []).append(each)
    return found


def _number(order: Order) -> str:
    assert order.number is not None
    return order.number

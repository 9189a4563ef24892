"""Issued orders: the archive, and one order with its chain, coverage and sources."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from ..models import Order
from ..rules import wording
from ..rules.lifecycle import ISSUED
from ..rules.scope import ALL_STATE_DISCOMS, Scope
from ..rules.standing import standing
from ..rules.windows import Window, window
from ..rules.wording import LineWords, Text
from . import coverage, notices, places
from .coverage import Coverage, OrderRef
from .notices import Notice
from .places import Places


@dataclass(frozen=True, slots=True)
class Version:
    """One order of a chain, oldest first."""

    ref: OrderRef
    lift: bool
    this: bool


@dataclass(frozen=True, slots=True)
class CoveredLine:
    """A line with its window as things stand; no window if it protects nothing."""

    words: LineWords
    window: Window | None
    planned_end: datetime | None
    outage_ref: str | None
    scope: Scope


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An issued order in the archive: how it is named, and how it stands at an instant."""

    ref: OrderRef
    lift: bool
    state: str
    lines: tuple[CoveredLine, ...]

    @property
    def operative(self) -> tuple[Text, ...]:
        """The operative part, a sentence a line, in both languages."""
        words = [line.words for line in self.lines]
        hi = wording.operative(words, wording.HI, lift=self.lift)
        en = wording.operative(words, wording.EN, lift=self.lift)
        return tuple(Text(*pair) for pair in zip(hi, en, strict=True))


@dataclass(frozen=True, slots=True)
class OrderPage:
    """One order with everything its page shows."""

    facts: OrderFacts
    text: Text
    sources: tuple[dict[str, Any], ...]
    chain: tuple[Version, ...]
    successor: OrderRef | None
    notices: tuple[Notice, ...]
    imported: bool


@dataclass(frozen=True, slots=True)
class Search:
    """What the archive is searched for; an empty field asks for nothing."""

    text: str = ""
    discom: str = ""
    district: str = ""
    area: str = ""
    year: int | None = None


def archive(search: Search, page: int, size: int, at: datetime) -> tuple[list[OrderFacts], int]:
    """One page of the issued orders that match, newest first, and how many match."""
    found = _matching(search)
    chosen = list(found.order_by("-issued_at", "-id")[(page - 1) * size : page * size])
    return facts_of(chosen, at), found.count()


def get(slug: str, at: datetime) -> OrderPage | None:
    """One issued order by its slug; None if there is none."""
    order = Order.objects.filter(state=ISSUED, slug=slug).first()
    if order is None:
        return None
    assert order.number is not None
    chain = _chain(order)
    after = [c for c in chain if c.amends_id == order.pk]
    return OrderPage(
        facts=facts_of([order], at)[0],
        text=order.text,
        sources=tuple(order.sources),
        chain=tuple(Version(ref(c), c.lift, c.pk == order.pk) for c in chain),
        successor=ref(after[0]) if after else None,
        notices=tuple(notices.about(order.number)),
        imported=order.imported,
    )


def facts_of(orders: list[Order], at: datetime) -> list[OrderFacts]:
    """Some issued orders as they stand at an instant; two queries and the reference data."""
    reference = places.load()
    lines: dict[str, list[Coverage]] = {}
    for each in coverage.of_orders([order.pk for order in orders]):
        lines.setdefault(each.order.number, []).append(each)
    return [stood(ref(o), o.lift, lines.get(o.number or "", []), reference, at, at) for o in orders]


def stood(
    named: OrderRef,
    lift: bool,
    lines: Iterable[Coverage],
    reference: Places,
    at: datetime,
    known_at: datetime,
) -> OrderFacts:
    """An issued order with these lines, as it stands at an instant, as known at another."""
    covered = tuple(
        CoveredLine(
            words=coverage.words(each, reference),
            window=window(each.line.term, known_at),
            planned_end=each.planned_end,
            outage_ref=each.outage_ref,
            scope=each.line.scope,
        )
        for each in lines
    )
    state = standing(lift, [(line.window, line.planned_end) for line in covered], at)
    return OrderFacts(named, lift, state, covered)


def _matching(search: Search) -> QuerySet[Order]:
    found = Order.objects.filter(state=ISSUED)
    if search.text:
        found = found.filter(
            Q(number__istartswith=search.text)
            | Q(title_hi__icontains=search.text)
            | Q(title_en__icontains=search.text)
        )
    if search.discom == ALL_STATE_DISCOMS:
        found = found.filter(lines__discom__isnull=True, lines__isnull=False)
    elif search.discom:
        found = found.filter(Q(lines__discom=search.discom) | _everybody(search.discom))
    if search.district:
        found = found.filter(
            Q(lines__line_districts__district=search.district)
            | Q(lines__isnull=False, lines__line_districts__isnull=True)
        )
    if search.area:
        found = found.filter(lines__area__in=["any", search.area])
    if search.year is not None:
        found = found.filter(issued_at__year=search.year)
    return found.distinct()


def _everybody(discom: str) -> Q:
    # `*` speaks for the state discoms only.
    from ..models import Discom

    is_state = Discom.objects.filter(code=discom, kind="state").exists()
    return Q(lines__discom__isnull=True, lines__isnull=False) if is_state else Q(pk__in=[])


def _chain(order: Order) -> list[Order]:
    """The chain, oldest first: back to the original, then on to the newest version."""
    chain = [order]
    while chain[0].amends_id is not None:
        chain.insert(0, Order.objects.get(pk=chain[0].amends_id))
    while (newer := Order.objects.filter(amends=chain[-1], state=ISSUED).first()) is not None:
        chain.append(newer)
    return chain


def ref(order: Order) -> OrderRef:
    """How an issued order is named and linked."""
    assert order.number is not None
    assert order.slug is not None
    assert order.issued_at is not None
    return OrderRef(
        order.number, order.slug, order.basis, order.title, order.issued_at, order.demonstration
    )

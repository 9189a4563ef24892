"""An order in the words of the page: its sentences, its lines, who had a hand in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from ...models import Order
from ...operations import orders
from ...operations.orders import LineContent, OrderContent
from ...register.filed import filed
from ...rules import wording
from ...rules.lifecycle import ISSUED
from ...rules.wording import EN, HI, Text
from .. import naming, reading
from ..desk import RecordAdmin
from ..reading import Row
from .lists import STATES, ends


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A coverage line in a table, in the words of the page."""

    discom: str
    districts: str
    area: str
    restricted_to: Text
    starts_at: str
    ends_at: str
    outage: str
    grace_hours: int


def successor(order: Order) -> Order | None:
    return Order.objects.filter(amends=order, state=ISSUED).first()


def operative(order: Order, content: OrderContent) -> list[tuple[str, str]]:
    """The operative part, a sentence a line, each in Hindi and in English."""
    words = [orders.line_words(line) for line in content.lines]
    hi = wording.operative(words, HI, lift=order.lift)
    en = wording.operative(words, EN, lift=order.lift)
    return list(zip(hi, en, strict=True))


def rows(order: Order, at: datetime) -> Iterator[Row]:
    """Everything on record of an order, and how it stands at an instant if it is issued."""
    yield reading.row(order, "state", order.get_state_display())
    if order.state == ISSUED:
        [its] = filed([order], at)
        yield Row(_("How it stands now"), STATES[its.state])
        if not order.lift:
            yield Row(capfirst(pgettext("of an order", "ends")), ends(its))
    if order.number:
        yield reading.row(order, "number", order.number)
    yield reading.row(order, "basis", order.get_basis_display())
    yield from reading.both(order, "title")
    yield from reading.both(order, "text")
    for source in order.sources:
        parts = [source.get(key) for key in ("title", "date", "url")]
        yield reading.row(order, "sources", " · ".join(part for part in parts if part))
    yield from _hands(order)


def called(order: Order) -> str:
    """An order by its number; before its issue it has none."""
    return order.number or gettext("Draft %(number)s") % {"number": order.pk}


def what(order: Order) -> Iterator[Row]:
    """What a draft is, for whoever is to sign it."""
    kind = (
        _("Lifting of a moratorium")
        if order.lift
        else _("Amendment")
        if order.amends
        else _("New order")
    )
    yield Row(_("Draft"), f"{order.pk}: {kind}")
    yield reading.row(order, "basis", order.get_basis_display())
    yield from _hands(order)


def _hands(order: Order) -> Iterator[Row]:
    if order.drafted_at:
        yield Row(_("Drafted"), reading.act(order.drafted_at, order.drafted_by))
    if order.submitted_at:
        yield Row(_("Submitted"), reading.act(order.submitted_at, order.submitted_by))
    if order.issued_at:
        yield Row(_("Issued"), reading.act(order.issued_at, order.approved_by))


def chain(desk: RecordAdmin, order: Order) -> list[tuple[Any, Order, str]]:
    """What the order amends and what amends it, with the page of each."""
    others = [(_("Amends"), order.amends), (_("Amended by"), successor(order))]
    return [(label, other, desk.page_of(other)) for label, other in others if other is not None]


def line(line: LineContent) -> ReadLine:
    return ReadLine(
        discom=naming.supplier(line.discom),
        districts=", ".join(naming.called(d) for d in line.districts) or str(_("all districts")),
        area=wording.area(line.area, naming.language()),
        restricted_to=Text(line.restricted_hi, line.restricted_en),
        starts_at=reading.moment(line.starts_at),
        ends_at=reading.until(line.ends_at),
        outage=naming.called(line.until_restored) if line.until_restored else naming.NOT_STATED,
        grace_hours=line.grace_hours,
    )

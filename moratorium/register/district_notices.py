"""The public acts that concern one district."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from ..models import CoverageLine, Directive, Order, Outage, ServiceArea
from ..rules.lifecycle import ISSUED
from ..rules.scope import STATE
from . import notices
from .notices import Notice


def newest(slug: str, count: int) -> list[Notice]:
    """The latest public acts about a district, newest first; about seven queries.

    An order concerns the district if a line of it reaches it, or a line of the order that it
    amends: so a lift is told to those whom it leaves without protection. A public directive
    concerns those whom its order concerns.
    """
    reached = _reached(slug)
    lines = CoverageLine.objects.filter(reached, order__state=ISSUED)
    lines = lines.filter(Q(line_districts__isnull=True) | Q(line_districts__district=slug))
    direct = lines.values("order")
    orders = Order.objects.filter(Q(pk__in=direct) | Q(amends__in=direct), state=ISSUED)
    directives = Directive.objects.filter(order__in=orders, state=ISSUED, public=True)
    outages = Outage.objects.filter(reached)
    outages = outages.filter(Q(districts__isnull=True) | Q(districts=slug)).distinct()
    return notices.about_any(
        [
            *_subjects(orders.order_by("-issued_at"), "number", count),
            *_subjects(directives.order_by("-issued_at"), "number", count),
            *_subjects(outages.order_by("-starts_at"), "ref", count),
        ],
        count,
    )


def _reached(slug: str) -> Q:
    served = list(ServiceArea.objects.filter(district=slug).values_list("discom", "discom__kind"))
    reached = Q(discom__in={code for code, _kind in served})
    if any(kind == STATE for _code, kind in served):
        reached |= Q(discom__isnull=True)
    return reached


def _subjects(found: QuerySet[Any], field: str, count: int) -> Iterable[str]:
    return found.values_list(field, flat=True)[:count]

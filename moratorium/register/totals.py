"""How far a directive has got: of the offices of each discom, how many have it. Anybody may know."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from ..models import Addressee
from ..rules.directives import ACKNOWLEDGED, SERVED
from ..rules.wording import Text


@dataclass(frozen=True, slots=True)
class Total:
    """The offices of one discom: how many are addressed, were served, have acknowledged."""

    discom: Text
    addressed: int
    served: int
    acknowledged: int


def per_discom(directive: int, at: datetime) -> tuple[Total, ...]:
    """The totals of an issued directive as known at an instant, in the order of the discoms.

    Empty for one that was imported without its list of offices. One query.
    """
    known = Q(receipts__at__lte=at)
    rows = (
        Addressee.objects.filter(directive=directive)
        .order_by("office__discom__position", "office__discom")
        .values_list("office__discom__name_hi", "office__discom__name_en")
        .annotate(
            addressed=Count("pk", distinct=True),
            # Once each per office and step: receipts count offices.
            served=Count("receipts", filter=known & Q(receipts__step=SERVED)),
            acknowledged=Count("receipts", filter=known & Q(receipts__step=ACKNOWLEDGED)),
        )
    )
    return tuple(Total(Text(hindi, english), *counts) for hindi, english, *counts in rows)


def together(totals: tuple[Total, ...]) -> Total:
    """The totals of all discoms in one."""
    return Total(
        Text("कुल", "Total"),
        sum(each.addressed for each in totals),
        sum(each.served for each in totals),
        sum(each.acknowledged for each in totals),
    )

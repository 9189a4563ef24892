"""What protects while an outage lasts: the orders and drafts that rest on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet

from ..models import CoverageLine, Discom, Entry, Order, Outage
from ..rules import lifecycle


@dataclass(frozen=True, slots=True)
class Resting:
    """What rests on some outages, by state; of a chain only its newest version speaks.

    `extendable` are those issued with a line that states an end before the expected end of
    its outage.
    """

    issued: tuple[Order, ...]
    submitted: tuple[Order, ...]
    drafts: tuple[Order, ...]
    extendable: tuple[Order, ...]


def resting(outages: Sequence[Outage]) -> Resting:
    """The orders and drafts with a line that rests on one of these outages; two queries."""
    found = _newest().filter(lines__until_restored__in=outages).distinct().order_by("pk")
    by_state: dict[str, list[Order]] = {}
    for order in found:
        by_state.setdefault(order.state, []).append(order)
    return Resting(
        issued=tuple(by_state.get(lifecycle.ISSUED, ())),
        submitted=tuple(by_state.get(lifecycle.SUBMITTED, ())),
        drafts=tuple(by_state.get(lifecycle.DRAFT, ())),
        extendable=tuple(_extendable(outages)),
    )


def _newest() -> QuerySet[Order]:
    """What no issued order amends or lifts."""
    amending = Order.objects.filter(amends=OuterRef("pk"), state=lifecycle.ISSUED)
    return Order.objects.filter(~Exists(amending))


def _extendable(outages: Sequence[Outage]) -> Iterable[Order]:
    return (
        _newest()
        .filter(
            state=lifecycle.ISSUED,
            lines__until_restored__in=still_open(outages),
            lines__ends_at__lt=F("lines__until_restored__expected_end"),
        )
        .distinct()
        .order_by("pk")
    )


def recorded_together(outage: Outage) -> list[Outage]:
    """The outages put on record in the same step as this one, itself among them.

    The journal knows: what one transaction wrote bears one moment and stands in a row.
    """
    own = Entry.objects.filter(act="outage.recorded", subject=outage.ref).first()
    if own is None or outage.imported:
        return [outage]
    reach = Discom.objects.count()
    step = Entry.objects.filter(
        act="outage.recorded",
        seq__range=(own.seq - reach, own.seq + reach),
        recorded_at=own.recorded_at,
    )
    refs = step.values_list("subject", flat=True)
    found = Outage.objects.filter(ref__in=refs, imported=False)
    return list(found.select_related("discom").order_by("discom__position", "pk"))


def steps(outages: Sequence[Outage]) -> dict[str, datetime]:
    """By its reference, when each of some outages was put on record: those of one step share
    the moment. Imported ones are left out; one query."""
    refs = [outage.ref for outage in outages if not outage.imported]
    found = Entry.objects.filter(act="outage.recorded", subject__in=refs)
    return dict(found.values_list("subject", "recorded_at"))


def waiting(outages: Sequence[Outage]) -> dict[int, Order]:
    """By its key, what of each of some outages waits to be issued: the oldest that is submitted,
    else the oldest draft. One query."""
    lines = CoverageLine.objects.filter(
        until_restored__in=outages, order__state__in=[lifecycle.SUBMITTED, lifecycle.DRAFT]
    ).select_related("order")
    nearest = sorted(lines, key=lambda each: (each.order.state == lifecycle.DRAFT, each.order_id))
    found: dict[int, Order] = {}
    for each in nearest:
        found.setdefault(each.until_restored_id, each.order)  # type: ignore[arg-type]
    return found


def still_open(outages: Sequence[Outage]) -> list[Outage]:
    """Those neither confirmed as restored nor called off."""
    return [outage for outage in outages if _is_open(outage)]


def _is_open(outage: Outage) -> bool:
    return outage.state in (lifecycle.OPEN, lifecycle.REPORTED)

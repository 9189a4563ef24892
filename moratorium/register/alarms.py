"""What staff must look at now, most urgent first. Computed from the record, never stored."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..models import Order, Outage
from ..rules import gaps, lifecycle
from ..rules.gaps import Down, Gap, Supplied
from ..rules.scope import ALL_STATE_DISCOMS, Scope
from ..rules.wording import Text
from . import coverage, places
from .board import Board, Protection
from .places import Places

# Kinds of alarm, most urgent first.
UNCOVERED = "uncovered"
OVERDUE = "overdue"
REPORTED = "reported"
ENDING = "ending"
WAITING = "waiting"
UNSIGNED = "unsigned"
BACKDATED = "backdated"
KINDS = (UNCOVERED, OVERDUE, REPORTED, ENDING, WAITING, UNSIGNED, BACKDATED)

SOON = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing to look at: its kind, and the outage or the order that it is about.

    `since` is what its age counts from; `until` a moment that draws near. Instants are
    aware. `gaps` says what of an outage is uncovered, by discom, area, district and hours.
    """

    kind: str
    noun: str
    pk: int
    name: str
    title: Text
    since: datetime | None = None
    until: datetime | None = None
    gaps: tuple[Gap, ...] = ()


def alarms(board: Board) -> list[Alarm]:
    """Every alarm at the board's instant, most urgent first, then the oldest first."""
    at = board.at
    open_outages = list(
        Outage.objects.filter(
            confirmed_at__isnull=True, called_off_at__isnull=True
        ).prefetch_related("districts")
    )
    found = [
        *_uncovered(open_outages, at),
        *_outage_ends(open_outages, at),
        *_order_alarms(board),
        *_waiting(),
    ]
    never = at + timedelta(days=36525)
    return sorted(found, key=lambda a: (KINDS.index(a.kind), a.until or never, a.since or never))


def uncovered(outage: Outage, at: datetime) -> tuple[Gap, ...]:
    """What of one outage no order covers, as things stand at an instant."""
    return next((a.gaps for a in _uncovered([outage], at)), ())


def supplied(reference: Places) -> Supplied:
    """The reference data as the rule about gaps wants it."""
    districts: dict[tuple[str, str], set[str]] = {}
    for supply in reference.supplies:
        districts.setdefault((supply.supplier.code, supply.area), set()).add(supply.district)
    return Supplied({c: s.kind for c, s in reference.suppliers.items()}, districts)


def _uncovered(outages: list[Outage], at: datetime) -> Iterator[Alarm]:
    if not outages:
        return
    known = supplied(places.load())
    earliest = min([at, *(outage.starts_at for outage in outages)])
    lines = [each.line for each in coverage.reaching(earliest, at)]
    for outage in outages:
        if left := gaps.gaps(_down(outage), lines, known, at, at):
            yield _about_outage(UNCOVERED, outage, outage.starts_at, tuple(left))


def _down(outage: Outage) -> Down:
    districts = frozenset(district.slug for district in outage.districts.all())
    scope = Scope(outage.discom_id or ALL_STATE_DISCOMS, districts, outage.area)
    return Down(scope, outage.starts_at, outage.expected_end)


def _outage_ends(outages: list[Outage], at: datetime) -> Iterator[Alarm]:
    for outage in outages:
        if outage.state == lifecycle.REPORTED:
            yield _about_outage(REPORTED, outage, outage.reported_at)
        elif outage.expected_end is not None and outage.expected_end <= at:
            yield _about_outage(OVERDUE, outage, outage.expected_end)


def _order_alarms(board: Board) -> Iterator[Alarm]:
    standing = {p.order.number: p for p in (*board.current, *board.upcoming)}
    keys = dict(Order.objects.filter(number__in=standing).values_list("number", "pk"))
    for number, protection in standing.items():
        yield from _about_order(protection, keys[number], board.at)


def _about_order(protection: Protection, pk: int, at: datetime) -> Iterator[Alarm]:
    order = protection.order

    def alarm(kind: str, since: datetime | None, until: datetime | None = None) -> Alarm:
        return Alarm(kind, "order", pk, order.number, order.title, since, until)

    ends = _ends(protection, at)
    if ends and min(ends) <= at + SOON:
        yield alarm(ENDING, None, min(ends))
    if order.basis == Order.Basis.ASSURANCE:
        yield alarm(UNSIGNED, order.issued_at)
    starts = min(standing.window.start for standing in protection.standings)
    if starts < order.issued_at:
        yield alarm(BACKDATED, starts)


def _ends(protection: Protection, at: datetime) -> list[datetime]:
    standing = (s for s in protection.standings if s.window.contains(at))
    return [s.end for s in standing if s.end is not None]


def _waiting() -> Iterable[Alarm]:
    orders = Order.objects.filter(state=lifecycle.SUBMITTED).order_by("submitted_at")
    for order in orders:
        yield Alarm(WAITING, "order", order.pk, str(order.pk), order.title, order.submitted_at)


def _about_outage(
    kind: str, outage: Outage, since: datetime | None, left: tuple[Gap, ...] = ()
) -> Alarm:
    return Alarm(kind, "outage", outage.pk, outage.ref, outage.title, since, None, left)

"""What staff must look at now, most urgent first. Computed from the record, never stored."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from ..models import Directive, Order, Outage
from ..rules import comparison, gaps, lifecycle
from ..rules.gaps import Down, Gap
from ..rules.protection import Line
from ..rules.scope import ALL_STATE_DISCOMS, Scope
from ..rules.windows import Term
from ..rules.wording import Text
from . import coverage, places, shields
from .board import Board, Protection, Standing
from .coverage import OrderRef
from .places import Places

# Kinds of alarm, most urgent first.
UNCOVERED = "uncovered"
UNTOLD = "untold"
OVERDUE = "overdue"
REPORTED = "reported"
PASSED = "passed"
ENDING = "ending"
WAITING = "waiting"
UNSIGNED = "unsigned"
BACKDATED = "backdated"
KINDS = (
    UNCOVERED, UNTOLD, OVERDUE, REPORTED, PASSED, ENDING, WAITING, UNSIGNED, BACKDATED,
)  # fmt: skip

SOON = timedelta(hours=24)
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing to look at: its kind, and the outage or the order that it is about.

    `since` is what its age counts from, or `until` a moment that draws near. Instants are
    aware. `gaps` says what of an outage is uncovered, by discom, area, district and hours;
    `others` are the outages of the same step, `draft` what would answer the alarm if it were
    issued: an order that covers them, or the directive that tells of the order.
    """

    kind: str
    noun: str
    pk: int
    name: str
    title: Text
    since: datetime | None = None
    until: datetime | None = None
    gaps: tuple[Gap, ...] = ()
    others: tuple[Outage, ...] = ()
    draft: Order | Directive | None = None


def alarms(board: Board) -> list[Alarm]:
    """Every alarm at the board's instant, most urgent first, then the earliest first.

    Outages and drafts are read as they stand in the record: the board is one of now.
    """
    still_open = Outage.objects.filter(confirmed_at__isnull=True, called_off_at__isnull=True)
    outages = list(still_open.prefetch_related("districts"))
    ends = list(_outage_ends(outages, board.at))
    found = [
        *_by_step(_uncovered(outages, board.places, board.at, board.known_at), outages),
        *ends,
        *_order_alarms(board, {alarm.name for alarm in ends}),
        *_waiting(),
    ]
    return sorted(found, key=lambda a: (KINDS.index(a.kind), a.until or a.since or _NEVER))


def uncovered(outage: Outage, at: datetime) -> tuple[Gap, ...]:
    """What of one outage no order covers, as things stand at an instant."""
    return next((a.gaps for a in _uncovered([outage], places.load(), at, at)), ())


def _uncovered(
    outages: list[Outage], reference: Places, at: datetime, known_at: datetime
) -> Iterator[Alarm]:
    if not outages:
        return
    known = reference.supplied
    earliest = min([at, *(outage.starts_at for outage in outages)])
    lines = [each.line for each in coverage.reaching(earliest, known_at)]
    for outage in outages:
        if left := gaps.gaps(_down(outage), lines, known, at, known_at):
            start = min(window.start for gap in left for window in gap.windows)
            since, until = (start, None) if start <= at else (None, start)
            yield _about_outage(UNCOVERED, outage, since, until, tuple(left))


def _by_step(found: Iterable[Alarm], outages: list[Outage]) -> Iterator[Alarm]:
    """One alarm for outages of one step that want the same act; each alarm with its draft."""
    bare = {alarm.pk: alarm for alarm in found}
    if not bare:
        return
    uncovered = sorted((o for o in outages if o.pk in bare), key=lambda o: o.pk)
    steps, waiting = shields.steps(uncovered), shields.waiting(uncovered)
    together: dict[tuple[object, bool, int | None], list[Outage]] = {}
    for outage in uncovered:
        draft, step = waiting.get(outage.pk), steps.get(outage.ref, outage.ref)
        ahead = bare[outage.pk].until is not None
        key = (step, ahead, None if draft is None else draft.pk)
        together.setdefault(key, []).append(outage)
    for first, *others in together.values():
        several = [bare[outage.pk] for outage in (first, *others)]
        yield replace(
            bare[first.pk],
            since=min((a.since for a in several if a.since), default=None),
            until=min((a.until for a in several if a.until), default=None),
            gaps=tuple(gap for alarm in several for gap in alarm.gaps),
            others=tuple(others),
            draft=waiting.get(first.pk),
        )


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


def _order_alarms(board: Board, late: Collection[str]) -> Iterator[Alarm]:
    """What is to be looked at of orders; `late` are the outages whose end has its own alarm."""
    standing = _standing(board)
    fields = ("number", "pk", "amends", "amends__number", "imported", "told")
    issued = Directive.objects.filter(order=OuterRef("pk"), state=lifecycle.ISSUED)
    found = Order.objects.filter(number__in=standing).annotate(told=Exists(issued))
    orders = list(found.values_list(*fields, named=True))
    amended = _lines_of([each.amends for each in orders if each.amends is not None])
    unsigned = _unsigned_since([each.order for each in standing.values()])
    for each in orders:
        before = None if each.amends is None else amended.get(each.amends__number, [])
        since = unsigned.get(each.number)
        yield from _about_order(standing[each.number], each.pk, before, since, board, late)
    yield from _untold([each for each in orders if not (each.told or each.imported)], board)


def _untold(orders: list[Any], board: Board) -> Iterator[Alarm]:
    """Those in force, for no directive has told anybody of them; a query if there are any.

    What is in force is the newest of its chain: an order ends where its successor is issued.
    What was imported was told, or not, on paper.
    """
    current = {protection.order.number: protection.order for protection in board.current}
    untold = [(each.pk, current[each.number]) for each in orders if each.number in current]
    drafts = _directives_of([pk for pk, _order in untold]) if untold else {}
    for pk, order in untold:
        yield Alarm(
            UNTOLD, "order", pk, order.number, order.title, order.issued_at, draft=drafts.get(pk)
        )


def _directives_of(orders: list[int]) -> dict[int, Directive]:
    """The draft of a directive that has come furthest, by the order that it rests on."""
    states = (lifecycle.DRAFT, lifecycle.SUBMITTED)
    found = Directive.objects.filter(order__in=orders, state__in=states)
    return {each.order_id: each for each in found.order_by("state", "-pk")}


def _standing(board: Board) -> dict[str, Protection]:
    """Orders by number with all that stands of them; one may be in force and upcoming too."""
    found: dict[str, Protection] = {}
    for each in (*board.current, *board.upcoming):
        known = found.get(each.order.number)
        standings = (*known.standings, *each.standings) if known else each.standings
        found[each.order.number] = Protection(each.order, standings)
    return found


def _lines_of(orders: list[int]) -> dict[str, list[Line]]:
    """The lines of some amended orders by number, as if nothing had amended them."""
    found: dict[str, list[Line]] = {}
    for each in coverage.of_orders(orders) if orders else []:
        line = replace(each.line, term=replace(each.line.term, succeeded_at=None))
        found.setdefault(each.order.number, []).append(line)
    return found


def _unsigned_since(orders: list[OrderRef]) -> dict[str, datetime]:
    """Assurances by number, each with the issue of the first of those that it prolongs.

    One assurance that amends another is still the same word of mouth: only a signed order
    ends the wait. One query for every step back along the chains.
    """
    since = {o.number: o.issued_at for o in orders if o.basis == Order.Basis.ASSURANCE}
    heads = {number: number for number in since}  # the oldest one known, and the chain's head
    while heads:
        before = Order.objects.filter(amendments__number__in=heads, basis=Order.Basis.ASSURANCE)
        steps = list(before.values_list("amendments__number", "number", "issued_at"))
        since |= {heads[after]: issued_at for after, _number, issued_at in steps}  # type: ignore
        heads = {number: heads[after] for after, number, _issued_at in steps}  # type: ignore
    return since


def _about_order(
    protection: Protection,
    pk: int,
    before: list[Line] | None,
    unsigned_since: datetime | None,
    board: Board,
    late: Collection[str],
) -> Iterator[Alarm]:
    order, at = protection.order, board.at

    def alarm(kind: str, since: datetime | None, until: datetime | None = None) -> Alarm:
        return Alarm(kind, "order", pk, order.number, order.title, since, until)

    if passed := _printed_ends_passed(protection, late):
        yield alarm(PASSED, min(passed))
    ends = _ends(protection, at)
    if ends and min(ends) <= at + SOON:
        yield alarm(ENDING, None, min(ends))
    if unsigned_since is not None:
        yield alarm(UNSIGNED, unsigned_since)
    early = [s for s in protection.standings if s.window.start < order.issued_at]
    if early and (before is None or _gains_before_issue(early, before, board.places)):
        yield alarm(BACKDATED, min(standing.window.start for standing in early))


def _gains_before_issue(early: list[Standing], before: list[Line], reference: Places) -> bool:
    """Whether an amendment protects hours before its issue that what it amends did not.

    An amendment restates old starts, which alone is nothing to look at.
    """
    issued_at = early[0].order.issued_at
    known = reference.supplied
    return any(
        comparison.gains_before(
            issued_at, before, _line(standing), gaps.places(standing.scope, known)
        )
        for standing in early
    )


def _line(standing: Standing) -> Line:
    order = standing.order
    term = Term(order.issued_at, standing.window.start, standing.end)
    return Line(order.number, standing.scope, term)


def _printed_ends_passed(protection: Protection, late: Collection[str]) -> list[datetime]:
    """Planned ends that have passed of lines that wait for a restoration.

    An outage that is late itself, or reported as restored, has an alarm of its own.
    """
    waiting = (s for s in protection.standings if s.end is None and s.outage_ref not in late)
    return [s.planned_end for s in waiting if s.overdue and s.planned_end is not None]


def _ends(protection: Protection, at: datetime) -> list[datetime]:
    standing = (s for s in protection.standings if s.window.contains(at))
    return [s.end for s in standing if s.end is not None]


def _waiting() -> Iterable[Alarm]:
    orders = Order.objects.filter(state=lifecycle.SUBMITTED).order_by("submitted_at")
    for order in orders:
        yield Alarm(WAITING, "order", order.pk, str(order.pk), order.title, order.submitted_at)


def _about_outage(
    kind: str,
    outage: Outage,
    since: datetime | None,
    until: datetime | None = None,
    left: tuple[Gap, ...] = (),
) -> Alarm:
    return Alarm(kind, "outage", outage.pk, outage.ref, outage.title, since, until, left)

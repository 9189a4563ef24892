"""Orders and outages by their state at an instant and by their scope, as conditions for lists.

A state is derived (rules/standing.py), so here the same meaning is said in SQL: which lines
protect now or later, each reason a query of its own with its index, joined by UNION, since
an OR across the outage join would read every line. `tests/register/test_filing.py` holds
both against each other.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, Exists, F, Func, OuterRef, Q, QuerySet

from ..models import CoverageLine, Order
from ..rules import lifecycle
from ..rules.lifecycle import ISSUED
from ..rules.scope import ALL_STATE_DISCOMS, ANY_AREA
from ..rules.standing import ENDED, IN_FORCE, LIFT, OVERDUE, UPCOMING
from .coverage import LONGEST_GRACE

Lines = QuerySet[CoverageLine]

_WRITTEN = (lifecycle.DRAFT, lifecycle.SUBMITTED, lifecycle.DISCARDED)
ORDER_STATES = (
    lifecycle.DRAFT, lifecycle.SUBMITTED, IN_FORCE, OVERDUE, UPCOMING, ENDED, LIFT,
    lifecycle.DISCARDED,
)  # fmt: skip
OUTAGE_STATES = (
    UPCOMING, lifecycle.OPEN, lifecycle.REPORTED, OVERDUE, lifecycle.CONFIRMED,
    lifecycle.CALLED_OFF,
)  # fmt: skip

_SUCCEEDED = Order.objects.filter(amends=OuterRef("order"), state=ISSUED)


class _HoursAfter(Func):
    """An instant and so many hours. Django multiplies no duration on SQLite."""

    output_field = DateTimeField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "django_format_dtdelta('+', %(expressions)s * 3600000000)"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "(%(expressions)s * INTERVAL '1 hour')"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" + ", **context)


def orders(state: str, at: datetime) -> Q:
    """The orders in a state at an instant, as known then.

    An order past its planned end is in force: IN_FORCE holds it too, OVERDUE only such.
    Raises KeyError for what is no state.
    """
    if state in _WRITTEN:
        return Q(state=state)
    return Q(state=ISSUED) & _ISSUED[state](at)


def outages(state: str, at: datetime) -> Q:
    """The outages in a state at an instant; UPCOMING are those that have not begun, OVERDUE
    those not confirmed past their expected end.

    Raises KeyError for what is no state.
    """
    open_ended = Q(called_off_at__isnull=True, confirmed_at__isnull=True)
    return {
        UPCOMING: open_ended & Q(restored_at__isnull=True, starts_at__gt=at),
        lifecycle.OPEN: open_ended & Q(restored_at__isnull=True, starts_at__lte=at),
        lifecycle.REPORTED: open_ended & Q(restored_at__isnull=False),
        OVERDUE: open_ended & Q(expected_end__lte=at),
        lifecycle.CONFIRMED: Q(called_off_at__isnull=True, confirmed_at__isnull=False),
        lifecycle.CALLED_OFF: Q(called_off_at__isnull=False),
    }[state]


def speaking_for(discom: str | None, area: str | None, *, of_state: bool) -> Q:
    """What is said of a discom and of an area, either left out; of lines and of outages.

    `*` finds what is said of all the Corporation's discoms at once. That speaks for each
    of them, for whom `of_state` is true, and for nobody else.
    """
    found = Q()
    if discom == ALL_STATE_DISCOMS:
        found &= Q(discom__isnull=True)
    elif discom:
        found &= Q(discom=discom) | Q(discom__isnull=True) if of_state else Q(discom=discom)
    return found & Q(area__in=[ANY_AREA, area]) if area else found


def orders_speaking_for(discom: str | None, area: str | None, *, of_state: bool) -> Q:
    """The orders of which some line speaks for a discom in an area."""
    lines = CoverageLine.objects.filter(speaking_for(discom, area, of_state=of_state))
    return Q(pk__in=lines.order_by().values("order"))


def _reaching(at: datetime) -> list[Lines]:
    """The lines that protect at or after an instant, as known then; one query a reason."""
    versions = CoverageLine.objects.filter(
        ~Exists(_SUCCEEDED.filter(issued_at__lte=at)),
        order__state=ISSUED,
        order__issued_at__lte=at,
    )
    grace_end = _HoursAfter("until_restored__restored_at", "grace_hours")
    graced = versions.annotate(grace_end=grace_end).filter(
        grace_hours__gt=0, until_restored__confirmed_at__gt=at - LONGEST_GRACE
    )
    return [
        versions.filter(ends_at__gt=at),
        versions.filter(until_restored__isnull=False, until_restored__confirmed_at__isnull=True),
        versions.filter(until_restored__confirmed_at__gt=at),
        graced.filter(grace_end__gt=at, starts_at__lt=F("grace_end")),
    ]


def _of(lines: list[Lines]) -> Q:
    """The orders of some lines."""
    first, *others = (part.order_by().values("order") for part in lines)
    return Q(pk__in=first.union(*others))


def _in_force(at: datetime) -> Q:
    return _of([part.filter(starts_at__lte=at) for part in _reaching(at)])


def _overdue(at: datetime) -> Q:
    late = Q(ends_at__lte=at) | Q(ends_at__isnull=True, until_restored__expected_end__lte=at)
    return _of([part.filter(late, starts_at__lte=at) for part in _reaching(at)])


def _upcoming(at: datetime) -> Q:
    return _of([part.filter(starts_at__gt=at) for part in _reaching(at)]) & ~_in_force(at)


def _ended(at: datetime) -> Q:
    return Q(lift=False) & ~_of(_reaching(at))


_ISSUED: dict[str, Callable[[datetime], Q]] = {
    IN_FORCE: _in_force,
    OVERDUE: _overdue,
    UPCOMING: _upcoming,
    ENDED: _ended,
    LIFT: lambda at: Q(lift=True),
}

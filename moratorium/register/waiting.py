"""What waits for one person: to approve, to confirm, or to finish."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from ..models import Directive, Order, Outage
from ..rules import lifecycle
from ..rules.wording import Text


@dataclass(frozen=True, slots=True)
class Task:
    """One record that waits, since when, and the remark with which it was sent back, if it was."""

    noun: str
    pk: int
    name: str
    title: Text
    remark: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for somebody, by what there is to do; None where the role is not theirs."""

    approve: tuple[Task, ...] | None = None
    direct: tuple[Task, ...] | None = None  # directives to approve
    confirm: tuple[Task, ...] | None = None
    finish: tuple[Task, ...] | None = None


def waiting(person: int, roles: Collection[str]) -> Waiting:
    """What waits for a person (its key) in the roles held, the oldest first; two or three queries."""
    checks, makes = lifecycle.CHECKER in roles, lifecycle.MAKER in roles
    return Waiting(
        approve=_to_approve(person) if checks else None,
        direct=_to_direct(person) if checks else None,
        confirm=_to_confirm(person) if checks else None,
        finish=_to_finish(person) if makes else None,
    )


def _to_approve(person: int) -> tuple[Task, ...]:
    """Submitted orders in which the person had no hand."""
    orders = Order.objects.filter(state=lifecycle.SUBMITTED).exclude(hands=person)
    return tuple(map(_order, orders.order_by("submitted_at", "pk")))


def _to_direct(person: int) -> tuple[Task, ...]:
    """Submitted directives in which the person had no hand."""
    found = Directive.objects.filter(state=lifecycle.SUBMITTED).exclude(hands=person)
    return tuple(map(_directive, found.order_by("submitted_at", "pk")))


def _to_confirm(person: int) -> tuple[Task, ...]:
    """Restorations that somebody else has reported."""
    reported = Outage.objects.filter(
        restored_at__isnull=False, confirmed_at__isnull=True, called_off_at__isnull=True
    ).exclude(reported_by__isnull=False, reported_by=person)
    return tuple(
        Task("outage", outage.pk, outage.ref, outage.title, since=outage.reported_at)
        for outage in reported.order_by("reported_at", "pk")
    )


def _to_finish(person: int) -> tuple[Task, ...]:
    """Drafts in which the person had a hand, those that were sent back first."""
    own = {"state": lifecycle.DRAFT, "hands": person}
    drafts = Order.objects.filter(**own).order_by("drafted_at", "pk")
    directives = Directive.objects.filter(**own).order_by("drafted_at", "pk")
    tasks = [*map(_order, drafts), *map(_directive, directives)]
    return tuple(sorted(tasks, key=lambda task: not task.remark))


def _order(order: Order) -> Task:
    since = order.submitted_at if order.state == lifecycle.SUBMITTED else None
    return Task("order", order.pk, str(order.pk), order.title, order.remark, since)


def _directive(directive: Directive) -> Task:
    since = directive.submitted_at if directive.state == lifecycle.SUBMITTED else None
    return Task(
        "directive", directive.pk, str(directive.pk), directive.subject, directive.remark, since
    )

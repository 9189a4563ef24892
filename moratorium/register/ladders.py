"""The newest public directives, each with how far up the ladder its offices have come."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from ..models import Addressee, Directive, Receipt
from ..rules import directives as directive_rules
from ..rules import ladder as rules
from ..rules.ladder import Counts
from ..rules.lifecycle import ISSUED
from . import directives
from .directives import DirectiveRef


@dataclass(frozen=True, slots=True)
class Progress:
    """A directive and its counts at an instant; nobody is late once it has been replaced."""

    ref: DirectiveRef
    due_at: datetime
    is_replaced: bool
    counts: Counts


def page(number: int, size: int, at: datetime) -> tuple[list[Progress], int]:
    """A page of the public directives issued by an instant, newest first, counted from 1; and
    how many there are. Five queries, however many directives and offices.
    """
    found = _public(at).order_by("-issued_at", "-pk").defer("body_hi", "body_en")
    return _counted(list(found[(number - 1) * size : number * size]), at), _public(at).count()


def public_key(slug: str, at: datetime) -> int | None:
    """The key of a public directive issued by an instant; None if there is none."""
    if not slug.isprintable():
        return None
    return _public(at).filter(slug=slug).values_list("pk", flat=True).first()


def _public(at: datetime) -> QuerySet[Directive]:
    return Directive.objects.filter(state=ISSUED, public=True, issued_at__lte=at)


def _counted(found: Collection[Directive], at: datetime) -> list[Progress]:
    keys = [each.pk for each in found]
    addressed = dict(
        Addressee.objects.filter(directive__in=keys)
        .order_by()
        .values_list("directive")
        .annotate(Count("pk"))
    )
    steps: dict[int, dict[str, int]] = {}
    for directive, step, count in (
        Receipt.objects.filter(addressee__directive__in=keys, at__lte=at)
        .order_by()
        .values_list("addressee__directive", "step")
        .annotate(Count("pk"))
    ):
        steps.setdefault(directive, {})[step] = count
    later = Directive.objects.filter(replaces__in=keys, state=ISSUED, issued_at__lte=at)
    replaced = set(later.order_by().values_list("replaces", flat=True))
    return [
        _progress(each, addressed.get(each.pk, 0), steps.get(each.pk, {}), each.pk in replaced, at)
        for each in found
    ]


def _progress(
    directive: Directive, addressed: int, steps: dict[str, int], is_replaced: bool, at: datetime
) -> Progress:
    assert directive.issued_at is not None
    is_over = not is_replaced and rules.is_late(directive.issued_at, directive.due_hours, at)
    served, opened, downloaded, acknowledged = (steps.get(s, 0) for s in directive_rules.STEPS)
    late = addressed - acknowledged if is_over else 0
    return Progress(
        ref=directives.ref(directive),
        due_at=directive_rules.due_at(directive.issued_at, directive.due_hours),
        is_replaced=is_replaced,
        counts=Counts(addressed, served, opened, downloaded, acknowledged, late),
    )

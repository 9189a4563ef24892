"""A directive in the words of the page: what it says, whom it is for, what it replaces."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ...models import Directive, Discom, Order
from ...operations.directives import DirectiveContent, TargetContent
from ...register import directives as register
from ...rules import directives as rules
from ...rules import wording
from ...rules.lifecycle import DISCARDED, ISSUED
from ...rules.wording import Text
from .. import naming, reading
from ..naming import language, say
from ..reading import Row

PUBLIC = {
    True: _("public: anybody may read and download the letter"),
    False: _("internal: only its addressees and the desk see it"),
}


def ladder_url(directive: Directive) -> str:
    """Where its ladder stands, how many offices acknowledged; empty for a draft."""
    if directive.state != ISSUED:
        return ""
    return reverse("admin:moratorium_directive_ladder", args=[directive.pk])


def operative(directive: Directive, at: datetime) -> list[Text]:
    """What is rendered from the order: of an issued one as it was then, of a draft as it is now."""
    basis = register.basis(directive.order, directive.issued_at or at)
    return list(basis.operative(directive.kind))


def what(directive: Directive) -> Iterator[Row]:
    """What a draft is, for whoever is to sign it."""
    yield Row(_("Kind"), directive.get_kind_display())
    yield from _terms(directive)
    yield from _hands(directive)


def rows(directive: Directive, *, editing: bool) -> Iterator[Row]:
    """What is recorded of a directive besides its words; what the form shows only there."""
    yield reading.row(directive, "state", directive.get_state_display())
    if directive.number:
        yield reading.row(directive, "number", directive.number)
    if not editing:
        yield reading.row(directive, "kind", directive.get_kind_display())
        yield from _terms(directive)
    yield from _hands(directive)


def targets(content: DirectiveContent) -> list[str]:
    """Whom it is meant for, as it was entered."""
    return [_target(each) for each in content.targets]


def meant(content: DirectiveContent) -> list[Discom]:
    """The discoms that are meant as a whole."""
    return [each.discom for each in content.targets if each.discom is not None]


def _target(target: TargetContent) -> str:
    if target.discom is not None:
        return gettext("every office of %(discom)s") % {"discom": say(target.discom.name)}
    assert target.office is not None
    office = f"{say(target.office.name)} ({target.office.code})"
    return gettext("%(office)s with everything below it") % {"office": office} \
        if target.below else office  # fmt: skip


def _terms(directive: Directive) -> Iterator[Row]:
    yield reading.row(directive, "down_to", directive.get_down_to_display())
    hours = wording.grouped(directive.due_hours)
    yield reading.row(directive, "due_hours", hours)
    if directive.issued_at:
        due = rules.due_at(directive.issued_at, directive.due_hours)
        yield Row(_("Overdue from"), reading.moment(due))
    yield Row(_("Who may read it"), PUBLIC[directive.public])


def _hands(directive: Directive) -> Iterator[Row]:
    if directive.drafted_at:
        yield Row(_("Drafted"), reading.act(directive.drafted_at, directive.drafted_by))
    if directive.submitted_at:
        yield Row(_("Submitted"), reading.act(directive.submitted_at, directive.submitted_by))
    if directive.issued_at:
        yield Row(_("Issued"), reading.act(directive.issued_at, directive.approved_by))


def chain(desk: Any, directive: Directive) -> list[tuple[Any, str, str]]:
    """The order that it rests on, what it replaces and what replaces it, with the page of each."""
    found = [(_("Order"), str(directive.order), _page_of_order(directive.order))]
    if directive.replaces is not None:
        before = directive.replaces
        found.append((_("Replaces"), naming.called(before), desk.page_of(before)))
    for after in directive.replacements.exclude(state=DISCARDED).order_by("-issued_at", "pk"):
        label = _("Replaced by") if after.state == ISSUED else _("Would be replaced by")
        found.append((label, naming.called(after), desk.page_of(after)))
    return found


def _page_of_order(order: Order) -> str:
    return reverse("admin:moratorium_order_change", args=[order.pk])


def standing(directive: Directive, at: datetime) -> str:
    """How an issued directive stands at an instant."""
    facts = register.facts(directive, at)
    return rules.STANDINGS[facts.standing][language()]

"""From an order to the directive that tells of it: the links on the pages of orders and outages,
and the choice of the order where none was named."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...models import Directive, Order, Outage
from ...register import directives as register
from ...register.filed import filed
from ...rules import lifecycle
from ...rules.directives import RESTORED, kind_for, kinds_for
from ...rules.lifecycle import DISCARDED, ISSUED, REFUSALS
from ...rules.wording import Text
from .. import access, naming
from ..acts import Act, Offer
from ..naming import say
from .lists import STATES

NAME = "moratorium_order_directive"
CHOICES = 50  # orders to choose from; older ones have the link on their page

_RESTORED = _("Draft the directive “billing restored”")
LINK = Act(
    "directive", lifecycle.ROLE_FOR["directive"]["draft"], _("Draft a directive"), "",
    run=lambda *args, **kwargs: None, opens=_("Draft a directive"),
)  # fmt: skip
LINK_RESTORED = Act(
    "directive", LINK.role, _RESTORED, "", run=LINK.run, opens=_RESTORED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Resting:
    """A directive that rests on an order, as its page lists it."""

    called: str
    url: str
    kind: str
    state: str
    subject: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """An order from which a directive can be drafted, and what has been told of it."""

    order: Order
    standing: str
    url: str
    told: bool


def url(order: Order, kind: str = "") -> str:
    """The form for a directive on an order; the kind is what the order suggests, or another."""
    return reverse(f"admin:{NAME}", args=[order.pk]) + (f"?kind={kind}" if kind else "")


def makes(request: HttpRequest) -> bool:
    """Whether somebody may draft directives."""
    return LINK.role in access.roles_now(request.user)


def refusal(order: Order) -> Text | None:
    """Why no directive can be drafted from an order now."""
    if order.state != ISSUED:
        return REFUSALS["order_not_issued"]
    later = Order.objects.filter(amends=order, state=ISSUED).exists()
    return REFUSALS["order_not_newest"] if later else None


def offers(request: HttpRequest, order: Order) -> Iterator[Offer]:
    """The links on an issued order's page."""
    if not makes(request) or refusal(order) is not None:
        return
    yield Offer(LINK, None, url(order), None)
    grounds = register.basis(order, timezone.now()).grounds
    if RESTORED in kinds_for(grounds) and kind_for(grounds) != RESTORED:
        yield Offer(LINK_RESTORED, None, url(order, RESTORED), None)


def resting(order: Order) -> list[Resting]:
    """The directives that rest on an order, the issued ones first; one query."""
    found = Directive.objects.filter(order=order).exclude(state=DISCARDED)
    return [
        Resting(
            naming.called(each),
            reverse("admin:moratorium_directive_change", args=[each.pk]),
            str(each.get_kind_display()),
            str(each.get_state_display()),
            say(each.subject),
        )
        for each in found.order_by("issued_at", "pk")
    ]


def of_outage(request: HttpRequest, outage: Outage) -> list[tuple[str, str]]:
    """For a confirmed outage: the orders that rested on it, each with the form of the directive
    that tells its offices that billing is restored."""
    if outage.state != lifecycle.CONFIRMED or not makes(request):
        return []
    later = Order.objects.filter(amends=OuterRef("pk"), state=ISSUED)
    found = Order.objects.filter(lines__until_restored=outage, state=ISSUED).distinct()
    at = timezone.now()
    return [
        (f"{order.number}: {say(order.title)}", url(order, RESTORED))
        for order in found.filter(~Exists(later)).order_by("-issued_at", "-pk")
        if RESTORED in kinds_for(register.basis(order, at).grounds)
    ]


def choices() -> list[Chosen]:
    """The newest versions of the orders, those that no directive has told of first."""
    later = Order.objects.filter(amends=OuterRef("pk"), state=ISSUED)
    told = Directive.objects.filter(order=OuterRef("pk"), state=ISSUED)
    newest = Order.objects.filter(~Exists(later), state=ISSUED).annotate(told=Exists(told))
    orders = list(newest.order_by("-issued_at", "-pk")[:CHOICES])
    found = [
        Chosen(order, str(STATES[each.state]), url(order), order.told)
        for order, each in zip(orders, filed(orders, timezone.now()), strict=True)
    ]
    return sorted(found, key=lambda each: each.told)

"""After an outage the draft that would protect while it lasts: to read, to take, or not now."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from ...models import Order, Outage
from ...operations import orders, shields
from ...operations.orders import OrderContent
from ...register import alarms, places
from ...register import shields as register
from ...rules import lifecycle, wording
from ...rules.gaps import Gap
from ...rules.lifecycle import REFUSALS, Refused
from ...rules.wording import EN, HI, Text
from .. import access, whereabouts
from ..alarm_words import WORDS
from ..desk import RecordAdmin
from ..naming import say
from ..refusable import RefusableForm

NAME = "moratorium_outage_shield"
TOGETHER = "together"


class OfferForm(RefusableForm):
    """What the draft rests on; all else is rendered from the outages."""

    basis = forms.ChoiceField(
        choices=Order.Basis.choices,
        initial=Order.Basis.ORDER,
        label=gettext_lazy("basis"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "An assurance is given by word of mouth, until a signed order amends it."
        ),
    )


@dataclass(frozen=True, slots=True)
class Uncovered:
    """What no order covers of some outages, in words; how grave it is, as the alarms say it."""

    wrong: Any
    grave: bool
    bare: list[whereabouts.Bare]


def address(outage: Outage, *, together: bool = False) -> str:
    """Where the offer stands; together with all that was recorded in the same step, or alone."""
    return reverse(f"admin:{NAME}", args=[outage.pk]) + (f"?{TOGETHER}=1" if together else "")


def view(desk: RecordAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """The offer to a maker; posted, it is taken and the draft's page follows."""
    outage = desk.get_object(request, str(pk))
    if not _is_maker(request):
        raise PermissionDenied
    if outage is None:
        raise Http404
    offered = _offered(outage, request)
    form = OfferForm(request.POST or None)
    if not offered or (request.method == "POST" and not form.is_valid()):
        return _page(desk, request, outage, offered, form, 409)
    if request.method != "POST":
        return _page(desk, request, outage, offered, form)
    try:
        return desk.to_page_of(_take(request, offered, form))
    except Refused as refused:
        form.take(refused)
        return _page(desk, request, outage, _offered(outage, request), form, 409)


def standing(desk: RecordAdmin, request: HttpRequest, outage: Outage) -> dict[str, Any]:
    """What protects while an outage lasts, for its own page."""
    open_ = register.still_open([outage])
    return {
        "uncovered": _uncovered(open_),
        "lasts": bool(open_),
        "offer_url": address(outage) if open_ and _is_maker(request) else "",
    } | _resting(desk, [outage])


def _take(request: HttpRequest, offered: list[Outage], form: OfferForm) -> Order:
    return shields.shield(
        offered,
        by=access.person(request),
        at=timezone.now(),
        basis=form.cleaned_data["basis"],
        read=request.POST.get("read", ""),
    )


def _is_maker(request: HttpRequest) -> bool:
    return lifecycle.ROLE_FOR["outage"]["shield"] in access.roles_now(request.user)


def _offered(outage: Outage, request: HttpRequest) -> list[Outage]:
    """What the draft would protect from; the journal, not the address, says what belongs
    together. None if it is all over."""
    outage.refresh_from_db()
    step = register.recorded_together(outage) if request.GET.get(TOGETHER) else [outage]
    return register.still_open(step)


def _page(
    desk: RecordAdmin,
    request: HttpRequest,
    outage: Outage,
    offered: list[Outage],
    form: OfferForm,
    status: int = 200,
) -> HttpResponse:
    context = {
        **desk.admin_site.each_context(request),
        "title": ngettext(
            "A draft order for this outage", "A draft order for these outages", len(offered)
        ),
        "subtitle": None,
        "opts": desk.opts,
        "outage": outage,
        "outage_url": desk.page_of(outage),
    }
    if offered:
        context |= _offer(desk, outage, offered) | {"form": form}
    else:
        called_off = outage.state == lifecycle.CALLED_OFF
        context["refusal"] = REFUSALS["covers_nothing" if called_off else "outage_closed"]
    request.current_app = desk.admin_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "admin/shield.html", context, status=status)


def _offer(desk: RecordAdmin, outage: Outage, offered: list[Outage]) -> dict[str, Any]:
    content = shields.content(offered)
    step = register.still_open(register.recorded_together(outage))
    return {
        "offered": [(each, desk.page_of(each)) for each in offered],
        "draft_title": _title(content),
        "operative": _operative(content),
        "read": shields.digest(content),
        "uncovered": _uncovered(offered),
        "step": step,
        "step_url": address(outage, together=True) if len(step) > len(offered) else "",
        "alone_url": address(outage) if len(offered) > 1 else "",
    } | _resting(desk, offered)


def _title(content: OrderContent) -> Text:
    words = [orders.line_words(line) for line in content.lines]
    return Text(wording.title(words, HI), wording.title(words, EN))


def _operative(content: OrderContent) -> list[tuple[str, str]]:
    words = [orders.line_words(line) for line in content.lines]
    return list(zip(wording.operative(words, HI), wording.operative(words, EN), strict=True))


def _uncovered(outages: list[Outage]) -> Uncovered | None:
    at, reference = timezone.now(), places.load()
    gaps: list[Gap] = [gap for outage in outages for gap in alarms.uncovered(outage, at)]
    if not gaps:
        return None
    ahead = min(window.start for gap in gaps for window in gap.windows) > at
    words = WORDS[alarms.UNCOVERED, ahead]
    return Uncovered(words.wrong, words.grave, [whereabouts.bare(gap, reference) for gap in gaps])


def _resting(desk: RecordAdmin, outages: list[Outage]) -> dict[str, Any]:
    """Every order and draft that rests on some outages: its state, its name and its page."""
    found = register.resting(outages)
    named = [
        (order.get_state_display(), f"{order}: {say(order.title)}", desk.page_of(order))
        for order in (*found.issued, *found.submitted, *found.drafts)
    ]
    return {"resting": named, "issued": bool(found.issued), "extendable": found.extendable}

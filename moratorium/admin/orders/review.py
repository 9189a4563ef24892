"""The page on which a draft is read before it is submitted, and before it is decided on."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...models import Order
from ...operations import orders
from ...register.preview import Preview, preview
from ...register.tilemap import tile_map
from ...register.timeline import timeline
from ...rules.lifecycle import DRAFT, ISSUED, REFUSALS, SUBMITTED
from .. import access, journal_of
from ..acts import Act, ActForm, ActsMixin, Offer
from ..desk import RecordAdmin
from ..naming import language
from . import effect, words

HEADINGS = {
    "submit": _("Read before you submit: %(order)s"),
    "approve": _("Read before you decide: %(order)s"),
}
# Why there is nothing to press: the act that the page is for does not follow this state.
SETTLED = {
    DRAFT: _("This is a draft: it is not submitted for approval now."),
    SUBMITTED: _("This draft has been submitted for approval."),
    ISSUED: _("This order has been issued; there is nothing left to decide."),
}
TOO_LATE = _("Not done: it had been acted on before you pressed.")
DISCARDED = _("This draft has been discarded.")


class ReviewedAdmin(ActsMixin, RecordAdmin):
    """Submission and decision each have a page: the draft as the public would read it, what it
    would change, and then the form. Nobody submits or approves from anywhere else."""

    def page_of_act(
        self, request: HttpRequest, obj: Order, act: Act, refused: ActForm | None = None
    ) -> HttpResponse:
        # As it stands after the refusal, which may be that another was quicker.
        people = ("drafted_by", "submitted_by", "approved_by")
        order = Order.objects.select_related("amends", *people).get(pk=obj.pk)
        page = next(each for each in self.acts if each.name == act.page)
        context = self._standing(request, order, page, refused)
        if refused is not None:
            settled = "settled" in context
            context["refused"] = [(TOO_LATE, "")] if settled else list(_refused(refused))
            context["typed"] = list(_typed(request))
        request.current_app = self.admin_site.name  # type: ignore[attr-defined]
        status = 200 if refused is None else 409
        return TemplateResponse(request, "admin/review.html", context, status=status)

    def _standing(
        self, request: HttpRequest, order: Order, page: Act, refused: ActForm | None
    ) -> dict[str, Any]:
        """The draft to be read, or that there is nothing to act upon."""
        if self.follows(order, page.name):
            # The digest first: what is shown below it is no older than what it stands for.
            read = orders.digest(order)
            try:
                found = preview(order.pk, timezone.now())
            except Order.DoesNotExist:  # decided this very moment
                order.refresh_from_db()
            else:
                return {
                    **self._frame(request, order, page),
                    **_told(found),
                    **self._form_of_page(request, order, page, refused, read, found),
                }
        return self._frame(request, order, page) | self._settled(order)

    def _frame(self, request: HttpRequest, order: Order, page: Act) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": HEADINGS[page.name] % {"order": words.called(order)},
            "called": words.called(order),
            "opts": self.opts,
            "order": order,
            "order_url": self.page_of(order),
            "page_path": self.url_of(page.name, order),
            "checks": page.name == "approve",
            "what": list(words.what(order)),
            "chain": words.chain(self, order),
        }

    def _settled(self, order: Order) -> dict[str, Any]:
        """That it is decided: by whom and when, says the history."""
        return {
            "title": words.called(order),
            "settled": SETTLED.get(order.state, DISCARDED),
            "decide_url": self.url_of("approve", order) if order.state == SUBMITTED else "",
            "history": journal_of.told(self.subjects(order)),
        }

    def _form_of_page(
        self,
        request: HttpRequest,
        order: Order,
        page: Act,
        refused: ActForm | None,
        read: str,
        found: Preview,
    ) -> dict[str, Any]:
        """What is ticked, written and pressed. `read` is the digest of what is shown."""
        # A tick given to another text is given again, or not.
        same = request.POST.get("read") == read
        ticked = request.POST.getlist("accepted") if same else []
        edits = order.state == DRAFT and self.has_change_permission(request, order)
        form_url = self.page_of(order) if edits else ""
        offers = list(self._offers_on(request, order, page, refused))
        stops = effect.stops(found, form_url)
        free = any(offer.act is page and not offer.hindrance for offer in offers)
        return {
            "read": read,
            "stops": stops,
            "ticks": effect.ticks(found, ticked, form_url),
            "may_tick": free and not stops,
            "unticked": (refused.errors.get("accepted") or [""])[0] if refused is not None else "",
            "acts": offers,
            "no_act": None if offers else REFUSALS["role"],
        }

    def _offers_on(
        self, request: HttpRequest, order: Order, page: Act, refused: ActForm | None
    ) -> Iterator[Offer]:
        """The acts of a page; what was typed for one of them is kept for all."""
        roles = access.roles_now(request.user)
        for act in self.acts:
            if act.page != page.name or act.role not in roles:
                continue
            pressed = refused is not None and refused.act == act.name
            form = refused if pressed and refused is not None else self.form_of(act, order)
            form.initial.update({name: request.POST.get(name) for name in form.fields})
            hindrance = self.hindrance(request, order, act.name)
            yield Offer(act, form, self.url_of(act.name, order), hindrance)


def _told(found: Preview) -> dict[str, Any]:
    """The preview in the words and drawings of the page."""
    return {
        "preview": found,
        "headline": effect.headline(found),
        "also": list(effect.also(found)),
        "still_matters": effect.still_matters(found),
        "groups": effect.groups(found),
        "shortened": effect.shortened(found),
        "fields": effect.fields(found),
        "lines": effect.lines(found),
        "then_map": tile_map(found.then.districts, language()),
        "now_map": tile_map(found.now.districts, language()),
        "timeline": timeline(found.spans, found.at, until=found.moment),
    }


def _refused(form: ActForm) -> Iterator[tuple[str, str]]:
    """Each refusal in words, with the place on the page at which it stands again."""
    for name, errors in form.errors.items():
        anchor = {"__all__": "", "accepted": "ticks-heading"}.get(name, f"id_{form.act}_{name}")
        yield from ((each, anchor) for each in errors)


def _typed(request: HttpRequest) -> Iterator[str]:
    """What was written, to be copied if there is no form left to keep it in."""
    return (request.POST[name] for name in ("reason", "remark") if request.POST.get(name))

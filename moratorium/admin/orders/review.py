"""The page on which a draft is read before it is submitted, and before it is decided on."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...models import Order
from ...operations import orders
from ...operations.orders import content_of
from ...register import drafts
from ...rules.lifecycle import DRAFT, ISSUED, REFUSALS, SUBMITTED
from .. import access, journal_of
from ..acts import Act, ActForm, ActsMixin, Offer
from ..desk import RecordAdmin
from . import words

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
        context = self._frame(request, order, page)
        if refused is not None:
            context |= {"refused": refused.non_field_errors(), "typed": list(_typed(request))}
        if self.follows(order, page.name):
            context |= self._draft(request, order, page, refused)
        else:
            context |= self._settled(order)
        request.current_app = self.admin_site.name  # type: ignore[attr-defined]
        status = 200 if refused is None else 409
        return TemplateResponse(request, "admin/review.html", context, status=status)

    def _frame(self, request: HttpRequest, order: Order, page: Act) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": HEADINGS[page.name] % {"order": order},
            "opts": self.opts,
            "order": order,
            "order_url": self.page_of(order),
            "page_path": self.url_of(page.name, order),
            "checks": page.name == "approve",
        }

    def _settled(self, order: Order) -> dict[str, Any]:
        """That it is decided: by whom and when, says the history."""
        decide = self.url_of("approve", order) if order.state == SUBMITTED else ""
        return {
            "settled": SETTLED.get(order.state, DISCARDED),
            "decide_url": decide,
            "history": journal_of.told(self.subjects(order)),
        }

    def _draft(
        self, request: HttpRequest, order: Order, page: Act, refused: ActForm | None
    ) -> dict[str, Any]:
        # The digest first: what is shown below it is no older than what it stands for.
        read = orders.digest(order)
        changed = refused is not None and request.POST.get("read", read) != read
        offers = list(self._offers_on(request, order, page, refused))
        return {
            "read": read,
            # A tick given to another text is given again, or not.
            "ticked": [] if changed else request.POST.getlist("accepted"),
            "warnings": drafts.load(order.pk, timezone.now()).warnings,
            "acts": offers,
            "no_act": None if offers else REFUSALS["role"],
            "what": list(words.what(order)),
            "chain": words.chain(self, order),
            "operative": words.operative(order, content_of(order)),
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
            yield Offer(act, form, self.url_of(act.name, order),
                        self.hindrance(request, order, act.name))  # fmt: skip


def _typed(request: HttpRequest) -> Iterator[str]:
    """What was written in words, to be copied if there is no form left to keep it in."""
    return (request.POST[name] for name in ("reason", "remark") if request.POST.get(name))

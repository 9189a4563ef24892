"""An order on the desk: its list, its form while it is a draft, its page."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...models import Directive, Order, OrderHand
from ...operations import orders
from ...operations.orders import content_of
from ...rules import lifecycle
from ...rules.lifecycle import DRAFT, ISSUED, REFUSALS
from ...rules.wording import Text
from .. import access
from ..acts import Offer
from . import directing, lines, words
from .acts import ACTS
from .form import OrderForm
from .lines import LineInline
from .lists import OrderList
from .review import ReviewedAdmin


@admin.register(Order)
class OrderAdmin(OrderList, ReviewedAdmin):
    form = OrderForm
    acts = ACTS

    def has_change_permission(self, request: HttpRequest, obj: Order | None = None) -> bool:
        """A draft opens for makers. What is posted is judged by the operation."""
        if obj is None:
            return super().has_change_permission(request)
        is_maker = lifecycle.MAKER in access.roles_now(request.user)
        return is_maker and (obj.state == DRAFT or request.method == "POST")

    def get_urls(self) -> list[Any]:
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            return self.admin_site.get_model_admin(Directive).draft_view(request, pk)

        guarded = self.admin_site.admin_view(view)
        return [path("<int:pk>/directive/", guarded, name=directing.NAME), *super().get_urls()]

    def offers(self, request: HttpRequest, obj: Order) -> Iterator[Offer]:
        """The acts on an order, and what makes it known."""
        yield from directing.offers(request, obj)
        yield from super().offers(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Order | None = None) -> Any:
        fields = ["basis", ("title_hi", "title_en"), ("text_hi", "text_en"), "sources", "read"]
        return [(None, {"fields": fields})]

    def get_inlines(self, request: HttpRequest, obj: Order | None) -> list[Any]:
        """A lift has no lines; an order that is read shows its own table."""
        if obj is not None and (obj.lift or not self.has_change_permission(request, obj)):
            return []
        return [LineInline]

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> Any:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method != "POST" and obj.pk:
            kwargs["initial"] = lines.initial(obj)
        return kwargs

    def run(self, request: HttpRequest, form: Any, formsets: Any, at: datetime) -> Order:
        entered = tuple(line for formset in formsets for line in formset.contents())
        by = access.person(request)
        content = form.content(entered, form.instance.demonstration or by.demonstration)
        if form.instance.pk is None:
            return orders.draft(content, by=by, at=at)
        read = form.cleaned_data["read"]
        return orders.edit(form.instance, content, by=by, at=at, read=read)

    def saved(self, request: HttpRequest, obj: Order) -> HttpResponse:
        messages.success(
            request, _("The draft is saved. Read what it says, then submit it for approval.")
        )
        return self.to_page_of(obj)

    def after_act(self, done: Order, obj: Order) -> HttpResponse:
        return self.to_page_of(done)

    def follows(self, obj: Order, name: str) -> bool:
        if name in ("amend", "lift"):
            return obj.state == ISSUED and not obj.lift and words.successor(obj) is None
        return (obj.state, name) in lifecycle.ORDER_ACTS

    def hindrance(self, request: HttpRequest, obj: Order, name: str) -> Text | None:
        had_a_hand = OrderHand.objects.filter(order=obj, person=request.user.pk).exists()
        return REFUSALS["two_persons"] if name == "approve" and had_a_hand else None

    def subjects(self, obj: Order) -> list[str]:
        """Under which names the journal speaks of an order."""
        return [f"draft {obj.pk}", *([obj.number] if obj.number else [])]

    def render_change_form(
        self, request: HttpRequest, context: dict, add=False, change=False, form_url="", obj=None
    ):
        response = super().render_change_form(request, context, add, change, form_url, obj)
        if obj is not None and change:
            content = content_of(obj)
            response.context_data |= {
                "editing": self.has_change_permission(request, obj),
                "rows": list(words.rows(obj, timezone.now())),
                "operative": words.operative(obj, content),
                "lines": [words.line(line) for line in content.lines],
                "order": obj,
                "chain": words.chain(self, obj),
                "directives": directing.resting(obj),
            }
        return response

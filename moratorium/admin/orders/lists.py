"""The list of orders: how each stands now, by state, discom, area and basis."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ...models import Order
from ...register import filing
from ...register.filed import Filed, filed
from ...rules import lifecycle
from ...rules.standing import ENDED, IN_FORCE, LIFT, OVERDUE, UPCOMING
from ...rules.windows import NO_END
from ...rules.wording import EN, HI
from .. import naming, reading
from ..exports import Exported, instant
from ..filters import AreaFilter, BasisFilter, Choice, DiscomFilter, scope, suppliers

STATES = {
    lifecycle.DRAFT: gettext_lazy("draft"),
    lifecycle.SUBMITTED: gettext_lazy("submitted for approval"),
    IN_FORCE: gettext_lazy("in force"),
    OVERDUE: gettext_lazy("in force, planned end passed"),
    UPCOMING: gettext_lazy("upcoming"),
    ENDED: gettext_lazy("ended"),
    LIFT: gettext_lazy("lifts the moratorium"),
    lifecycle.DISCARDED: gettext_lazy("discarded"),
}
FEW = 3  # scopes that a row names; more are counted


class StateFilter(Choice):
    title = gettext_lazy("state")
    parameter_name = "state"
    offered = tuple(STATES.items())


class OrderList(Exported):
    """The columns, filters and exports of the list of orders."""

    list_display = ("name", "said_title", "where", "basis_said", "standing", "issued", "ends")
    list_filter = (StateFilter, DiscomFilter, AreaFilter, BasisFilter)
    list_defer = ("text_hi", "text_en", "sources")
    list_empty = gettext_lazy("No order matches.")
    # What is not issued yet comes first; said so, both engines read the index in this order.
    ordering = (F("issued_at").desc(nulls_first=True), "-pk")
    search_fields = ("number__startswith",)
    search_help_text = gettext_lazy("Finds orders by the beginning of their number.")

    def narrowed(
        self, found: QuerySet[Any], request: HttpRequest, chosen: dict[str, str], at: datetime
    ) -> QuerySet[Any]:
        if "state" in chosen:
            found = found.filter(filing.orders(chosen["state"], at))
        if "basis" in chosen:
            found = found.filter(basis=chosen["basis"])
        if chosen.keys() & {"discom", "area"}:
            found = found.filter(scope(request, chosen, filing.orders_speaking_for))
        return found

    def present(self, rows: Sequence[Any], request: HttpRequest, at: datetime) -> None:
        known = suppliers(request)
        for order, each in zip(rows, filed(rows, at), strict=True):
            order.filed, order.suppliers = each, known

    def row_class(self, obj: Any) -> str:
        return "overdue" if obj.filed.state == OVERDUE else ""

    @admin.display(description=gettext_lazy("number"), ordering="number")
    def name(self, order: Order) -> str:
        return order.number or _("draft %(key)s") % {"key": order.pk}

    @admin.display(description=gettext_lazy("title"))
    def said_title(self, order: Order) -> str:
        return naming.say(order.title)

    @admin.display(description=gettext_lazy("where"))
    def where(self, order: Any) -> str:
        places = _places(order, naming.language())
        if len(places) > FEW:
            rest = _("%(count)s more") % {"count": len(places) - FEW}
            places = [*places[:FEW], rest]
        return "; ".join(places)

    @admin.display(description=gettext_lazy("basis"))
    def basis_said(self, order: Order) -> str:
        return str(order.get_basis_display())

    @admin.display(description=gettext_lazy("state"))
    def standing(self, order: Any) -> str:
        return str(STATES[order.filed.state])

    @admin.display(description=gettext_lazy("issued at"), ordering="-issued_at")
    def issued(self, order: Order) -> str:
        return reading.moment(order.issued_at)

    @admin.display(description=pgettext_lazy("of an order", "ends"))
    def ends(self, order: Any) -> str:
        return ends(order.filed)

    def export_titles(self) -> Sequence[Any]:
        return [
            gettext_lazy("number"), gettext_lazy("state"), gettext_lazy("basis"),
            gettext_lazy("title in Hindi"), gettext_lazy("title in English"),
            gettext_lazy("where, in Hindi"), gettext_lazy("where, in English"),
            gettext_lazy("issued at"), gettext_lazy("starts at"),
            pgettext_lazy("of an order", "ends"), gettext_lazy("planned end"),
            gettext_lazy("until these outages are restored"),
            gettext_lazy("demonstration"),
        ]  # fmt: skip

    def export_row(self, obj: Any, request: HttpRequest) -> Sequence[str]:
        its: Filed = obj.filed
        end = None if its.end == NO_END else its.end
        starts = min((line.starts_at for line in its.lines), default=None)
        waits = dict.fromkeys(line.outage for line in its.lines if line.outage)
        return [
            self.name(obj), self.standing(obj), self.basis_said(obj), obj.title_hi, obj.title_en,
            "; ".join(_places(obj, HI)), "; ".join(_places(obj, EN)),
            instant(obj.issued_at), instant(starts), instant(end), instant(its.planned_end),
            "; ".join(waits), _("yes") if obj.demonstration else _("no"),
        ]  # fmt: skip


def _places(order: Any, language: str) -> list[str]:
    """Each discom and area that a line speaks for, in short words."""
    return [
        naming.short_place(order.suppliers.get(discom), area, language)
        for discom, area in order.filed.scopes
    ]


def ends(its: Filed) -> str:
    """When it ends as things stand, in words; a dash if it protects nothing."""
    return _("until billing is restored") if its.end == NO_END else reading.until(its.end)

"""The list of directives: by state, kind and discom, by the beginning of their or the order's
number."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...models import Directive, Target
from ...models.directives import KIND_CHOICES
from ...rules import directives as rules
from ...rules import lifecycle
from ...rules.directives import REPLACED
from ...rules.lifecycle import ISSUED
from ...rules.wording import EN, HI, Text
from .. import naming, reading
from ..exports import Exported, instant
from ..filters import Choice, suppliers

STATES = {
    lifecycle.DRAFT: gettext_lazy("draft"),
    lifecycle.SUBMITTED: gettext_lazy("submitted for approval"),
    ISSUED: gettext_lazy("issued"),
    REPLACED: gettext_lazy("replaced"),
    lifecycle.DISCARDED: gettext_lazy("discarded"),
}
_REPLACEMENT = Directive.objects.filter(replaces=OuterRef("pk"), state=ISSUED)


class StateFilter(Choice):
    title = gettext_lazy("state")
    parameter_name = "state"
    offered = tuple(STATES.items())


class KindFilter(Choice):
    title = gettext_lazy("kind")
    parameter_name = "kind"
    offered = KIND_CHOICES


class DiscomFilter(Choice):
    """A discom of which some office, or all, are meant."""

    title = gettext_lazy("discom")
    parameter_name = "discom"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(code, naming.say(each.short)) for code, each in suppliers(request).items()]


class OrderFilter(Choice):
    """The order of which the address names the number; it is not chosen from all of them."""

    title = gettext_lazy("moratorium order")
    parameter_name = "order"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        asked = request.GET.get(self.parameter_name, "")
        return [(asked, asked)] if asked and "\0" not in asked else []


class DirectiveList(Exported):
    """The columns, filters and exports of the list of directives."""

    list_display = ("name", "said_subject", "kind_said", "rests_on", "to", "standing", "issued")
    list_filter = (StateFilter, KindFilter, DiscomFilter, OrderFilter)
    list_select_related = ("order", "replaces")
    list_defer = (
        "body_hi", "body_en", "order__text_hi", "order__text_en", "order__sources",
        "replaces__body_hi", "replaces__body_en",
    )  # fmt: skip
    list_empty = gettext_lazy("No directive matches.")
    # What is not issued yet comes first; said so, both engines read the index in this order.
    ordering = (F("issued_at").desc(nulls_first=True), "-pk")
    search_fields = ("number__startswith", "order__number__startswith")
    search_help_text = gettext_lazy(
        "Finds directives by the beginning of their number or of their order's."
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(is_replaced=Exists(_REPLACEMENT))

    def narrowed(
        self, found: QuerySet[Any], request: HttpRequest, chosen: dict[str, str], at: datetime
    ) -> QuerySet[Any]:
        if "state" in chosen:
            found = found.filter(_in_state(chosen["state"]))
        if "kind" in chosen:
            found = found.filter(kind=chosen["kind"])
        if "order" in chosen:
            found = found.filter(order__number=chosen["order"])
        if "discom" in chosen:
            code = chosen["discom"]
            meant = Target.objects.filter(Q(discom=code) | Q(office__discom=code))
            found = found.filter(pk__in=meant.order_by().values("directive"))
        return found

    def present(self, rows: Sequence[Any], request: HttpRequest, at: datetime) -> None:
        known, meant = suppliers(request), dict[int, dict[str, None]]()
        targets = Target.objects.filter(directive__in=[row.pk for row in rows]).order_by("position")
        for directive, whole, of_office in targets.values_list(
            "directive", "discom", "office__discom"
        ):
            meant.setdefault(directive, {})[whole or of_office] = None
        for row in rows:
            row.meant = [known[code].short for code in meant.get(row.pk, {})]

    @admin.display(description=gettext_lazy("number"), ordering="number")
    def name(self, directive: Directive) -> str:
        return directive.number or _("draft %(key)s") % {"key": directive.pk}

    @admin.display(description=gettext_lazy("subject"))
    def said_subject(self, directive: Directive) -> str:
        return naming.say(directive.subject)

    @admin.display(description=gettext_lazy("kind"))
    def kind_said(self, directive: Directive) -> str:
        return str(directive.get_kind_display())

    @admin.display(description=gettext_lazy("moratorium order"))
    def rests_on(self, directive: Directive) -> str:
        return directive.order.number or naming.NOT_STATED

    @admin.display(description=gettext_lazy("to"))
    def to(self, directive: Any) -> str:
        return _joined(directive.meant, naming.language()) or naming.NOT_STATED

    @admin.display(description=gettext_lazy("state"))
    def standing(self, directive: Any) -> str:
        return str(STATES[REPLACED if directive.is_replaced else directive.state])

    @admin.display(description=gettext_lazy("issued at"), ordering="-issued_at")
    def issued(self, directive: Directive) -> str:
        return reading.moment(directive.issued_at)

    def export_titles(self) -> Sequence[Any]:
        return [
            gettext_lazy("number"), gettext_lazy("state"), gettext_lazy("kind"),
            gettext_lazy("moratorium order"), gettext_lazy("replaces"),
            gettext_lazy("subject in Hindi"), gettext_lazy("subject in English"),
            gettext_lazy("to, in Hindi"), gettext_lazy("to, in English"),
            gettext_lazy("public"), gettext_lazy("down to"), gettext_lazy("issued at"),
            gettext_lazy("overdue from"), gettext_lazy("demonstration"),
        ]  # fmt: skip

    def export_row(self, obj: Any, request: HttpRequest) -> Sequence[str]:
        due = rules.due_at(obj.issued_at, obj.due_hours) if obj.issued_at else None
        before = obj.replaces.number if obj.replaces_id else ""
        return [
            self.name(obj), self.standing(obj), self.kind_said(obj), self.rests_on(obj), before,
            obj.subject_hi, obj.subject_en, _joined(obj.meant, HI), _joined(obj.meant, EN),
            _yes(obj.public), str(obj.get_down_to_display()), instant(obj.issued_at),
            instant(due), _yes(obj.demonstration),
        ]  # fmt: skip


def _in_state(state: str) -> Q:
    if state == REPLACED:
        return Q(Exists(_REPLACEMENT))
    return Q(state=state) & ~Q(Exists(_REPLACEMENT)) if state == ISSUED else Q(state=state)


def _joined(names: Sequence[Text], language: str) -> str:
    return ", ".join(name[language] for name in names)


def _yes(value: bool) -> str:
    return str(_("yes") if value else _("no"))

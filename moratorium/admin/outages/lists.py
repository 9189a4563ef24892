"""The list of outages: how each stands now, by state, discom and area."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...models import Outage
from ...models.outages import SERVICE_CHOICES
from ...register import filing
from ...rules.lifecycle import OPEN, REPORTED
from ...rules.standing import OVERDUE
from ...rules.wording import EN, HI
from .. import naming, reading
from ..exports import Exported, instant
from ..filters import AreaFilter, Choice, DiscomFilter, scope, suppliers
from . import facts
from .facts import STATES

_OFFERED = {state: STATES.get(state, gettext_lazy("planned end passed"))
            for state in filing.OUTAGE_STATES}  # fmt: skip


class StateFilter(Choice):
    title = gettext_lazy("state")
    parameter_name = "state"
    offered = tuple(_OFFERED.items())


class OutageList(Exported):
    """The columns, filters and exports of the list of outages."""

    list_display = ("ref", "said_title", "where", "start", "planned_end", "standing")
    list_filter = (StateFilter, DiscomFilter, AreaFilter)
    list_defer = ("note_hi", "note_en", "sources")
    list_empty = gettext_lazy("No outage matches.")
    ordering = ("-starts_at", "-pk")
    search_fields = ("ref__startswith",)
    search_help_text = gettext_lazy("Finds outages by the beginning of their reference.")

    def narrowed(
        self, found: QuerySet[Any], request: HttpRequest, chosen: dict[str, str], at: datetime
    ) -> QuerySet[Any]:
        if "state" in chosen:
            found = found.filter(filing.outages(chosen["state"], at))
        return found.filter(scope(request, chosen, filing.speaking_for))

    def present(self, rows: Sequence[Any], request: HttpRequest, at: datetime) -> None:
        known = suppliers(request)
        for outage in rows:
            outage.supplied_by = known.get(outage.discom_id)
            outage.overdue = _overdue(outage, at)
            outage.stands = facts.state(outage, at)

    def row_class(self, obj: Any) -> str:
        return "overdue" if obj.overdue else ""

    @admin.display(description=gettext_lazy("title"))
    def said_title(self, outage: Outage) -> str:
        return naming.say(outage.title)

    @admin.display(description=gettext_lazy("where"))
    def where(self, outage: Any) -> str:
        return naming.short_place(outage.supplied_by, outage.area, naming.language())

    @admin.display(description=gettext_lazy("starts at"), ordering="starts_at")
    def start(self, outage: Outage) -> str:
        return reading.moment(outage.starts_at)

    @admin.display(description=gettext_lazy("expected end"))
    def planned_end(self, outage: Outage) -> str:
        return reading.until(outage.expected_end)

    @admin.display(description=gettext_lazy("state"))
    def standing(self, outage: Any) -> str:
        words = str(STATES[outage.stands])
        return f"{words}; {_OFFERED[OVERDUE]}" if outage.overdue else words

    def export_titles(self) -> Sequence[Any]:
        return [
            gettext_lazy("reference"), gettext_lazy("state"), gettext_lazy("title in Hindi"),
            gettext_lazy("title in English"), gettext_lazy("where, in Hindi"),
            gettext_lazy("where, in English"), gettext_lazy("services that stop"),
            gettext_lazy("announced at"), gettext_lazy("starts at"), gettext_lazy("expected end"),
            gettext_lazy("billing restored at"), gettext_lazy("restoration confirmed at"),
            gettext_lazy("demonstration"),
        ]  # fmt: skip

    def export_row(self, obj: Any, request: HttpRequest) -> Sequence[str]:
        services = dict(SERVICE_CHOICES)
        stopped = (str(services.get(each, each)) for each in obj.services)
        return [
            obj.ref, self.standing(obj), obj.title_hi, obj.title_en,
            naming.short_place(obj.supplied_by, obj.area, HI),
            naming.short_place(obj.supplied_by, obj.area, EN), "; ".join(stopped),
            *map(instant, (obj.announced_at, obj.starts_at, obj.expected_end, obj.restored_at,
                           obj.confirmed_at)),
            _("yes") if obj.demonstration else _("no"),
        ]  # fmt: skip


def _overdue(outage: Outage, at: datetime) -> bool:
    late = outage.expected_end is not None and outage.expected_end <= at
    return late and outage.state in (OPEN, REPORTED)

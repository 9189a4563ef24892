"""Billing outages on the desk: recorded, prolonged, restored by two persons, called off."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...models import Outage
from ...operations import outages
from ...register import shields
from ...rules import lifecycle
from ...rules.lifecycle import REFUSALS, REPORTED
from ...rules.wording import Text
from .. import access
from ..acts import ActsMixin
from ..desk import RecordAdmin
from ..orders import directing
from . import acts, ending, facts, offer
from .forms import EACH, OutageForm
from .lists import OutageList


@admin.register(Outage)
class OutageAdmin(OutageList, ActsMixin, RecordAdmin):
    form = OutageForm
    acts = acts.ACTS

    def has_change_permission(self, request: HttpRequest, obj: Outage | None = None) -> bool:
        """What is recorded is changed by acts only."""
        return obj is None and super().has_change_permission(request)

    def get_fieldsets(self, request: HttpRequest, obj: Outage | None = None) -> Any:
        fields = [
            ("title_hi", "title_en"), "discom", "apart", "area", "districts", "services",
            ("starts_at", "expected_end"), "announced_at", ("note_hi", "note_en"), "sources",
        ]  # fmt: skip
        return [(None, {"fields": [] if obj else fields})]

    def run(self, request: HttpRequest, form: Any, formsets: Any, at: datetime) -> Outage:
        """The outage, or the first of those recorded together."""
        by = access.person(request)
        content = form.content(by.demonstration)
        if form.cleaned_data["apart"] == EACH:
            return outages.record_each(content, by=by, at=at)[0]
        return outages.record(content, by=by, at=at)

    def saved(self, request: HttpRequest, obj: Outage) -> HttpResponse:
        """On to the draft that would protect while it lasts."""
        step = shields.recorded_together(obj)
        messages.success(request, _recorded(len(step)))
        return HttpResponseRedirect(offer.address(obj, together=len(step) > 1))

    def get_urls(self) -> list[Any]:
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            return offer.view(self, request, pk)

        guarded = self.admin_site.admin_view(view)
        return [path("<int:pk>/shield/", guarded, name=offer.NAME), *super().get_urls()]

    def after_act(self, done: Outage, obj: Outage) -> HttpResponse:
        return self.to_page_of(done)

    def follows(self, obj: Outage, name: str) -> bool:
        if name == "extend" and not shields.resting([obj]).extendable:
            return False
        if name == "report_restored" and obj.starts_at > timezone.now():
            return False  # what has not begun cannot have been restored
        return (obj.state, name) in lifecycle.OUTAGE_ACTS

    def hindrance(self, request: HttpRequest, obj: Outage, name: str) -> Text | None:
        own = obj.state == REPORTED and obj.reported_by_id == request.user.pk
        if name == "confirm_restored" and own:
            return REFUSALS["two_persons_restoration"]
        return REFUSALS["outage_named"] if name == "call_off" and outages.named(obj) else None

    def subjects(self, obj: Outage) -> list[str]:
        """Under which name the journal speaks of an outage."""
        return [obj.ref]

    def render_change_form(
        self, request: HttpRequest, context: dict, add=False, change=False, form_url="", obj=None
    ):
        if obj is not None and change:
            at = timezone.now()
            context |= {"editing": False, "rows": list(facts.rows(obj, at))}
            context |= offer.standing(self, request, obj)
            context |= ending.context(self, obj, at)
            context["restored_directives"] = directing.of_outage(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)


def _recorded(count: int) -> str:
    if count == 1:
        return str(_("The outage is on record. It protects nobody: that takes an order."))
    words = _(
        "%(count)s outages are on record, one for each discom. They protect nobody: that takes an order."
    )
    return str(words) % {"count": count}

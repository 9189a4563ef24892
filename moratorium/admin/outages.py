"""Billing outages on the desk: recorded, prolonged, restored by two persons, called off."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from ..models import Outage
from ..models.outages import SERVICE_CHOICES
from ..operations import outages
from ..operations.outages import OutageContent
from ..rules import instants, lifecycle, wording
from ..rules.instants import BadInstant
from ..rules.lifecycle import REFUSALS, REPORTED
from ..rules.wording import Text
from . import access, naming, reading
from .acts import Act, ActForm, ActsMixin
from .desk import RecordAdmin
from .moments import EndField, MomentField
from .naming import DistrictsField, SupplierField, say
from .reading import Row
from .refusable import RecordForm
from .sources import SourcesField

STATES = {
    lifecycle.OPEN: _("billing is down"),
    lifecycle.REPORTED: _("restoration reported, to be confirmed"),
    lifecycle.CONFIRMED: _("billing restored"),
    lifecycle.CALLED_OFF: _("called off"),
}


class OutageForm(RecordForm):
    """What is recorded of an outage."""

    discom = SupplierField(help_text="")
    districts = DistrictsField()
    services = forms.MultipleChoiceField(
        choices=SERVICE_CHOICES,
        initial=["payment"],
        label=_("services that stop"),
        widget=forms.CheckboxSelectMultiple,
    )
    announced_at = MomentField(label=_("announced at"), required=False)
    starts_at = MomentField(label=_("starts at"))
    expected_end = EndField(label=_("expected end"), required=False)
    sources = SourcesField()

    class Meta:
        model = Outage
        fields = ("title_hi", "title_en", "area", "note_hi", "note_en")
        widgets = {
            "title_hi": forms.TextInput({"lang": "hi"}),
            "title_en": forms.TextInput({"lang": "en"}),
            "note_hi": forms.Textarea({"rows": 3, "lang": "hi"}),
            "note_en": forms.Textarea({"rows": 3, "lang": "en"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "districts" in self.fields:
            self.fields["districts"].sort_by_name()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if bool(cleaned.get("note_hi")) != bool(cleaned.get("note_en")):
            empty = "note_en" if cleaned.get("note_hi") else "note_hi"
            self.add_error(empty, say(REFUSALS["one_language"]))
        return cleaned

    def content(self, demonstration: bool) -> OutageContent:
        """What was typed, for the operation."""
        names = (
            "title_hi", "title_en", "discom", "area", "announced_at", "starts_at",
            "expected_end", "note_hi", "note_en", "sources",
        )  # fmt: skip
        return OutageContent(
            districts=tuple(self.cleaned_data["districts"]),
            services=tuple(self.cleaned_data["services"]),
            demonstration=demonstration,
            **{name: self.cleaned_data[name] for name in names},
        )


class ProlongForm(ActForm):
    expected_end = EndField(label=_("new expected end"))


class ReportForm(ActForm):
    restored_at = MomentField(
        label=_("billing restored at"),
        time_required=True,
        help_text=_("IST. The date and the time from which billing has been running again."),
    )


class ConfirmForm(ActForm):
    """Carries the restoration that was read."""

    restored_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        if self.record.restored_at is not None:
            self.initial["restored_at"] = instants.write(self.record.restored_at)

    def clean_restored_at(self) -> datetime:
        """What cannot be read as an instant is not what the record says."""
        try:
            return instants.read(self.cleaned_data["restored_at"])
        except BadInstant:
            raise forms.ValidationError(say(REFUSALS["digest"])) from None


def _act(name: str, label: Any, done: Any, run: Any, **more: Any) -> Act:
    return Act(name, lifecycle.ROLE_FOR["outage"][name], label, done, run, **more)


ACTS = (
    _act(
        "confirm_restored", _("Confirm that billing is restored"), _("Restoration confirmed."),
        outages.confirm_restored, form=ConfirmForm, tone="default",
    ),
    _act(
        "report_restored", _("Report that billing is restored"),
        _("Reported. Another person confirms it; until then every protection goes on."),
        outages.report_restored, form=ReportForm, tone="default",
    ),
    _act(
        "prolong", _("Prolong"), _("The new expected end is recorded."), outages.prolong,
        form=ProlongForm,
    ),
    _act(
        "withdraw_report", _("Withdraw the report"), _("Report withdrawn."),
        outages.withdraw_report,
    ),
    _act("call_off", _("Call the outage off"), _("Called off."), outages.call_off, tone="grave"),
)  # fmt: skip


@admin.register(Outage)
class OutageAdmin(ActsMixin, RecordAdmin):
    form = OutageForm
    acts = ACTS
    list_display = ("ref", "said_title", "supplier", "start", "planned_end", "standing")
    list_select_related = ("discom",)
    ordering = ("-starts_at", "-pk")
    search_fields = ("ref__startswith",)
    search_help_text = _("Finds outages by the beginning of their reference.")

    @admin.display(description=_("title"))
    def said_title(self, outage: Outage) -> str:
        return say(outage.title)

    @admin.display(description=_("discom"))
    def supplier(self, outage: Outage) -> str:
        return naming.supplier(outage.discom)

    @admin.display(description=_("starts at"), ordering="starts_at")
    def start(self, outage: Outage) -> str:
        return reading.moment(outage.starts_at)

    @admin.display(description=_("expected end"))
    def planned_end(self, outage: Outage) -> str:
        return reading.until(outage.expected_end)

    @admin.display(description=_("state"))
    def standing(self, outage: Outage) -> str:
        return str(STATES[outage.state])

    def has_change_permission(self, request: HttpRequest, obj: Outage | None = None) -> bool:
        """What is recorded is changed by acts only."""
        return obj is None and super().has_change_permission(request)

    def get_fieldsets(self, request: HttpRequest, obj: Outage | None = None) -> Any:
        fields = [
            ("title_hi", "title_en"), "discom", "area", "districts", "services",
            ("starts_at", "expected_end"), "announced_at", ("note_hi", "note_en"), "sources",
        ]  # fmt: skip
        return [(None, {"fields": [] if obj else fields})]

    def run(self, request: HttpRequest, form: Any, formsets: Any, at: datetime) -> Outage:
        by = access.person(request)
        return outages.record(form.content(by.demonstration), by=by, at=at)

    def saved(self, request: HttpRequest, obj: Outage) -> HttpResponse:
        messages.success(
            request, _("The outage is on record. It protects nobody: that takes an order.")
        )
        return self.to_page_of(obj)

    def after_act(self, done: Outage, obj: Outage) -> HttpResponse:
        return self.to_page_of(done)

    def follows(self, obj: Outage, name: str) -> bool:
        return (obj.state, name) in lifecycle.OUTAGE_ACTS

    def hindrance(self, request: HttpRequest, obj: Outage, name: str) -> Text | None:
        own = obj.state == REPORTED and obj.reported_by_id == request.user.pk
        return REFUSALS["two_persons_restoration"] if name == "confirm_restored" and own else None

    def subjects(self, obj: Outage) -> list[str]:
        """Under which name the journal speaks of an outage."""
        return [obj.ref]

    def render_change_form(
        self, request: HttpRequest, context: dict, add=False, change=False, form_url="", obj=None
    ):
        if obj is not None and change:
            context |= {"editing": False, "rows": list(_rows(obj))}
        return super().render_change_form(request, context, add, change, form_url, obj)


def _rows(outage: Outage) -> Iterator[Row]:
    yield Row(_("State"), STATES[outage.state])
    yield reading.row(outage, "ref", outage.ref)
    yield from reading.both(outage, "title")
    yield from _scope(outage)
    yield reading.row(outage, "starts_at", reading.moment(outage.starts_at))
    yield reading.row(outage, "expected_end", reading.until(outage.expected_end))
    yield reading.row(outage, "announced_at", reading.moment(outage.announced_at))
    if outage.restored_at is not None:
        yield reading.row(outage, "restored_at", reading.moment(outage.restored_at))
        yield Row(_("Reported"), reading.act(outage.reported_at, outage.reported_by))
    if outage.confirmed_at is not None:
        confirmed = reading.act(outage.confirmed_at, outage.confirmed_by)
        yield reading.row(outage, "confirmed_at", confirmed)
    if outage.called_off_at is not None:
        yield Row(_("Called off"), reading.act(outage.called_off_at, outage.called_off_by))
    yield from reading.both(outage, "note")
    for source in outage.sources:
        parts = [source.get(key) for key in ("title", "date", "url")]
        yield reading.row(outage, "sources", " · ".join(part for part in parts if part))


def _scope(outage: Outage) -> Iterator[Row]:
    names = ", ".join(sorted(naming.called(d) for d in outage.districts.all()))
    services = dict(SERVICE_CHOICES)
    yield reading.row(outage, "discom", naming.supplier(outage.discom))
    yield reading.row(outage, "districts", names or _("all districts"))
    yield reading.row(outage, "area", wording.area(outage.area, naming.language()))
    stopped = ", ".join(str(services.get(each, each)) for each in outage.services)
    yield reading.row(outage, "services", stopped)

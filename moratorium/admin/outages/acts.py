"""The buttons on an outage: prolonged, restored by two persons, called off."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ...models import Order, Outage, Person
from ...operations import outages
from ...operations import shields as drafting
from ...register import shields
from ...rules import instants, lifecycle
from ...rules.instants import BadInstant
from ...rules.lifecycle import REFUSALS
from ..acts import Act, ActForm
from ..moments import EndField, MomentField
from ..naming import Named, say
from . import ending


class ProlongForm(ActForm):
    expected_end = EndField(label=_("new expected end"))


class ExtendForm(ActForm):
    """Which of the orders that end before the new expected end is to be amended."""

    order = Named(Order.objects.none(), label=_("order"), empty_label=None)

    def prepare(self) -> None:
        keys = [order.pk for order in shields.resting([self.record]).extendable]
        self.fields["order"].queryset = Order.objects.filter(pk__in=keys)  # type: ignore[attr-defined]


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


def _extend(outage: Outage, *, order: Order, by: Person, at: datetime) -> Order:
    return drafting.extend(order, outage, by=by, at=at)


def _act(name: str, label: Any, done: Any, run: Any, **more: Any) -> Act:
    return Act(name, lifecycle.ROLE_FOR["outage"][name], label, done, run, **more)


ACTS = (
    _act(
        "extend", _("Draft an amendment until the new expected end"),
        _("This draft restates the order until the new expected end. Read it, then submit it."),
        _extend, form=ExtendForm, tone="default",
    ),
    _act(
        "confirm_restored", _("Confirm that billing is restored"), _("Restoration confirmed."),
        outages.confirm_restored, form=ConfirmForm, tone="default", tells=ending.TEMPLATE,
    ),
    _act(
        "report_restored", _("Report that billing is restored"),
        _("Reported. Another person confirms it; until then every protection goes on."),
        outages.report_restored, form=ReportForm, tone="default", tells=ending.TEMPLATE,
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

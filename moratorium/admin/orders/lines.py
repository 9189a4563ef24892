"""The coverage lines of an order, entered beside it and checked by the rules at each field."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ...models import CoverageLine, District, Outage
from ...operations import reference
from ...operations.orders import LineContent, content_of
from ...rules import coverage
from ...rules.coverage import Fault
from ...rules.lifecycle import REFUSALS
from .. import access
from ..desk import Native
from ..moments import EndField, MomentField
from ..naming import DistrictsField, Named, SupplierField, say
from ..refusable import RecordForm

FIELDS = (
    "discom", "area", "districts", ("restricted_hi", "restricted_en"),
    ("starts_at", "ends_at"), ("until_restored", "grace_hours"),
)  # fmt: skip


class LineForm(RecordForm):
    """One coverage line."""

    discom = SupplierField(help_text="")
    districts = DistrictsField()
    starts_at = MomentField(label=_("starts at"))
    ends_at = EndField(label=_("ends at"), required=False)
    until_restored = Named(
        Outage.objects.filter(called_off_at=None),
        required=False,
        label=_("until this outage is restored"),
        empty_label=_("No outage: the printed end holds"),
        help_text=_("Nothing ends by the clock alone while billing is down."),
    )
    grace_hours = forms.IntegerField(
        required=False,
        initial=0,
        label=_("hours after restoration"),
        widget=forms.NumberInput({"min": 0, "max": coverage.MAX_GRACE_HOURS}),
    )

    class Meta:
        model = CoverageLine
        fields = ("area", "restricted_hi", "restricted_en")

    def __init__(self, *args: Any, served: dict[str, set[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.served = served
        self.fields["districts"].sort_by_name()  # type: ignore[attr-defined]

    def clean_grace_hours(self) -> int:
        return self.cleaned_data["grace_hours"] or 0

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            self.line = LineContent(**_entered(self.cleaned_data))
            for fault in coverage.faults(self.line.stated(), self.served):
                self.add_error(*self._said(fault))
        return self.cleaned_data

    def _said(self, fault: Fault) -> tuple[str, str]:
        field = fault.field
        if field == "restricted_to":
            field = "restricted_en" if self.line.restricted_hi.strip() else "restricted_hi"
        if field == "districts":
            district = District.objects.get(pk=fault.value)
            fault = replace(fault, value=say(district.name))
        return field, say(fault.words)


def _entered(cleaned: dict[str, Any]) -> dict[str, Any]:
    names = (
        "discom", "area", "restricted_hi", "restricted_en", "starts_at", "ends_at",
        "until_restored", "grace_hours",
    )  # fmt: skip
    return {name: cleaned[name] for name in names} | {"districts": tuple(cleaned["districts"])}


class LineFormSet(BaseInlineFormSet):
    """All lines are entered anew each time: an edit restates the whole coverage."""

    def initial_form_count(self) -> int:
        return 0

    @cached_property
    def served(self) -> dict[str, set[str]]:
        return reference.serves()

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | {"served": self.served}

    def clean(self) -> None:
        if not any(form.has_changed() for form in self.forms):
            raise ValidationError(say(REFUSALS["no_coverage"]))

    def contents(self) -> Iterator[LineContent]:
        """The lines that were entered, in order; rows left blank are none."""
        return (form.line for form in self.forms if form.has_changed())


class LineInline(Native, admin.StackedInline):
    """Coverage lines on the page of an order that is a draft."""

    model = CoverageLine
    form = LineForm
    formset = LineFormSet
    can_delete = False
    max_num = 40

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [(None, {"fields": FIELDS})]

    def get_queryset(self, request: HttpRequest) -> Any:
        return CoverageLine.objects.none()

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 1 if obj is None else max(obj.lines.count(), 1)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.may(request.user, "view", "coverageline")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.may(request.user, "add", "coverageline")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.may(request.user, "change", "coverageline")


def initial(order: Any) -> list[dict[str, Any]]:
    """The lines of a draft as they would be entered."""
    names = LineContent.__dataclass_fields__
    return [{name: getattr(line, name) for name in names} for line in content_of(order).lines]

"""The places and postings of an office, entered on its page and judged by the operation."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import admin
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ..models import Placement, Posting
from ..operations.offices import OfficeRefused
from ..rules import offices
from ..rules.office_faults import words
from ..rules.office_files import tidy
from . import access
from .desk import Native
from .moments import DayInput
from .naming import say
from .refusable import RecordForm

OFFICE_CODES, USER_NAMES = "office-codes", "user-names"


class DatedForm(RecordForm):
    """A row from one day to another. What tells it from others stays once it is on record."""

    fixed: tuple[str, ...] = ("starts_on",)
    starts_on = forms.DateField(label=_("from"), widget=DayInput)
    ends_on = forms.DateField(label=_("ends on"), widget=DayInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.update(self.codes(self.instance))
            for name in self.fixed:
                self.fields[name].disabled = True

    def codes(self, row: Any) -> dict[str, str]:
        """Offices and people as they are typed: by code and user name."""
        raise NotImplementedError

    def stated(self, code: str) -> offices.Dated:
        """What was typed, as a row of the office of this code."""
        raise NotImplementedError


class PlacementForm(DatedForm):
    parent = forms.CharField(
        label=_("parent office"),
        required=False,
        widget=forms.TextInput({"list": OFFICE_CODES, "autocomplete": "off"}),
        help_text=_("Its code. Empty: under no other office."),
    )

    class Meta:
        model = Placement
        fields = ()

    def codes(self, row: Placement) -> dict[str, str]:
        return {"parent": row.parent.code if row.parent else ""}

    def stated(self, code: str) -> offices.Place:
        typed = self.cleaned_data
        return offices.Place(code, tidy(typed["parent"]), typed["starts_on"], typed["ends_on"])


class PostingForm(DatedForm):
    fixed = ("starts_on", "person")
    person = forms.CharField(
        label=_("person"),
        widget=forms.TextInput({"list": USER_NAMES, "autocomplete": "off"}),
        help_text=_("The user name."),
    )

    class Meta:
        model = Posting
        fields = ("post_hi", "post_en")

    def codes(self, row: Posting) -> dict[str, str]:
        return {"person": row.person.username}

    def stated(self, code: str) -> offices.Posting:
        typed = self.cleaned_data
        return offices.Posting(
            tidy(typed["person"]), code, tidy(typed["post_hi"]), tidy(typed["post_en"]),
            typed["starts_on"], typed["ends_on"],
        )  # fmt: skip


class RowFormSet(BaseInlineFormSet):
    """The rows of one kind; what the operation refused is shown at its field."""

    refused: Any = None
    overlap = "two_places"

    def stated(self, code: str) -> Iterator[offices.Dated]:
        """The rows as typed; those left blank are none."""
        return (form.stated(code) for form in self._filled())

    def clean(self) -> None:
        refused = self.refused.faults if isinstance(self.refused, OfficeRefused) else ()
        faults = [fault for fault in refused if not isinstance(fault.row, offices.Office)]
        seen = set()
        for form, row in [(form, form.stated("")) for form in self._filled()]:
            if row.key in seen:
                form.add_error("starts_on", say(words(self.overlap, row.starts_on)))
            seen.add(row.key)
            for fault in faults:
                self._show(form, replace(row, office=fault.row.office), fault)

    def _filled(self) -> Iterator[Any]:
        return (f for f in self.forms if f.is_valid() and (f.instance.pk or f.has_changed()))

    def _show(self, form: Any, row: Any, fault: Any) -> None:
        if fault.row == row:
            form.add_error(fault.field if fault.field in form.fields else None, say(fault.words))


class PostingFormSet(RowFormSet):
    overlap = "two_postings"


class RowInline(Native, admin.StackedInline):
    fk_name = "office"
    extra = 0
    can_delete = False

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.refused = getattr(request, "refused", None)
        return formset

    def _may(self, request: HttpRequest, action: str) -> bool:
        return access.may(request.user, action, self.opts.model_name or "")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "view")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "add")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "change")


class PlacementInline(RowInline):
    model = Placement
    form = PlacementForm
    formset = RowFormSet
    fields = ("parent", ("starts_on", "ends_on"))

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("parent").order_by("starts_on")


class PostingInline(RowInline):
    model = Posting
    form = PostingForm
    formset = PostingFormSet
    fields = ("person", ("post_hi", "post_en"), ("starts_on", "ends_on"))

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("person").order_by("starts_on")

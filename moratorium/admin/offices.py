"""Offices on the desk, with their place in the tree from one day to another."""

from itertools import pairwise
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ..models import Office, Placement
from ..rules.lifecycle import REFUSALS
from . import access, naming
from .desk import DeskAdmin, Native
from .naming import say
from .refusable import KeptForm


class PlacementForm(KeptForm):
    """A place in the tree, checked before the database would refuse it."""

    class Meta:
        model = Placement
        fields = ("parent", "starts_on", "ends_on")

    def clean(self) -> dict[str, Any]:
        start, end = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if start and end and end <= start:
            self.add_error("ends_on", say(REFUSALS["end_not_after_start"]))
        parent = self.cleaned_data.get("parent")
        if parent is not None and parent.pk == self.instance.office_id:
            self.add_error("parent", _("An office cannot stand under itself."))
        return self.cleaned_data


class PlacementFormSet(BaseInlineFormSet):
    """The places of one office: one at a time."""

    def clean(self) -> None:
        filled = [f.cleaned_data for f in self.forms if f.is_valid() and f.cleaned_data]
        spans = sorted(
            ((row["starts_on"], row["ends_on"]) for row in filled if row.get("starts_on")),
            key=lambda span: span[0],
        )
        for (_start, end), (following, _later) in pairwise(spans):
            if end is None or end > following:
                raise ValidationError(_("Two places of an office overlap; end the earlier first."))


class PlacementInline(Native, admin.StackedInline):
    model = Placement
    form = PlacementForm
    formset = PlacementFormSet
    fk_name = "office"
    fields = ("parent", ("starts_on", "ends_on"))
    extra = 0
    can_delete = False

    def _may(self, request: HttpRequest, action: str) -> bool:
        return access.may(request.user, action, "placement")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "view")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "add")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "change")


@admin.register(Office)
class OfficeAdmin(DeskAdmin):
    fields = ("code", "discom", "level", ("name_hi", "name_en"), "email")
    inlines = (PlacementInline,)
    list_display = ("code", "called", "level", "supplier")
    list_filter = ("level", "discom")
    list_select_related = ("discom",)
    ordering = ("code",)
    search_fields = ("code__startswith", "name_hi__startswith", "name_en__startswith")
    search_help_text = _("Finds offices by the beginning of their code or name.")

    @admin.display(description=_("name"))
    def called(self, office: Office) -> str:
        return say(office.name)

    @admin.display(description=_("discom"))
    def supplier(self, office: Office) -> str:
        return naming.supplier(office.discom)

    def get_readonly_fields(self, request: HttpRequest, obj: Office | None = None) -> Any:
        return ("code",) if obj else ()

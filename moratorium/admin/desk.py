"""What every noun on the desk has in common."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..rules.lifecycle import Refused
from . import access, naming
from .lists import Listed
from .moments import DayInput
from .reading import Row
from .refusable import KeptForm


class Native:
    """Plain inputs of the browser instead of the admin's pop-ups and calendars."""

    formfield_overrides = {models.DateField: {"widget": DayInput}}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        if isinstance(field, forms.ModelChoiceField):
            field.label_from_instance = naming.called  # type: ignore[method-assign]
        return field


class DeskAdmin(Native, Listed):
    """A noun on the desk: rights by role, nothing deleted, lists that stay quick."""

    form = KeptForm
    view_on_site = False

    def _may(self, request: HttpRequest, action: str) -> bool:
        return access.may(request.user, action, self.opts.model_name or "")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may(request, "view")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "view")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may(request, "add")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "change")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted."""
        return False

    def render_change_form(
        self, request: HttpRequest, context: dict, add=False, change=False, form_url="", obj=None
    ):
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        if obj is not None:
            context["subtitle"] = naming.called(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._kept(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._kept(request, obj)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        obj = self.get_object(request, object_id)
        called = "" if obj is None else naming.called(obj)
        said = {"title": _("Changes: %(name)s") % {"name": called}, "called": called}
        return super().history_view(request, object_id, said | (extra_context or {}))

    def _kept(self, request: HttpRequest, obj: Any) -> HttpResponse:
        messages.success(request, _("Saved: %(name)s") % {"name": naming.called(obj)})
        return self.response_post_save_change(request, obj)


class RecordAdmin(DeskAdmin):
    """A noun whose every change is an operation: the desk writes nothing by itself.

    A refusal of the rules comes back to the form, with everything typed still there.
    """

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refused:
            request.refused = refused  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any):
        form = super().get_form(request, obj, change, **kwargs)
        form.refused = getattr(request, "refused", None)
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Nothing: `save_related` runs the one operation."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        done = self.run(request, form, formsets, timezone.now())
        form.instance.pk = done.pk
        form.instance.refresh_from_db()

    def run(self, request: HttpRequest, form: Any, formsets: Any, at: Any) -> Any:
        """Call the one operation that writes what was typed. May raise Refused."""
        raise NotImplementedError

    def construct_change_message(self, *args: Any, **kwargs: Any) -> list[Any]:
        """The journal says what was done."""
        return []

    def log_addition(self, *args: Any, **kwargs: Any) -> None:
        """The journal keeps the acts."""

    def log_change(self, *args: Any, **kwargs: Any) -> None:
        """The journal keeps the acts."""

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self.saved(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self.saved(request, obj)

    def saved(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Say so and show the record as it stands now."""
        raise NotImplementedError

    def page_of(self, obj: Any) -> str:
        """The address of a record's page."""
        return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])

    def to_page_of(self, obj: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(self.page_of(obj))


class ReadAdmin(DeskAdmin):
    """A noun that is only read on the desk: the portal itself writes it."""

    def rows(self, obj: Any) -> list[Row]:
        """What the page of one record says."""
        raise NotImplementedError

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [(None, {"fields": []})]

    def render_change_form(
        self, request: HttpRequest, context: dict, add=False, change=False, form_url="", obj=None
    ):
        if obj is not None:
            context |= {"editing": False, "rows": self.rows(obj), "no_history": True}
        return super().render_change_form(request, context, add, change, form_url, obj)

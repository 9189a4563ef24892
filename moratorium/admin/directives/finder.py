"""Finding offices by name or code, for whoever writes their codes into a directive.

The page is one of its own, so that a form in another tab keeps what was typed; the script of
the form asks the same address for the same rows as JSON.
"""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ...models import Discom, Office
from ...models.folding import starting
from ...rules.offices import LEVELS
from ..naming import Named, say
from ..orders import directing
from ..refusable import RefusableForm
from . import targets

NAME = "moratorium_directive_offices"
SHOWN = 100
JSON = "application/json"


class FinderForm(RefusableForm):
    """What is looked for; every field may be left empty."""

    q = forms.CharField(
        label=_("name or code"), required=False, max_length=120,
        help_text=_("The beginning of a code, or a part of a name."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip
    discom = Named(Discom.objects.all(), label=_("discom"), required=False,
                   empty_label=_("any discom"))  # fmt: skip
    level = forms.ChoiceField(label=_("level"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [(code, say(name)) for code, name in LEVELS.items()]
        self.fields["level"].choices = [("", _("any level")), *levels]  # type: ignore[attr-defined]


def urls(desk: Any) -> list[Any]:
    """The address of the page and of the rows."""

    def view(request: HttpRequest) -> HttpResponse:
        return _view(desk, request)

    guarded = require_safe(desk.admin_site.admin_view(view))
    return [path("offices/", guarded, name=NAME)]


def _view(desk: Any, request: HttpRequest) -> HttpResponse:
    if not directing.makes(request):
        raise PermissionDenied
    form = FinderForm(request.GET or None)
    found = list(_found(form)[: SHOWN + 1]) if form.is_bound and form.is_valid() else []
    rows, more = found[:SHOWN], len(found) > SHOWN
    if request.headers.get("Accept") == JSON:
        offices = [
            {"code": each.code, "name": say(each.name), "where": _where(each)} for each in rows
        ]
        return JsonResponse({"offices": offices, "more": more})
    context = {
        **desk.admin_site.each_context(request),
        "title": _("Offices and their codes"),
        "subtitle": None,
        "opts": desk.opts,
        "form": form,
        "asked": form.is_bound and form.is_valid(),
        "offices": [(each.code, say(each.name), _where(each)) for each in rows],
        "more": more,
    }
    request.current_app = desk.admin_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "admin/directive_offices.html", context)


def _found(form: FinderForm) -> QuerySet[Office]:
    """The offices that have a place today and match."""
    asked = form.cleaned_data
    today = targets.today()
    found = Office.objects.filter(pk__in=targets.placed_on(today)).select_related("discom")
    if typed := asked["q"].strip():
        named = Q(name_hi__icontains=typed) | Q(name_en__icontains=typed)
        found = found.filter(starting("code", typed) | named)
    if asked["discom"]:
        found = found.filter(discom=asked["discom"])
    if asked["level"]:
        found = found.filter(level=asked["level"])
    return found.order_by("discom__position", "code")


def _where(office: Office) -> str:
    return f"{say(LEVELS[office.level])}, {say(office.discom.short)}"

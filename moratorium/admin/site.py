"""The desk: the stock admin site, grouped by the story, in Hindi and English."""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from ..access import SignInForm
from . import access, first_page

GROUPS = (
    ("outages", _("Billing outages"), ("Outage",)),
    ("orders", _("Moratorium orders"), ("Order",)),
    ("directives", _("Directives"), ("Directive",)),
    ("reference", _("Reference data"), ("Discom", "District", "ServiceArea")),
    ("people", _("People and offices"), ("Person", "Office", "Mail")),
    ("journal", _("Journal"), ("Entry",)),
)


class PortalSite(AdminSite):
    site_header = _("Moratorium desk")
    site_title = _("Moratorium desk")
    index_title = _("The state of things")
    enable_nav_sidebar = False
    login_form = SignInForm

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")

    def has_permission(self, request: HttpRequest) -> bool:
        return access.may_enter(request.user)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        english = getattr(request, "LANGUAGE_CODE", "hi") == "en"
        return context | {
            "site_url": "/en/" if english else "/",
            "demonstration": not settings.OFFICIAL,
        }

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """The models grouped by the story, each group for whoever may see something in it."""
        built = self._build_app_dict(request)
        models = built.get(access.APP, {}).get("models", [])
        by_name = {model["object_name"]: model for model in models}
        groups = []
        for key, name, members in GROUPS:
            found = [by_name[member] for member in members if member in by_name]
            if found:
                groups.append({"name": name, "app_label": key, "app_url": "", "models": found})
        return groups

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The state of things; the lists stand at its end."""
        return super().index(request, first_page.context(request) | (extra_context or {}))

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one app: its page is the index."""
        return redirect("admin:index")

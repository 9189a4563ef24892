"""The ladder of a directive on the desk: who has it, who is late, and all of it as a file."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ..models import Directive
from ..register import ladder, ladder_pages, ladder_sheets, sheets
from ..register.ladder import Ladder
from .desk import DeskAdmin
from .naming import language

TITLE = _("Receipt and acknowledgement: %(number)s")
_NAME = "moratorium_directive_ladder"


class LadderAdmin(DeskAdmin):
    """A noun with a ladder: two more addresses for each issued one, for whoever may view it."""

    def get_urls(self) -> list[Any]:
        return [
            path("<int:pk>/ladder/", self._guarded(self.ladder), name=_NAME),
            path("<int:pk>/ladder/csv/", self._guarded(self.ladder_csv), name=f"{_NAME}_csv"),
            *super().get_urls(),
        ]

    def ladder_url(self, obj: Directive) -> str:
        """The address of the ladder of an issued directive."""
        return reverse(f"admin:{_NAME}", args=[obj.pk])

    def ladder(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The whole ladder by discom, what is under one office, or who is late."""
        asked = ladder_pages.asked(request.GET)
        found = self._ladder(request, pk)
        page = None if asked is None else ladder_pages.page(found, asked)
        if page is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": TITLE % {"number": found.ref.number},
            "opts": self.opts,
            "page": page,
            "shows_internal": True,
            "directive_url": reverse("admin:moratorium_directive_change", args=[pk]),
            "csv_url": reverse(f"admin:{_NAME}_csv", args=[pk]),
        }
        request.current_app = self.admin_site.name  # type: ignore[attr-defined]
        return TemplateResponse(request, "admin/ladder.html", context)

    def ladder_csv(self, request: HttpRequest, pk: int) -> StreamingHttpResponse:
        """A row for every office that was addressed."""
        found = self._ladder(request, pk)
        content = sheets.as_csv(ladder_sheets.blocks(found, language()))
        response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
        called = ladder_sheets.file_name(found)
        response.headers["Content-Disposition"] = f'attachment; filename="{called}"'
        return response

    def _ladder(self, request: HttpRequest, pk: int) -> Ladder:
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = ladder.ladder(pk, timezone.now())
        if found is None:
            raise Http404
        return found

    def _guarded(self, view: Any) -> Any:
        return require_safe(self.admin_site.admin_view(view))

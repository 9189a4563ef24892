"""The ladder of a directive on the desk: who has it, who is late, and all of it as a file."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ...register import ladder as register
from ...register import ladder_pages, ladder_sheets, sheets
from ...register.ladder import Ladder
from ..naming import language

LADDER, LADDER_CSV = "moratorium_directive_ladder", "moratorium_directive_ladder_csv"


def urls(desk: Any) -> list[Any]:
    """The addresses of an issued directive's ladder, for whoever may read the directive."""

    def page(request: HttpRequest, pk: int) -> HttpResponse:
        return _page(desk, request, _ladder(desk, request, pk))

    def sheet(request: HttpRequest, pk: int) -> StreamingHttpResponse:
        return _sheet(_ladder(desk, request, pk))

    def guarded(view: Any) -> Any:
        return require_safe(desk.admin_site.admin_view(view))

    return [
        path("<int:pk>/ladder/", guarded(page), name=LADDER),
        path("<int:pk>/ladder/csv/", guarded(sheet), name=LADDER_CSV),
    ]


def _ladder(desk: Any, request: HttpRequest, pk: int) -> Ladder:
    if not desk.has_view_permission(request):
        raise PermissionDenied
    found = register.ladder(pk, timezone.now())
    if found is None:
        raise Http404
    return found


def _page(desk: Any, request: HttpRequest, found: Ladder) -> HttpResponse:
    """The whole ladder by discom, what is under one office, or who is late."""
    asked = ladder_pages.asked(request.GET)
    page = None if asked is None else ladder_pages.page(found, asked)
    if page is None:
        raise Http404
    context = {
        **desk.admin_site.each_context(request),
        "title": _("Receipt and acknowledgement: %(number)s") % {"number": found.ref.number},
        "subtitle": None,
        "opts": desk.opts,
        "page": page,
        "shows_internal": True,
        "directive_url": reverse("admin:moratorium_directive_change", args=[found.pk]),
        "csv_url": reverse(f"admin:{LADDER_CSV}", args=[found.pk]),
    }
    request.current_app = desk.admin_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "admin/ladder.html", context)


def _sheet(found: Ladder) -> StreamingHttpResponse:
    """A row for every office that was addressed."""
    content = sheets.as_csv(ladder_sheets.blocks(found, language()))
    response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    called = ladder_sheets.file_name(found)
    response.headers["Content-Disposition"] = f'attachment; filename="{called}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response

"""What the council reads: notices, and of every public directive which offices have it.

Nothing is written here. An internal directive does not exist at this door.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import access
from ..register import ladder, ladder_pages, ladder_sheets, ladders, notices, sheets
from ..register.ladder import Ladder

NEWEST_DIRECTIVES, NEWEST_NOTICES, A_PAGE = 5, 10, 20

View = Callable[..., Any]


def council(view: View) -> View:
    """A page at the council's door: only read, as of one instant."""

    @require_safe
    @access.through(access.COUNCIL)
    @wraps(view)
    def door(request: HttpRequest, **kwargs: Any) -> Any:
        return view(request, timezone.now(), **kwargs)

    return door


@council
def overview(request: HttpRequest, at: datetime) -> HttpResponse:
    """The newest directives with how many have acknowledged, then the newest notices."""
    found, count = ladders.page(1, NEWEST_DIRECTIVES, at)
    context = {
        "directives": found,
        "more": count > len(found),
        "notices": notices.newest(NEWEST_NOTICES),
    }
    return _answer(request, at, "overview", context)


@council
def directives(request: HttpRequest, at: datetime) -> HttpResponse:
    """Every public directive, newest first."""
    number = _page_number(request)
    found, count = ladders.page(number, A_PAGE, at)
    if not found and number > 1:
        raise Http404
    context = {"directives": found, "page": number, "more": count > number * A_PAGE}
    return _answer(request, at, "directives", context)


@council
def directive(request: HttpRequest, at: datetime, slug: str) -> HttpResponse:
    """The ladder of a public directive, a place at a time."""
    asked = ladder_pages.asked(request.GET)
    found = _ladder(slug, at)
    page = None if asked is None else ladder_pages.page(found, asked)
    if page is None:
        raise Http404
    return _answer(request, at, "directive", {"page": page, "ref": found.ref})


@council
def directive_csv(request: HttpRequest, at: datetime, slug: str) -> StreamingHttpResponse:
    """A row for every office that was addressed."""
    found = _ladder(slug, at)
    language = "en" if getattr(request, "LANGUAGE_CODE", "hi") == "en" else "hi"
    content = sheets.as_csv(ladder_sheets.blocks(found, language))
    response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    called = ladder_sheets.file_name(found)
    response.headers["Content-Disposition"] = f'attachment; filename="{called}"'
    return response


def _ladder(slug: str, at: datetime) -> Ladder:
    key = ladders.public_key(slug, at)
    found = None if key is None else ladder.ladder(key, at)
    if found is None:
        raise Http404
    return found


def _page_number(request: HttpRequest) -> int:
    asked = ladder_pages.asked(request.GET)
    if asked is None or asked.place or asked.late:
        raise Http404
    return asked.page


def _answer(
    request: HttpRequest, at: datetime, template: str, context: dict[str, Any]
) -> HttpResponse:
    framed = context | {
        "page_name": template,
        "frame": {"at": at, "last": next(iter(notices.newest(1)), None)},
    }
    return render(request, f"council/{template}.html", framed)

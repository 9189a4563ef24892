"""Pages for what went wrong, in the reader's language."""

import sys
from collections.abc import Callable
from functools import cache

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from moratorium.models import locks
from moratorium.public.api import door
from moratorium.public.api.problems import LENGTH_REQUIRED, OVERLOADED, TOO_LARGE, TOO_SLOW

from .server import limits

RETRY_AFTER = "10"  # seconds
LONGEST_WAIT = 3.0  # seconds for a lock, as for a connection: each wait holds a server's thread
API = "/api/"
NEED_NO_DATABASE = ("/healthz", "/readyz", "/api/v1/docs", "/api/v1/openapi.json")


# Bodies that the server did not read (to their end), by the status it gave them.
_UNREAD = {each.status: each for each in (TOO_SLOW, LENGTH_REQUIRED, TOO_LARGE, OVERLOADED)}


def _page(request: HttpRequest, kind: str, status: int) -> HttpResponse:
    context = {"kind": kind, "edition": request.META.get("portal.edition")}
    return render(request, "errors/error.html", context, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, "csrf", 403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "bad_request", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "forbidden", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "not_found", 404)


def server_error(request: HttpRequest) -> HttpResponseBase:
    error = sys.exc_info()[1]
    if _is_outage(error):  # outside the views, such as where a session is kept
        return _unanswered(request, error)
    return _page(request, "server_error", 500)


def database_out(request: HttpRequest) -> HttpResponseBase:
    """That the database does not answer, to people as a page and to machines as a problem."""
    machine = request.path_info.startswith(API)
    answer = door.no_database(request.method) if machine else _page(request, "database_out", 503)
    # The watch has said so once; a line for every request would bury everything else.
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return _come_again(answer)


def busy(request: HttpRequest) -> HttpResponseBase:
    """That somebody else's act takes too long to wait for its end."""
    machine = request.path_info.startswith(API)
    return _come_again(door.busy(request.method) if machine else _page(request, "busy", 503))


def _come_again(answer: HttpResponseBase) -> HttpResponseBase:
    answer.headers["Retry-After"] = RETRY_AFTER
    answer.headers["Cache-Control"] = "no-store"
    return answer


class UnreadBodyMiddleware:
    """Says in words why a body was not read; nothing behind it may take the request for empty."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        status = request.META.get("portal.body_refused")
        return self.get_response(request) if status is None else _unread(request, status)


def _unread(request: HttpRequest, status: int) -> HttpResponseBase:
    kind = _UNREAD[status]
    if request.path_info.startswith(API):
        answer: HttpResponseBase = door.refused(request.method, kind)
    else:
        most = limits.most(request.path_info) // limits.MEGABYTE
        answer = HttpResponse(_unread_page(kind.name, get_language(), most), status=status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Connection"] = "close"  # the rest of the body is not waited for
    if kind is OVERLOADED:
        answer.headers["Retry-After"] = RETRY_AFTER
    answer._has_been_logged = True  # type: ignore[attr-defined]  # anybody can make many
    return answer


@cache
def _unread_page(kind: str, language: str, most: int) -> str:
    """The same for everybody, and made once: who sends without end can ask for many."""
    return render_to_string("errors/error.html", {"kind": kind, "most": most})


def _unanswered(request: HttpRequest, error: BaseException | None) -> HttpResponseBase:
    return busy(request) if locks.is_busy(error) else database_out(request)


class DatabaseOutMiddleware:
    """Answers 503 while the database is out, and by itself no longer once it is back.

    Nor does a page wait long for what somebody else holds there.

    While the watch knows that it is out, nothing waits for it: a page that would wait holds one
    of the few threads that everybody else's pages are sent by.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.META.get("portal.database_out") and request.path_info not in NEED_NO_DATABASE:
            return database_out(request)
        with locks.wait_at_most(LONGEST_WAIT):
            return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        return _unanswered(request, exception) if _is_outage(exception) else None


def _is_outage(error: BaseException | None) -> bool:
    return isinstance(error, OperationalError | InterfaceError)

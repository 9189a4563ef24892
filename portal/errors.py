"""Pages for what went wrong, in the reader's language."""

import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from moratorium.public.api import door
from moratorium.public.api.problems import BUSY, LENGTH_REQUIRED, TOO_LARGE, TOO_SLOW

from .server import limits

RETRY_AFTER = "10"  # seconds
API = "/api/"
NEED_NO_DATABASE = ("/healthz", "/readyz", "/api/v1/docs", "/api/v1/openapi.json")


# Bodies that the server did not read (to their end), by the status it gave them.
_UNREAD = {each.status: each for each in (TOO_SLOW, LENGTH_REQUIRED, TOO_LARGE, BUSY)}


def _page(request: HttpRequest, kind: str, status: int, **more: object) -> HttpResponse:
    context = {"kind": kind, "edition": request.META.get("portal.edition"), **more}
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
    if _is_outage(sys.exc_info()[1]):  # outside the views, such as where a session is kept
        return database_out(request)
    return _page(request, "server_error", 500)


def database_out(request: HttpRequest) -> HttpResponseBase:
    """That the database does not answer, to people as a page and to machines as a problem."""
    if request.path_info.startswith(API):
        answer = door.no_database(request.method)
    else:
        answer = _page(request, "database_out", 503)
    answer.headers["Retry-After"] = RETRY_AFTER
    answer.headers["Cache-Control"] = "no-store"
    # The watch has said so once; a line for every request would bury everything else.
    answer._has_been_logged = True  # type: ignore[attr-defined]
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
        answer = _page(request, kind.name, status, most=most)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Connection"] = "close"  # the rest of the body is not waited for
    if kind is BUSY:
        answer.headers["Retry-After"] = RETRY_AFTER
    answer._has_been_logged = True  # type: ignore[attr-defined]  # anybody can make many
    return answer


class DatabaseOutMiddleware:
    """Answers 503 while the database is out, and by itself no longer once it is back.

    While the watch knows that it is out, nothing waits for it: a page that would wait holds one
    of the few threads that everybody else's pages are sent by.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.META.get("portal.database_out") and request.path_info not in NEED_NO_DATABASE:
            return database_out(request)
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        return database_out(request) if _is_outage(exception) else None


def _is_outage(error: BaseException | None) -> bool:
    return isinstance(error, OperationalError | InterfaceError)

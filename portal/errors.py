"""Pages for what went wrong, in the reader's language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def _page(request: HttpRequest, kind: str, status: int) -> HttpResponse:
    return render(request, "errors/error.html", {"kind": kind}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, "csrf", 403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "bad_request", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "forbidden", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "not_found", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, "server_error", 500)

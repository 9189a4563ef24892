"""The description of the API: for programs, and for people."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from . import assembly, manual, parameters, problems, replies


def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document."""
    parameters.none(request)
    return replies.data(_document())


def docs(request: HttpRequest) -> HttpResponse:
    """The same for people, in both languages, without scripts."""
    context = {
        "api": _document(),
        "operations": manual.operations(_document()),
        "schemas": manual.schemas(_document()),
        "problems": problems.KINDS,
        "official": settings.OFFICIAL,
    }
    return render(request, "api/docs.html", context)


@cache
def _document() -> dict[str, Any]:
    return assembly.document()

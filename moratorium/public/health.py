"""Alive and ready, for whoever watches the server."""

from typing import Any

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from ..register import readiness


@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """That the process answers; it asks nobody else."""
    return _answer({"status": "alive"})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Whether the database answers and is migrated; 503 if not. And the edition that is shown.

    Its age is in seconds since the record was last found to be at it.
    """
    edition = _edition(request)
    if request.META.get("portal.database_out"):
        return _answer({"status": "no database", **edition}, status=503)
    try:
        missing = readiness.missing_tables()
    except Error:
        connection.close()
        return _answer({"status": "no database", **edition}, status=503)
    if missing:
        return _answer({"status": "not migrated", **edition}, status=503)
    return _answer({"status": "ready", **edition})


def _edition(request: HttpRequest) -> dict[str, Any]:
    """What the front says of the edition that this process shows; nothing if none stands before."""
    told = request.META.get("portal.edition")
    return {} if told is None else {"edition": told["number"], "edition_age": round(told["age"], 1)}


def _answer(content: dict[str, Any], status: int = 200) -> JsonResponse:
    answer = JsonResponse(content, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer

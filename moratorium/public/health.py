"""Alive and ready, for whoever watches the server."""

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
    """Whether the database answers and is migrated; 503 if not."""
    try:
        missing = readiness.missing_tables()
    except Error:
        connection.close()
        return _answer({"status": "no database"}, status=503)
    if missing:
        return _answer({"status": "not migrated"}, status=503)
    return _answer({"status": "ready"})


def _answer(content: dict[str, str], status: int = 200) -> JsonResponse:
    answer = JsonResponse(content, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer

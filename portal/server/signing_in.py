"""Whether somebody is signed in, asked before anything is read of what they send."""

from typing import Any

from django.contrib.auth import get_user
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.wsgi import WSGIRequest
from django.db import Error, close_old_connections
from django.http import HttpResponse


def is_signed_in(environ: dict[str, Any]) -> bool:
    """By the session's cookie; in a thread, for it asks the database. If that is out: no."""
    request = WSGIRequest(environ)
    try:
        SessionMiddleware(_nobody).process_request(request)
        return bool(get_user(request).is_authenticated)
    except Error:
        return False
    finally:
        close_old_connections()  # as after a request of its own


def _nobody(_request: Any) -> HttpResponse:
    return HttpResponse()

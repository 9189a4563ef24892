"""Answers that went well."""

import json
from typing import Any

from django.http import HttpResponse

MEDIA_TYPE = "application/json"


def data(value: Any) -> HttpResponse:
    """A value as JSON."""
    return text(dumped(value))


def dumped(value: Any) -> str:
    """A value as JSON text."""
    return json.dumps(value, ensure_ascii=False)


def text(content: str) -> HttpResponse:
    """A JSON text that is written already."""
    return HttpResponse(content.encode(), content_type=MEDIA_TYPE)

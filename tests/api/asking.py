"""Asking the API and reading what it answers."""

import json
from typing import Any

from django.test import Client

ROOT = "/api/v1/"
NOON = "2022-12-31T12:00:00+05:30"


def get(path: str, status: int = 200, **query: Any) -> Any:
    """The JSON of a GET, whose status must be as said."""
    return read(Client().get(ROOT + path, query), status)


def post(path: str, content: Any, status: int = 200) -> Any:
    """The JSON of a POST; bytes are sent as they are, anything else as JSON."""
    sent = content if isinstance(content, bytes) else json.dumps(content).encode()
    return read(Client().post(ROOT + path, sent, content_type="application/json"), status)


def read(answer: Any, status: int) -> Any:
    """The JSON of an answer, after a look at its status and type."""
    assert answer.status_code == status, answer.content.decode()
    kind = "application/problem+json" if status >= 400 else "application/json"
    assert answer.headers["Content-Type"] == kind
    value = json.loads(answer.content)
    if status >= 400:
        assert value["status"] == status
        assert all(value[member] for member in ("type", "title", "title_hi", "detail"))
    return value


def fields(problem: Any) -> list[str]:
    """The fields that a problem names, each with both languages."""
    assert all(each["message"] and each["message_hi"] for each in problem["errors"])
    return [each["field"] for each in problem["errors"]]

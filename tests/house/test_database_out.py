"""Without the database a page says so in both languages, and machines get a problem document."""

import json
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from portal import errors

WORDS = {"hi": "यह पृष्ठ अभी नहीं दिखाया जा सकता", "en": "This page cannot be shown just now"}
OUT: dict[str, Any] = {"portal.database_out": True}


@pytest.mark.parametrize("path", ["/orders/", "/en/orders/", "/admin/login/", "/no/such/page/"])
def test_nothing_waits_for_a_database_that_is_known_to_be_out(path: str) -> None:
    answer = Client().get(path, **OUT)  # without django_db: a query would fail
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer["Cache-Control"] == "no-store"
    text = answer.content.decode()
    language = "en" if path.startswith("/en/") else "hi"
    assert all(words in text for words in WORDS.values())
    assert f"<h1>{WORDS[language]}" in text
    assert f'<html lang="{language}"' in text


def test_machines_get_a_problem_document() -> None:
    answer = Client().get("/api/v1/orders", **OUT)
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Retry-After"] == "10"
    assert answer.json()["type"].endswith("#no-database")
    assert Client().head("/api/v1/orders", **OUT).content == b""


def test_machines_are_told_that_the_record_is_busy() -> None:
    answer = errors.busy(RequestFactory().get("/api/v1/orders"))
    assert isinstance(answer, HttpResponse)
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert answer["Retry-After"] == "10"
    assert json.loads(answer.content)["type"].endswith("#busy")


def test_what_needs_no_database_is_answered_all_the_same() -> None:
    for path in ("/healthz", "/api/v1/openapi.json", "/api/v1/docs"):
        assert Client().get(path, **OUT).status_code == 200, path
    ready = Client().get("/readyz", **OUT, **{"portal.edition": {"number": "7-abc", "age": 3.14}})
    assert ready.status_code == 503
    assert ready.json() == {"status": "no database", "edition": "7-abc", "edition_age": 3.1}


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_a_loss_in_the_middle_is_told_wherever_it_comes_up(kind: type[Exception]) -> None:
    request = RequestFactory().get("/orders/")
    middleware = errors.DatabaseOutMiddleware(lambda _: pytest.fail("not asked"))
    assert middleware.process_exception(request, kind("gone")).status_code == 503
    assert middleware.process_exception(request, ValueError("a fault of ours")) is None
    try:
        raise kind("gone while the session was saved")
    except kind:
        assert errors.server_error(request).status_code == 503
    assert errors.server_error(request).status_code == 500

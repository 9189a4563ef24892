"""The OpenAPI document says what the API does."""

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from . import records
from .asking import NOON, get, post

pytestmark = pytest.mark.usefixtures("record")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def record(reference: None) -> None:
    records.issue("MO/1", [records.line("PUVVNL", "varanasi", restricted="Ramnagar")])
    late = records.line(ends_at=records.hours(2), until_restored=records.outage())
    records.issue("MO/2", [late], basis="assurance", demonstration=True)


@pytest.fixture
def described(record: None) -> Iterator[Any]:
    # The test's transaction must outlive each request.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_whatever_is_asked_is_answered_as_described(described: Any) -> None:
    # Not through the plugin's parametrize: it reaches into pytest's privates.
    operations = [each.ok() for each in described.get_all_operations()]
    assert len(operations) == 9
    for operation in operations:
        ask(operation.as_strategy())


def ask(cases: Any) -> None:
    """Ask what the description allows, and hold the answers against it."""

    @settings(
        max_examples=20, deadline=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=cases)
    def each(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    each()


def document() -> Any:
    return get("openapi.json")


def test_every_operation_declares_its_refusals() -> None:
    for methods in document()["paths"].values():
        for operation in methods.values():
            refusals = {s: a for s, a in operation["responses"].items() if s != "200"}
            assert {"400", "405"} <= set(refusals)
            assert all(
                list(a["content"]) == ["application/problem+json"] for a in refusals.values()
            )


def test_screening_alone_declares_a_login_by_the_sessions_cookie() -> None:
    found = document()
    [scheme] = found["components"]["securitySchemes"].values()
    assert (scheme["in"], scheme["name"]) == ("cookie", "sessionid")
    secured = {
        p for p, methods in found["paths"].items() for m in methods.values() if "security" in m
    }
    assert secured == {"/api/v1/screenings"}
    screenings = found["paths"]["/api/v1/screenings"]["post"]
    assert {"400", "401", "403", "413", "429"} <= set(screenings["responses"])


def test_the_document_is_openapi_3_1_and_names_every_address() -> None:
    found = document()
    assert found["openapi"].startswith("3.1")
    names = {path.removeprefix("/api/v1/") for path in found["paths"]}
    assert names == {
        "verdict", "verdicts", "protections", "orders", "orders/{slug}", "notices", "discoms",
        "districts", "screenings",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "name"),
    [("protections", "BoardDocument"), ("orders", "OrderList"), ("orders/mo-1", "FullOrder"),
     ("notices", "NoticeList"), ("discoms", "DiscomList"), ("districts", "DistrictList")],
)  # fmt: skip
def test_what_is_answered_has_the_form_that_is_described(path: str, name: str) -> None:
    validator(name).validate(get(path))


def test_verdicts_have_the_form_that_is_described() -> None:
    question = {"discom": "PUVVNL", "area": "rural", "at": NOON}
    validator("Answer").validate(get("verdict", **question))
    validator("Answers").validate(post("verdicts", {"questions": [question]}))
    validator("ProblemDocument").validate(get("verdict", 400))


def validator(name: str) -> Any:
    components = document()["components"]
    return jsonschema_rs.validator_for(
        {"$ref": f"#/components/schemas/{name}", "components": components}
    )

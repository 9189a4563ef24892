"""Alive and ready."""

from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.test import Client


def test_alive_asks_no_database() -> None:
    assert Client().get("/healthz").json() == {"status": "alive"}
    assert Client().head("/healthz").status_code == 200
    assert Client().post("/healthz").status_code == 405


@pytest.mark.django_db
def test_ready_when_the_tables_are_there() -> None:
    assert Client().get("/readyz").json() == {"status": "ready"}
    assert Client().head("/readyz").status_code == 200


@pytest.mark.django_db
def test_not_ready_without_tables() -> None:
    with patch.object(connection.introspection, "table_names", return_value=["django_migrations"]):
        answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "not migrated"})


@pytest.mark.django_db
def test_not_ready_without_a_database() -> None:
    failing = patch.object(
        connection.introspection, "table_names", side_effect=OperationalError("gone")
    )
    with failing, patch.object(connection, "close"):
        answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "no database"})

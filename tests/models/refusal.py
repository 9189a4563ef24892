"""Asking the database for what it must refuse, and seeing that only the guards refuse it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from moratorium.models import guards


def run(sql: str, *values: Any) -> None:
    """One statement, past Django's models."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def is_refused(sql: str, *values: Any) -> None:
    """The guards refuse the statement; without them the same one goes through.

    The second half is the control: it shows that nothing else would have refused it.
    """
    # PostgreSQL neither empties a table nor drops a trigger while foreign keys are unchecked.
    connection.check_constraints()
    with pytest.raises(IntegrityError, match=r"^moratorium: "), transaction.atomic():
        run(sql, *values)
    with unguarded():
        run(sql, *values)


def is_allowed(sql: str, *values: Any) -> None:
    """The statement goes through, guards and all."""
    with undone():
        run(sql, *values)


def replacing_is_refused(sql: str, *values: Any) -> None:
    """A REPLACE of SQLite's is refused, whatever the connection set about its triggers."""
    for setting in ("ON", "OFF"):
        run(f"PRAGMA recursive_triggers={setting}")
        try:
            is_refused(sql, *values)
        finally:
            run("PRAGMA recursive_triggers=ON")


@contextmanager
def unguarded() -> Iterator[None]:
    """A stretch without guards; afterwards all is as it was before."""
    with undone():
        connection.check_constraints()
        guards.drop(connection)
        yield


@contextmanager
def undone() -> Iterator[None]:
    """A stretch that leaves nothing behind."""
    with transaction.atomic():
        savepoint = transaction.savepoint()
        try:
            yield
        finally:
            transaction.savepoint_rollback(savepoint)

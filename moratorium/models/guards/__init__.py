"""Triggers that keep official acts as they were done, on SQLite and PostgreSQL.

They refuse with an IntegrityError whose text begins with `moratorium:`.
"""

from types import ModuleType
from typing import Any

from django.apps import apps
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate

from . import directives, journal, offices, orders, outages, postgresql, reference, sqlite
from .guard import Guard

NOUNS = (orders, outages, journal, reference, offices, directives)
ENGINES: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}
TABLES = tuple(table for noun in NOUNS for table in noun.TABLES)


def connect() -> None:
    """Have the guards dropped before a migration and created after it.

    SQLite remakes a table to alter it, and drops its triggers without a word.
    """
    sender = apps.get_app_config("moratorium")
    pre_migrate.connect(_before, sender=sender, dispatch_uid="guards")
    post_migrate.connect(_after, sender=sender, dispatch_uid="guards")


def create(connection: BaseDatabaseWrapper) -> None:
    """Create the guards, in place of those that are there, once the tables exist."""
    engine = ENGINES[connection.vendor]
    if set(TABLES) <= set(connection.introspection.table_names()):
        with transaction.atomic(connection.alias):
            drop(connection)
            _run(connection, engine.create(_of(connection), TABLES))


def drop(connection: BaseDatabaseWrapper) -> None:
    """Drop whatever guards there are."""
    engine = ENGINES[connection.vendor]
    with transaction.atomic(connection.alias):
        _run(connection, engine.drop(_installed(connection)))


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    """The guards that ought to be there and are not, for instance after a failed migration."""
    return {guard.trigger for guard in _of(connection)} - {row[0] for row in _installed(connection)}


def _before(using: str, plan: Any = (), **kwargs: Any) -> None:
    # An empty plan remakes nothing: the guards stay up while they are renewed.
    if plan:
        drop(connections[using])


def _after(using: str, **kwargs: Any) -> None:
    create(connections[using])


def _of(connection: BaseDatabaseWrapper) -> list[Guard]:
    return [g for noun in NOUNS for g in noun.GUARDS if g.engine in ("", connection.vendor)]


def _installed(connection: BaseDatabaseWrapper) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(ENGINES[connection.vendor].INSTALLED)
        return cursor.fetchall()


def _run(connection: BaseDatabaseWrapper, statements: Any) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)

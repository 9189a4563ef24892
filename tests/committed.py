"""Databases for tests that commit: a copy of the migrated one, made for one test."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connections

ALIAS = "default"


def refuse_rollback() -> None:
    """Raises RuntimeError inside the transaction that other tests are rolled back with."""
    if connections[ALIAS].in_atomic_block:
        raise RuntimeError("committed_db goes without db, django_db and their rollback")


def template(place: Path) -> Path | None:
    """On SQLite, a file with the migrated test database; PostgreSQL copies its own."""
    connection = connections[ALIAS]
    if connection.vendor != "sqlite":
        return None
    file = place / "template.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    return file


@contextmanager
def copied(template_file: Path | None, place: Path) -> Iterator[None]:
    """Have every thread work on a fresh copy, in place of the test database."""
    make = _postgresql if template_file is None else _sqlite
    with make(template_file, place) as name, _switched(name):
        yield


@contextmanager
def _sqlite(template_file: Path, place: Path) -> Iterator[str]:
    file = place / "committed.sqlite3"
    shutil.copyfile(template_file, file)
    yield str(file)


@contextmanager
def _postgresql(_template: Any, _place: Any) -> Iterator[str]:
    original = connections[ALIAS]
    # A database can be copied only while nobody is connected to it.
    original.close()
    source = original.settings_dict["NAME"]
    name = f"{source}_committed"
    with original._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    try:
        yield name
    finally:
        with original._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def _switched(name: str) -> Iterator[None]:
    # The first connection stays as it is: a database in memory lives as long as it does.
    original, old = connections[ALIAS], connections.settings[ALIAS]
    connections.settings[ALIAS] = old | {"NAME": name}
    connections[ALIAS] = connections.create_connection(ALIAS)
    try:
        yield
    finally:
        connections[ALIAS].close()
        connections.settings[ALIAS] = old
        connections[ALIAS] = original

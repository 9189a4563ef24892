"""Databases for tests that commit: a copy of the migrated one, made for one test."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

from . import migrated_database, shared_records

ALIAS = migrated_database.ALIAS


def refuse_rollback() -> None:
    """Raises RuntimeError inside the transaction that other tests are rolled back with."""
    if connections[ALIAS].in_atomic_block:
        raise RuntimeError("committed_db goes without db, django_db and their rollback")


@contextmanager
def copied(place: Path) -> Iterator[None]:
    """Have every thread work on a fresh copy, in place of the test database."""
    make = _postgresql if connections[ALIAS].vendor == "postgresql" else _sqlite
    with make(place) as name:
        connection = shared_records.connection_to(name)
        try:
            with shared_records.use_connection(connection):
                yield
        finally:
            connection.close()


@contextmanager
def _sqlite(place: Path) -> Iterator[str]:
    file = place / "committed.sqlite3"
    shutil.copyfile(migrated_database.source(), file)
    yield str(file)


@contextmanager
def _postgresql(_place: Path) -> Iterator[str]:
    name = f"{connections[ALIAS].settings_dict['NAME']}_committed"
    migrated_database.create_copy(name)
    try:
        yield name
    finally:
        migrated_database.drop_copy(name)

"""Databases for tests that commit: a copy of the migrated one, made for one test."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

from . import migrated, worlds

ALIAS = migrated.ALIAS


def refuse_rollback() -> None:
    """Raises RuntimeError inside the transaction that other tests are rolled back with."""
    if connections[ALIAS].in_atomic_block:
        raise RuntimeError("committed_db goes without db, django_db and their rollback")


@contextmanager
def copied(place: Path) -> Iterator[None]:
    """Have every thread work on a fresh copy, in place of the test database."""
    make = _postgresql if connections[ALIAS].vendor == "postgresql" else _sqlite
    with make(place) as name:
        connection = worlds.connected(name)
        try:
            with worlds.switched(connection):
                yield
        finally:
            connection.close()


@contextmanager
def _sqlite(place: Path) -> Iterator[str]:
    file = place / "committed.sqlite3"
    shutil.copyfile(migrated.source(), file)
    yield str(file)


@contextmanager
def _postgresql(_place: Path) -> Iterator[str]:
    name = f"{connections[ALIAS].settings_dict['NAME']}_committed"
    migrated.create(name)
    try:
        yield name
    finally:
        migrated.drop(name)

"""The migrated, empty database that a run makes once; whoever needs one begins with a copy.

`tests.engine` makes it and names it in MIGRATED_DATABASE: a file on SQLite, a database of the
server on PostgreSQL. Where pytest is started by hand, the test database is what is copied.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connections

from tests.faults import servers

ALIAS = "default"
VARIABLE = "MIGRATED_DATABASE"


def source() -> str:
    """The file or database to copy; empty before there is one."""
    return os.environ.get(VARIABLE, "")


def copy_into(folder: Path) -> None:
    """Put a copy where a portal that runs in a folder looks for its SQLite database.

    It is migrated there if there is nothing to copy.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "portal.sqlite3"
    if source().endswith(".sqlite3"):
        shutil.copyfile(source(), file)
    else:
        servers.manage(folder, f"sqlite:///{file}", "migrate", "--verbosity", "0")


@contextmanager
def prefill_test_database() -> Iterator[None]:
    """Have Django's test database begin as a copy while the block makes it."""
    connection = connections[ALIAS]
    if not source():
        yield
    elif connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = source()
        yield
    else:
        # A database in memory is there for as long as somebody is connected to it.
        with closing(copy_into_memory(connection.creation._get_test_db_name())):
            yield


@contextmanager
def provide_source(place: Path) -> Iterator[None]:
    """Have the test database copied, for as long as the block runs, if nothing is named."""
    connection = connections[ALIAS]
    if source():
        yield
    elif connection.vendor == "postgresql":
        name = f"{connection.settings_dict['NAME']}_migrated"
        connection.close()  # only what nobody is connected to can be copied
        create_copy(name, connection.settings_dict["NAME"])
        with _name_source(name):
            yield
        drop_copy(name)
    else:
        name = str(place / "migrated.sqlite3")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [name])
        with _name_source(name):
            yield


@contextmanager
def _name_source(name: str) -> Iterator[None]:
    os.environ[VARIABLE] = name
    try:
        yield
    finally:
        del os.environ[VARIABLE]


def copy_into_memory(name: str) -> sqlite3.Connection:
    """A connection to a new SQLite database in memory that is a copy."""
    made = sqlite3.connect(name, uri=True)
    with closing(sqlite3.connect(source())) as whole:
        whole.backup(made)
    return made


def create_copy(name: str, template: str = "") -> None:
    """A new database of the PostgreSQL server that is a copy."""
    with connections[ALIAS]._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template or source()}"')


def drop_copy(name: str) -> None:
    """End a database of the PostgreSQL server, with all connections to it."""
    with connections[ALIAS]._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

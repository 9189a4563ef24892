"""Records that many tests begin from: each is built once, and every test has it as new.

A record is built in a database of its own and committed there; a test works on it inside a
transaction that is rolled back. What a test does is seen by no other, in whatever order.
"""

import copy
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction

from . import migrated_database

ALIAS = migrated_database.ALIAS
Build = Callable[[], Any]
BeginFrom = Callable[[Build], Any]


@dataclass(frozen=True)
class SharedRecord:
    """A database that holds a record, and what its builder returned."""

    connection: Any
    result: Any


class SharedRecords:
    """The records of one process."""

    def __init__(self) -> None:
        self._records: dict[Build, SharedRecord] = {}
        self._endings = ExitStack()

    @contextmanager
    def begin(self, build: Build) -> Iterator[Any]:
        """Work on the record that a function builds; what it returned, as a copy of one's own.

        What it builds may depend on nothing but its code: it is called once, whoever asks first.
        """
        if build not in self._records:
            self._records[build] = self._make(build)
        record = self._records[build]
        with use_connection(record.connection), _rollback_transaction():
            yield copy.deepcopy(record.result)

    def close(self) -> None:
        """End every database."""
        self._endings.close()

    def _make(self, build: Build) -> SharedRecord:
        connection = connection_to(self._copy(len(self._records) + 1))
        self._endings.callback(connection.close)
        with use_connection(connection), _test_transaction():
            result = build()
            # What waits for a commit is never done, as in a test that is rolled back.
            connection.run_on_commit.clear()
        return SharedRecord(connection, result)

    def _copy(self, number: int) -> str:
        """The name of a new copy of the migrated database."""
        if connections[ALIAS].vendor == "sqlite":
            name = f"file:shared_{number}?mode=memory&cache=shared"
            self._endings.callback(migrated_database.copy_into_memory(name).close)
        else:
            name = f"{connections[ALIAS].settings_dict['NAME']}_shared_{number}"
            migrated_database.create_copy(name)
            self._endings.callback(migrated_database.drop_copy, name)
        return name


def connection_to(name: str) -> Any:
    """A connection to another database of the same server, or to another file."""
    settings = connections.settings[ALIAS] | {"NAME": name}
    return type(connections[ALIAS])(settings, ALIAS)


@contextmanager
def use_connection(connection: Any) -> Iterator[None]:
    """Have this thread, and all that connect meanwhile, work on another database."""
    # The first connection stays as it is: a database in memory lives as long as it does.
    original, settings = connections[ALIAS], connections.settings[ALIAS]
    connections.settings[ALIAS] = settings | {"NAME": connection.settings_dict["NAME"]}
    connections[ALIAS] = connection
    try:
        yield
    finally:
        connections.settings[ALIAS] = settings
        connections[ALIAS] = original


@contextmanager
def _test_transaction() -> Iterator[None]:
    """A transaction in which code may ask for one of its own, as Django's tests let it."""
    atomic = transaction.atomic()
    atomic._from_testcase = True
    with atomic:
        yield


@contextmanager
def _rollback_transaction() -> Iterator[None]:
    """A transaction that is undone, after what its end would have checked was checked."""
    connection = connections[ALIAS]
    with _test_transaction():
        yield
        if not connection.needs_rollback and connection.is_usable():
            connection.check_constraints()
        transaction.set_rollback(True)

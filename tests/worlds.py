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

from . import migrated

ALIAS = migrated.ALIAS
Build = Callable[[], Any]
BeginFrom = Callable[[Build], Any]


@dataclass(frozen=True)
class World:
    """A database that holds a record, and what its builder returned."""

    connection: Any
    result: Any


class Worlds:
    """The records of one process."""

    def __init__(self) -> None:
        self._made: dict[Build, World] = {}
        self._endings = ExitStack()

    @contextmanager
    def entered(self, build: Build) -> Iterator[Any]:
        """Work on the record that a function builds; what it returned, as a copy of one's own.

        What it builds may depend on nothing but its code: it is called once, whoever asks first.
        """
        if build not in self._made:
            self._made[build] = self._make(build)
        world = self._made[build]
        with switched(world.connection), _rolled_back():
            yield copy.deepcopy(world.result)

    def close(self) -> None:
        """End every database."""
        self._endings.close()

    def _make(self, build: Build) -> World:
        connection = connected(self._copy(len(self._made) + 1))
        self._endings.callback(connection.close)
        with switched(connection), _as_in_a_test():
            result = build()
            # What waits for a commit is never done, as in a test that is rolled back.
            connection.run_on_commit.clear()
        return World(connection, result)

    def _copy(self, number: int) -> str:
        """The name of a new copy of the migrated database."""
        if connections[ALIAS].vendor == "sqlite":
            name = f"file:world_{number}?mode=memory&cache=shared"
            self._endings.callback(migrated.memory(name).close)
        else:
            name = f"{connections[ALIAS].settings_dict['NAME']}_world_{number}"
            migrated.create(name)
            self._endings.callback(migrated.drop, name)
        return name


def connected(name: str) -> Any:
    """A connection to another database of the same server, or to another file."""
    settings = connections.settings[ALIAS] | {"NAME": name}
    return type(connections[ALIAS])(settings, ALIAS)


@contextmanager
def switched(connection: Any) -> Iterator[None]:
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
def _as_in_a_test() -> Iterator[None]:
    """A transaction in which code may ask for one of its own, as Django's tests let it."""
    atomic = transaction.atomic()
    atomic._from_testcase = True
    with atomic:
        yield


@contextmanager
def _rolled_back() -> Iterator[None]:
    """A transaction that is undone, after what its end would have checked was checked."""
    connection = connections[ALIAS]
    with _as_in_a_test():
        yield
        if not connection.needs_rollback and connection.is_usable():
            connection.check_constraints()
        transaction.set_rollback(True)

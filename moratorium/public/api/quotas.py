"""How much one asker may have of something in a span of time, over all processes of a machine.

What each had is kept in a small SQLite file of its own, so that strangers never hold the portal's
database: there they would make everybody wait who records something. The file may be lost or
removed at any time; where it cannot be written nobody is refused.
"""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

BUSY = 2.0  # seconds to wait for other processes; each holds the file for less than a millisecond
MOST_ROWS = 300_000  # about 30 MB; beyond, the oldest are forgotten
_DRIFT = timedelta(seconds=10)  # what is noted for later than that is of a clock set back since
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS had"
    " (quota TEXT NOT NULL, asker TEXT NOT NULL, at INTEGER NOT NULL, amount INTEGER NOT NULL)",
    "CREATE INDEX IF NOT EXISTS had_by ON had (quota, asker, at, amount)",
    "CREATE INDEX IF NOT EXISTS had_at ON had (quota, at)",
)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Quota:
    """At most so much for one asker in any span of this length, (at - span, at]."""

    name: str
    most: int
    span: timedelta


class Ledger:
    """What everybody had, in a file; it is made if it is not there."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def take(self, quota: Quota, asker: str, amount: int, at: datetime) -> timedelta:
        """Let an asker have an amount at an instant: zero, and noted; or how long to wait for it.

        What is refused is not noted. Raises ValueError for more than the quota ever gives.
        """
        return self._guarded(lambda file: _take(file, quota, asker, amount, at))

    def wait(self, quota: Quota, asker: str, at: datetime) -> timedelta:
        """How long an asker has to wait from an instant on for an amount of one."""
        return self._guarded(lambda file: _wait(file, quota, asker, 1, _number(at)))

    def _guarded(self, work: Callable[[sqlite3.Connection], timedelta]) -> timedelta:
        try:
            with alone(self._file) as file:
                return work(file)
        except sqlite3.Error as error:
            _say_once(self._file, str(error))
            return timedelta(0)


@contextmanager
def alone(path: Path) -> Iterator[sqlite3.Connection]:
    """A transaction in the file in which nobody else looks or writes.

    There is nobody who only reads, so there is no write-ahead log. A power cut may cost the file
    what it holds, the end of a process does not.
    """
    with closing(sqlite3.connect(path, timeout=BUSY, isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode=TRUNCATE")
        file.execute("PRAGMA synchronous=OFF")
        file.execute("BEGIN IMMEDIATE")
        for statement in _SCHEMA:
            file.execute(statement)
        yield file
        file.execute("COMMIT")


def _take(
    file: sqlite3.Connection, quota: Quota, asker: str, amount: int, at: datetime
) -> timedelta:
    now = _number(at)
    _forget(file, quota, now)
    wait = _wait(file, quota, asker, amount, now)
    if not wait:
        file.execute("INSERT INTO had VALUES (?, ?, ?, ?)", (quota.name, asker, now, amount))
    return wait


def _wait(file: sqlite3.Connection, quota: Quota, asker: str, amount: int, now: int) -> timedelta:
    """Until enough of what an asker had is older than the span."""
    if amount > quota.most:
        raise ValueError(f"{quota.name}: {amount} is more than {quota.most}")
    condition = "FROM had WHERE quota = ? AND asker = ? AND at > ?"
    whose = (quota.name, asker, now - quota.span // _TICK)
    ((had,),) = file.execute(f"SELECT coalesce(sum(amount), 0) {condition}", whose)
    over, wait = had + amount - quota.most, timedelta(0)
    if over > 0:
        for at, each in file.execute(f"SELECT at, amount {condition} ORDER BY at", whose):
            over -= each
            wait = (at - now) * _TICK + quota.span
            if over <= 0:
                break
    return wait


def _forget(file: sqlite3.Connection, quota: Quota, now: int) -> None:
    """Remove what no longer counts, and the oldest of what is too much to keep."""
    since, until = now - quota.span // _TICK, now + _DRIFT // _TICK
    file.execute("DELETE FROM had WHERE quota = ? AND at <= ?", (quota.name, since))
    file.execute("DELETE FROM had WHERE quota = ? AND at > ?", (quota.name, until))
    file.execute(
        "DELETE FROM had WHERE rowid <= (SELECT max(rowid) FROM had) - ?", (MOST_ROWS - 1,)
    )


def _number(at: datetime) -> int:
    """Microseconds since 1970."""
    return (at - _EPOCH) // _TICK


@cache
def _say_once(file: Path, error: str) -> None:
    log.warning("Nobody is refused for asking too often: %s: %s", file, error)

"""The locks that processes of the portal take from each other in PostgreSQL.

They are its advisory locks (PostgreSQL 13.3.5), which a number names, and here they all stand.
SQLite has none of them: its transactions are IMMEDIATE, so whoever is in one is alone already, and
who waits for one gives up after the `timeout` of its settings.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import IntEnum, unique
from sqlite3 import SQLITE_BUSY

from django.db import connection

_LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL, appendix A
_longest: ContextVar[float | None] = ContextVar("longest", default=None)


@unique
class Lock(IntEnum):
    """By what it guards. Any numbers serve, as long as nothing else in the database uses them.

    The two that are old keep theirs, so that two versions beside each other respect them.
    """

    JOURNAL = 7_203_156  # its end: one act after the other
    MAIL_ROUND = 7_203_157  # held while mails are sent, as long as their server takes
    WRONG_CODES = 7_203_158  # their count
    PASSWORD_REQUESTS = 7_203_159  # their count


@contextmanager
def wait_at_most(seconds: float) -> Iterator[None]:
    """Have `hold` give up after so many seconds, for as long as the block runs.

    For web requests, each of which holds a thread of its server. Commands wait for as long as it
    takes.
    """
    token = _longest.set(seconds)
    try:
        yield
    finally:
        _longest.reset(token)


def hold(lock: Lock) -> None:
    """Wait for a lock and hold it until the transaction ends.

    Raises OperationalError, of which `is_busy` is true, after the time of `wait_at_most`; other
    locks of the same transaction are waited for no longer either.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        if (longest := _longest.get()) is not None:
            milliseconds = f"{longest * 1000:.0f}"
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [milliseconds])
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])


@contextmanager
def hold_if_free(lock: Lock) -> Iterator[bool]:
    """Hold a lock for the block, if nobody else does: whether it is held. PostgreSQL alone.

    It outlives transactions, and falls with the connection.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock])
        held = cursor.fetchone()[0]
    try:
        yield held
    finally:
        if held and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [lock])


def is_busy(error: BaseException | None) -> bool:
    """Whether a database's error says that somebody else held a lock for too long."""
    cause = error.__cause__ if error else None
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return bool(code & 0xFF == SQLITE_BUSY)  # the rest of an extended code says where
    return getattr(cause, "sqlstate", None) == _LOCK_NOT_AVAILABLE

"""The worker: sends the mails that are due, round by round, one worker at a time."""

import fcntl
import logging
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import Error as DatabaseFailure
from django.db import connection
from django.utils import timezone
from post_office.mail import get_queued, send_queued

from ..operations import invitations, mail

LONGEST_PAUSE = 60.0  # seconds, however often a round fails
# Any one number serves, as long as nothing else in the database uses it.
_LOCK = 7_203_157
_log = logging.getLogger(__name__)


class Told:
    """Whether the worker was told to end: by a signal, or by its parent's end."""

    def __init__(self, parent: int | None = None) -> None:
        self._event = threading.Event()
        self._parent = parent

    def listen(self) -> None:
        """End cleanly on SIGTERM and Ctrl-C: after the handful of mails in hand."""
        for stop in (signal.SIGTERM, signal.SIGINT):
            signal.signal(stop, lambda *_: self._event.set())

    def __bool__(self) -> bool:
        orphaned = self._parent is not None and os.getppid() != self._parent
        return orphaned or self._event.is_set()

    def wait(self, seconds: float) -> None:
        self._event.wait(seconds)


def work(pause: float, told: Told) -> None:
    """Go round until told to end; `pause` in seconds, longer after rounds that failed."""
    wait = pause
    while not told:
        try:
            go_round(told)
            wait = pause
        except DatabaseFailure:
            _log.exception("The worker's round failed.")
            connection.close()
            wait = min(wait * 2, LONGEST_PAUSE)
        told.wait(wait)


def go_round(told: Told) -> bool:
    """Send all that is due now. False if another worker is at it."""
    with _alone() as alone:
        if alone:
            now = timezone.now()
            invitations.answer_requests(now)
            mail.withdraw_useless(now)
            while settings.MAIL_GOES_OUT and not told and get_queued().exists():
                send_queued()
    return alone


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether no other worker of this database is in a round; with PostgreSQL on any host.

    The lock is held for a round only, and falls with the process or connection that holds it.
    """
    held = _locked_in_database if connection.vendor == "postgresql" else _locked_beside_database
    with held() as alone:
        yield alone


@contextmanager
def _locked_in_database() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        alone = cursor.fetchone()[0]
    try:
        yield alone
    finally:
        if alone and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


@contextmanager
def _locked_beside_database() -> Iterator[bool]:
    with Path(f"{connection.settings_dict['NAME']}.worker").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True

"""The worker: queues and sends the mails that are due, round by round, one worker at a time."""

import fcntl
import logging
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import Error as DatabaseFailure
from django.db import connection
from django.utils import timezone
from post_office.mail import get_queued, send_queued

from ..models.locks import Lock, hold_if_free
from ..operations import invitations, mail
from ..operations.mail import chase, returns
from ..operations.mail.delivery import Unreachable, require_server
from ..register import chasing

LONGEST_PAUSE = 60.0  # seconds, however often a round fails
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


class Chase:
    """Queues what is due about directives, some at a time: the queue is quickest while short.

    It looks at the record again only once something could be due that was not before.
    """

    def __init__(self) -> None:
        self.again()

    def again(self) -> None:
        """Look again: a mail did not arrive, or a round failed; no act announces that."""
        self._due: Iterator[int] | None = None
        self._seen, self._again_at = -1, datetime.min.replace(tzinfo=UTC)

    def queue_some(self, now: datetime) -> bool:
        """Queue a handful of what is due. Whether more may be due."""
        if self._due is None and not self._look(now):
            return False
        assert self._due is not None
        if next(self._due, None) is None:
            self._due = None
        return self._due is not None

    def _look(self, now: datetime) -> bool:
        newest = chasing.newest_act()
        if newest == self._seen and now < self._again_at:
            return False
        self._seen, self._again_at = newest, chasing.look_again_at(now)
        self._due = chase.queue_due(now)
        return True


def work(pause: float, told: Told) -> None:
    """Go round until told to end; `pause` in seconds, longer after rounds that failed."""
    wait, chase_on = pause, Chase()
    while not told:
        try:
            go_round(told, chase_on)
            wait = pause
        except (DatabaseFailure, Unreachable) as failure:
            _tell(failure)
            chase_on.again()
            connection.close()
            wait = min(wait * 2, LONGEST_PAUSE)
        told.wait(wait)


def go_round(told: Told, chase_on: Chase | None = None) -> bool:
    """Queue and send all that is due now. False if another worker is at it.

    Raises Unreachable if there is something to send and no server takes it.
    """
    chase_on = chase_on or Chase()
    with _alone() as alone:
        more = alone
        while more and not told:
            more = _prepare(chase_on)
            if settings.MAIL_GOES_OUT and get_queued().exists():
                require_server()
                if _send(told):
                    chase_on.again()
    return alone


def _prepare(chase_on: Chase) -> bool:
    """Bring the queue up to date. Whether more may be due than was queued."""
    now = timezone.now()
    if returns.settle(now):
        chase_on.again()
    invitations.answer_requests(now)
    more = chase_on.queue_some(now)
    mail.withdraw_useless(now)
    chase.withdraw_over(now)
    return more


def _send(told: Told) -> int:
    """Send what waits, batch by batch; how many mails did not arrive."""
    lost = 0
    while not told and get_queued().exists():
        send_queued()
        lost += returns.settle(timezone.now())
    return lost


def _tell(failure: Exception) -> None:
    if isinstance(failure, Unreachable):
        _log.warning("No mail leaves: %s", failure)
    else:
        _log.exception("The worker's round failed.")


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether no other worker of this database is in a round; with PostgreSQL on any host.

    The lock is held for a round only, and falls with the process or connection that holds it.
    """
    in_database = connection.vendor == "postgresql"
    with hold_if_free(Lock.MAIL_ROUND) if in_database else _locked_beside_database() as alone:
        yield alone


@contextmanager
def _locked_beside_database() -> Iterator[bool]:
    with Path(f"{connection.settings_dict['NAME']}.worker").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True

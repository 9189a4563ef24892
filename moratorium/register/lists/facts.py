"""What the answers for a list need of the record, read from the database."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from ...rules.protection import Line
from .. import coverage, places
from .screener import MARGIN, Facts, Screener


def read(now: datetime) -> Facts:
    """The facts as known at `now`; five queries."""
    since = now - MARGIN
    return Facts(now, since, places.load(), tuple(older(now, since)))


def older(now: datetime, since: datetime) -> Sequence[Line]:
    """The lines whose protection, as known at `now`, may go on after `since`."""
    return [each.line for each in coverage.reaching(since, now)]


def older_as_known(now: datetime) -> Callable[[datetime], Sequence[Line]]:
    """Reads older lines as known at `now`."""
    return partial(older, now)


def screener(now: datetime) -> Screener:
    """Answers rows in this process, straight from the record."""
    return Screener(read(now), older_as_known(now))

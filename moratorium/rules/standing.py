"""How an issued order stands at an instant, derived from its lines and never stored."""

from collections.abc import Iterable
from datetime import datetime

from .windows import Window

IN_FORCE, OVERDUE, UPCOMING, ENDED, LIFT = "in_force", "overdue", "upcoming", "ended", "lift"


def standing(
    lift: bool, lines: Iterable[tuple[Window | None, datetime | None]], at: datetime
) -> str:
    """The state of an issued order, from each line's window as known at `at` and planned end.

    OVERDUE is in force as well: some line that protects at `at` has its planned end behind it.
    """
    if lift:
        return LIFT
    spans = [(window, planned) for window, planned in lines if window is not None]
    now = [planned for window, planned in spans if window.contains(at)]
    if now:
        late = any(planned is not None and planned <= at for planned in now)
        return OVERDUE if late else IN_FORCE
    return UPCOMING if any(window.start > at for window, _planned in spans) else ENDED

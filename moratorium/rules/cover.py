"""Whether a role stays in somebody's hands, day by day."""

from collections.abc import Collection
from datetime import date

Span = tuple[date, date | None]  # from the first day up to, but not on, the end; None: no end


def held(spans: Collection[Span], day: date) -> bool:
    """Whether any of the spans holds on a day."""
    return any(start <= day and (end is None or day < end) for start, end in spans)


def uncovers(before: Collection[Span], after: Collection[Span], today: date) -> bool:
    """Whether a role that somebody holds today would lack anybody on a day to come.

    `before` and `after` are the spans in which the role is held by people whose accounts are
    open, as they stand and as an act would leave them. A day that lacked somebody before the
    act already does not count against it; nor does anything while nobody holds the role yet.
    Between two boundaries nothing changes, so the boundaries are all that is looked at.
    """
    if not held(before, today):
        return False
    boundaries = {day for span in (*before, *after) for day in span if day and day > today}
    return any(held(before, day) and not held(after, day) for day in {today, *boundaries})

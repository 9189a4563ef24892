"""How long an answer may be kept by those who read it: never past the next boundary."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse

MAX_AGE = 30  # seconds: how long a new act may stay unseen behind a cache
MAX_STALE = 3600  # seconds that a cache may go on with it while nobody here answers
# An answer that does not speak of it Varnish shows for ten seconds after its end, while it fetches
# the next (`default_grace`; measured with 7.1.1): ten seconds past a boundary.
NO_GRACE = "stale-while-revalidate=0"


def cache_control(seconds: float | None) -> str:
    """The `Cache-Control` of an answer that holds for so many seconds more; None: no end.

    Seconds are cut to whole ones, so that what is kept ends at the boundary or before it. A
    cache that gets an error here may go on with the answer (`stale-if-error`), again never past
    the boundary.
    """
    whole = MAX_AGE + MAX_STALE if seconds is None else max(0, int(seconds))
    fresh = min(MAX_AGE, whole)
    stale = min(MAX_STALE, whole - fresh)
    return f"public, max-age={fresh}, s-maxage={fresh}, stale-if-error={stale}, {NO_GRACE}"


def nginx_expires(now: int, seconds: float) -> str:
    """`X-Accel-Expires` of an answer of a second (since 1970): the last in which nginx may give it.

    nginx counts `max-age` from when the answer came, and has `max-age=1` end when the clock's
    seconds have become two more: up to a second late, and later if the answer was slow to come.
    Nobody but nginx reads this, and it tells nobody.
    """
    fresh = min(MAX_AGE, int(seconds))
    return f"@{now + fresh - 1}" if fresh > 0 else "0"


def keep(response: HttpResponse, at: datetime, boundary: datetime | None = None) -> Any:
    """An answer of an instant, with how long it may be kept; None: nothing is to change it."""
    left = None if boundary is None else (boundary - at).total_seconds()
    response.headers["Cache-Control"] = cache_control(left)
    if left is not None:
        # After Cache-Control: nginx 1.22 passes over that one if it has read this before.
        response.headers["X-Accel-Expires"] = nginx_expires(int(at.timestamp()), left)
    return response

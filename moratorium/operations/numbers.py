"""The portal's own next number: above the highest of its pattern and year."""

import re
from collections.abc import Callable
from datetime import datetime
from itertools import count

from django.db.models import Max, QuerySet
from django.db.models.functions import Length

from ..rules import numbering


def next_number(
    taken: QuerySet,
    field: str,
    pattern: str,
    at: datetime,
    is_free: Callable[[str], bool] = lambda number: True,
) -> str:
    """The next number of a pattern in the financial year of `at` (IST).

    Numbers may be longer than their padding, so the longest are the highest. One that is
    not free is passed over: an imported number that only resembles the pattern may have
    taken its address, and must not stop the issuing of orders.
    """
    before, width, tail = numbering.split_pattern(pattern, at)
    of_pattern = taken.filter(
        **{f"{field}__startswith": before, f"{field}__endswith": tail}
    ).order_by()
    serials = [
        numbering.serial_of(number, before, tail)
        for number in _highest_by_length(of_pattern, field, before, tail)
    ]
    highest = max((serial for serial in serials if serial is not None), default=0)
    candidates = (f"{before}{serial:0{width}d}{tail}" for serial in count(highest + 1))
    return next(number for number in candidates if is_free(number))


def _highest_by_length(numbers: QuerySet, field: str, before: str, tail: str) -> list[str]:
    serial = f"[0-9]{{1,{numbering.MAX_SERIAL_DIGITS}}}"
    exact = numbers.filter(**{f"{field}__regex": f"^{re.escape(before)}{serial}{re.escape(tail)}$"})
    rows = exact.annotate(length=Length(field)).values("length").annotate(top=Max(field))
    return [row["top"] for row in rows]

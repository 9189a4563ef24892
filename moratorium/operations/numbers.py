"""The portal's own next number: above the highest of its pattern and year."""

from datetime import datetime

from django.db.models import Max, QuerySet
from django.db.models.functions import Length

from ..rules import numbering


def next_number(taken: QuerySet, field: str, pattern: str, at: datetime) -> str:
    """The next number of a pattern in the financial year of `at` (IST).

    Numbers may be longer than their padding, so the longest are the highest.
    """
    before, width, tail = numbering.split_pattern(pattern, at)
    of_pattern = taken.filter(
        **{f"{field}__startswith": before, f"{field}__endswith": tail}
    ).order_by()
    serials = [
        numbering.serial_of(number, before, tail)
        for number in _highest_by_length(of_pattern, field)
    ]
    highest = max((serial for serial in serials if serial is not None), default=0)
    return f"{before}{highest + 1:0{width}d}{tail}"


def _highest_by_length(numbers: QuerySet, field: str) -> list[str]:
    digits = numbers.filter(**{f"{field}__regex": r"[0-9]"})
    rows = digits.annotate(length=Length(field)).values("length").annotate(top=Max(field))
    return [row["top"] for row in rows]

"""Instants as they are written down: one strict reader, one writer, and the IST day."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

IST = timezone(timedelta(hours=5, minutes=30), "IST")
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2101, 1, 1, tzinfo=UTC)

_INSTANT = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?"
    r"(?:([Zz])|([+-])(\d{2}):?(\d{2}))",
    re.ASCII,
)

# The usual form, spelled so narrowly that the C parser reads it alike and three times as fast.
_USUAL = re.compile(
    r"\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):\d{2}:\d{2}(?:\.\d{6})?"
    r"(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)


class BadInstant(ValueError):
    """A text that names no instant the record can hold. `name` says which rule it broke."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def read(text: str) -> datetime:
    """The instant that an ISO 8601 date-time with an offset names, in UTC.

    Raises BadInstant: `form` (not such a text, or no such day or hour), `offset` (none
    given), `fraction` (finer than a microsecond), `range` (outside 2000 to 2100).
    Source: contract, section 2; the profile of RFC 3339, with the seconds optional.
    """
    instant = _usual(text) or _any(text)
    if not EARLIEST <= instant < LATEST:
        raise BadInstant("range")
    return instant


def _usual(text: str) -> datetime | None:
    if _USUAL.fullmatch(text) is None:
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _any(text: str) -> datetime:
    match = _INSTANT.fullmatch(text)
    if match is None:
        raise BadInstant("offset" if _INSTANT.fullmatch(text + "Z") else "form")
    year, month, day, hour, minute, second, fraction, zulu, sign, oh, om = match.groups()
    if fraction is not None and len(fraction) > 6:
        raise BadInstant("fraction")
    if not zulu and (int(oh) > 23 or int(om) > 59):
        raise BadInstant("form")
    offset = timedelta() if zulu else timedelta(hours=int(oh), minutes=int(om))
    try:
        local = datetime(
            int(year), int(month), int(day), int(hour), int(minute), int(second or 0),
            int((fraction or "0").ljust(6, "0")), tzinfo=UTC,
        )  # fmt: skip
        instant = local + offset if sign == "-" else local - offset
    except OverflowError as error:
        raise BadInstant("range") from error
    except ValueError as error:
        raise BadInstant("form") from error
    if not EARLIEST <= instant < LATEST:
        raise BadInstant("range")
    return instant


def write(instant: datetime) -> str:
    """ISO 8601 at +05:30, microseconds only where there are any (contract, section 2)."""
    return instant.astimezone(IST).isoformat()


def day_start(day: date) -> datetime:
    """00:00 IST of a day, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=IST).astimezone(UTC)


def day_end(day: date) -> datetime:
    """24:00 IST of a day, in UTC: the exclusive end of "through that day"."""
    return day_start(day) + timedelta(days=1)

"""Numbers of orders, and the slugs made from them."""

import re
import unicodedata
from datetime import datetime

from .instants import IST

_KEPT = ("L", "M", "N")
MAX_LENGTH = 60
# A longer serial is no serial of the portal's: the number after it might not fit the record.
MAX_SERIAL_DIGITS = 12


def financial_year(instant: datetime) -> str:
    """The Indian financial year, April to March, of an instant in IST: "2022-23"."""
    local = instant.astimezone(IST)
    first = local.year if local.month >= 4 else local.year - 1
    return f"{first}-{(first + 1) % 100:02d}"


def split_pattern(pattern: str, instant: datetime) -> tuple[str, int, str]:
    """What stands before the serial in a pattern such as `MO/{year}/{serial:04d}`, how
    many digits it is padded to, and what stands after it."""
    match = re.fullmatch(r"(.*)\{serial(?::0(\d+)d)?\}(.*)", pattern)
    if match is None:
        raise ValueError(f"{pattern!r} has no {{serial}}")
    year = financial_year(instant)
    before, width, tail = match.groups()
    return before.replace("{year}", year), int(width or 1), tail.replace("{year}", year)


def serial_of(number: str, before: str, tail: str) -> int | None:
    """The serial in a number of this pattern and year; None if it is of another."""
    if not (number.startswith(before) and number.endswith(tail)):
        return None
    middle = number[len(before) : len(number) - len(tail)]
    return int(middle) if re.fullmatch(f"[0-9]{{1,{MAX_SERIAL_DIGITS}}}", middle) else None


def slug(number: str) -> str:
    """Lower case, runs of other characters as `-` (contract, section 3).

    Letters of every script and their marks are kept, so that a Hindi number has a slug.
    """
    lowered = unicodedata.normalize("NFC", number).lower()
    kept = (c if unicodedata.category(c)[0] in _KEPT else "-" for c in lowered)
    return re.sub("-+", "-", "".join(kept))


def is_number(text: str) -> bool:
    """1 to 60 printable characters without leading or trailing space (contract, section 2)."""
    return 1 <= len(text) <= MAX_LENGTH and text.isprintable() and text == text.strip()

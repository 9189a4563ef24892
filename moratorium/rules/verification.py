"""Is this letter genuine: how what somebody typed is read, and what is answered.

A check code is compared as a reader may have copied it: case, spaces, hyphens and what looks
alike in print do not matter. Both sides are folded, so that nothing but likeness is forgiven.
"""

import hmac
import unicodedata

from . import directives, numbering
from .wording import Text

# Letters and digits that a hasty eye, a stamp or a bad copy turns into each other.
_ALIKE = ("D0OQ", "71IL", "2Z", "5S", "6G", "8B", "VU")
_FOLDED = str.maketrans({each: group[0] for group in _ALIKE for each in group})

# What is answered where no letter is: to a number and code, to a file that claims to be a
# letter, and to any other file.
UNKNOWN, CHANGED, FOREIGN = "unknown", "changed", "foreign"
MAX_CODE = 40  # letters and digits that are looked at

# What everybody reads first, from two metres.
HEADLINES = {
    directives.STANDS: Text("असली पत्र, प्रभावी", "Genuine, and in force"),
    directives.REPLACED: Text("असली, पर अब प्रतिस्थापित", "Genuine, but replaced"),
    directives.LIFTED: Text("असली, पर रोक समाप्त", "Genuine, but the moratorium was lifted"),
    directives.AMENDED: Text("असली, पर आदेश संशोधित", "Genuine, but the order was amended since"),
    directives.OVER: Text("असली, पर अवधि समाप्त", "Genuine, but ended"),
    UNKNOWN: Text("ऐसा कोई पत्र निर्गत नहीं हुआ", "No such letter was issued"),
    CHANGED: Text("यह फ़ाइल बदली हुई है", "This file was changed"),
    FOREIGN: Text("यह पोर्टल का पत्र नहीं है", "This is no letter of the portal’s"),
}


def typed_code(text: str) -> str:
    """The letters and digits of a code as somebody typed it, in capitals; may be empty."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(_digit(each) for each in plain if each.isalnum())


def folded_code(text: str) -> str:
    """A code as it is compared."""
    return typed_code(text).translate(_FOLDED)


def is_same_code(issued: str, typed: str) -> bool:
    """Whether two codes are one, in a time that does not tell how much of them agrees."""
    return hmac.compare_digest(folded_code(issued).encode(), folded_code(typed).encode())


def slugs(number: str) -> tuple[str, ...]:
    """The slugs that a number as somebody typed it may mean: printed, spaced otherwise, or a slug.

    A number on record may hold Hindi digits; so it is looked for as typed, and in Latin ones.
    """
    seen = "".join(each for each in number if unicodedata.category(each) != "Cf").strip()
    plain = "".join(_digit(each) for each in unicodedata.normalize("NFKC", seen))
    return tuple(dict.fromkeys(numbering.slug(each) for each in (seen, plain)))


def _digit(character: str) -> str:
    """A digit of any script as a Latin one; anything else as it is."""
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)

"""What can be set in type. A letter that cannot be says which text and why, before it is set."""

import unicodedata
from functools import cache

from ..rules import script
from ..rules.wording import LANGUAGES, Text
from .glyphs import advances
from .letter import Letter, texts

FAULTS = {
    "no_glyph": Text(
        "{place}वें स्थान का वर्ण “{character}” ({name}) पत्र के फ़ॉन्ट में नहीं है; उसे हटाएँ या बदलें।",
        "The character “{character}” ({name}) at place {place} is not in the letter's font; "
        "remove or replace it.",
    ),
    "no_day": Text(
        "पत्र का दिनांक शब्दों में लिखें, जैसे 29 दिसंबर 2022।",
        "Write the letter's date in words, such as 29 December 2022.",
    ),
    "address_too_long": Text(
        "जाँच का पता इतना लंबा है कि QR कोड में नहीं आता।",
        "The address for checking is too long for a QR code.",
    ),
    "not_set": Text("पत्र नहीं बन सका: {reason}", "The letter could not be set: {reason}"),
}
_ENTRY = Text("प्रविष्टि {number}: {words}", "Entry {number}: {words}")

_CODES = ("number", "journal_head", "check_code", "verify_url")  # on one line, as they are read
_WHITE = "\t\r\n"  # set as a space or the end of a line; a glyph of their own they have none
_UNSEEN = "\u034f"  # the font has a glyph for it that leaves no ink


class Unprintable(Exception):
    """A letter that cannot be set. Nothing was made.

    `field` names the part of the letter and the language (`preamble_hi`, `coverage_where_en`,
    `number`), empty if it is none in particular; `words` says what is wrong, in both languages.
    """

    def __init__(self, field: str, words: Text) -> None:
        self.field = field
        self.words = words
        super().__init__(f"{field}: {words.en}")


def unprintable(name: str, field: str = "", **values: object) -> Unprintable:
    """The refusal of that name, its sentences filled in."""
    return Unprintable(field, _filled(FAULTS[name], **values))


def require(letter: Letter) -> None:
    """Raises Unprintable for the first text with a character that nobody sees or without glyph."""
    for field, entry, text in texts(letter):
        words = _fault_of(text, lines=field not in _CODES)
        if words is not None:
            raise Unprintable(field, _filled(_ENTRY, number=entry, words=words) if entry else words)


def _fault_of(text: str, *, lines: bool) -> Text | None:
    if _plain().issuperset(text):
        return None
    if words := script.fault_of(text, lines=lines):
        return words
    flat = text.replace("\r\n", "\n")
    for place, character in enumerate(flat, 1):
        code = f"U+{ord(character):04X}"
        if character == _UNSEEN:
            return _filled(script.FAULTS["hidden"], place=place, code=code)
        if character not in advances() and character not in _WHITE:
            name = f"{code} {unicodedata.name(character, '')}".strip()
            return _filled(FAULTS["no_glyph"], place=place, character=character, name=name)
    return None


@cache
def _plain() -> frozenset[str]:
    """The characters that are well wherever they stand: nearly every text has no others."""
    return frozenset(c for c in advances() if c != _UNSEEN and script.fault_of(c) is None)


def _filled(words: Text, /, **values: object) -> Text:
    """The same values in both languages; a value in both is taken in each."""
    hindi, english = (
        {name: each[language] if isinstance(each, Text) else each for name, each in values.items()}
        for language in LANGUAGES
    )
    return Text(words.hi.format(**hindi), words.en.format(**english))

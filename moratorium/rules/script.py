"""What a text that somebody types may be written in: letters that are seen, in its language.

Characters that nobody sees can make a title read otherwise than it is stored: controls, marks
that turn the direction of writing, joiners where nothing joins. What was written before the
portal (the imported record) is taken as it is; this is for what is typed into it.
"""

import re
import unicodedata
from functools import lru_cache

from .lifecycle import Refused
from .wording import EN, HI, Text

FAULTS = {
    "hidden": Text(
        "{place}वें स्थान पर ऐसा वर्ण है जो दिखता नहीं या पढ़ा नहीं जा सकता ({code}); उसे हटाएँ।",
        "The character at place {place} cannot be seen or read ({code}); remove it.",
    ),
    "lines": Text("इसे एक ही पंक्ति में लिखें।", "Write this on one line."),
    HI: Text("यहाँ हिन्दी में, देवनागरी अक्षरों में लिखें।", "Write this in Hindi, in Devanagari letters."),
    EN: Text("यहाँ अंग्रेज़ी में, रोमन अक्षरों में लिखें।", "Write this in English, in Latin letters."),
}

_LETTER = {HI: re.compile(r"[\u0904-\u0939\u0958-\u0961\u0972-\u097f]"), EN: re.compile("[A-Za-z]")}
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_JOINERS = "\u200c\u200d"  # Devanagari needs them to choose between the forms of a conjunct
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_REPLACEMENT = "\ufffd"  # stands where bytes came in that are no text


def fault_of(text: str, language: str = "", *, lines: bool = False) -> Text | None:
    """What is wrong with a typed text, in both languages; None if nothing is.

    `language` is the one it must be written in, at least in part (numbers and codes may stand
    beside it); empty if any will do. `lines` allows more lines than one. An empty text has no
    fault: whether it may be empty is another question.
    """
    name, values = _named_fault(text, language, lines)
    if not name:
        return None
    words = FAULTS[name]
    return Text(words.hi.format(**values), words.en.format(**values))


def require(text: str, field: str, language: str = "", *, lines: bool = False) -> None:
    """Raises Refused at the field for a text that has a fault (see `fault_of`)."""
    words = fault_of(text, language, lines=lines)
    if words is not None:
        raise Refused("script", field, words)


def require_said(text: str, field: str) -> None:
    """Raises Refused at the field, which names the refusal too, if nothing is said in it.

    For what stands in the journal as somebody's own words: a remark, a reason.
    """
    if not text.strip():
        raise Refused(field, field)
    require(text, field, lines=True)


@lru_cache(maxsize=512)  # a mail to thousands of offices says the same in most places
def on_one_line(text: str) -> str:
    """A text as a line on its own says it: without line ends and what nobody sees."""
    line = " ".join(text.split())
    if _is_all_seen(line):
        return line
    return "".join(each for i, each in enumerate(line) if not _hidden(each, i, line)).strip()


def _named_fault(text: str, language: str, lines: bool) -> tuple[str, dict[str, object]]:
    flat = _LINE_ENDS.sub(" ", text)
    place = None
    if not _is_all_seen(flat):
        place = next((i for i, each in enumerate(flat) if _hidden(each, i, flat)), None)
    if place is not None:
        return "hidden", {"place": place + 1, "code": f"U+{ord(flat[place]):04X}"}
    if not lines and _LINE_ENDS.search(text):
        return "lines", {}
    if language and text.strip() and not _LETTER[language].search(text):
        return language, {}
    return "", {}


def _is_all_seen(text: str) -> bool:
    """Whether nothing needs a closer look, as in nearly all texts: what Python prints has none of
    the categories below and no noncharacter, but the replacement character.
    """
    return text.isprintable() and _REPLACEMENT not in text


def _hidden(character: str, place: int, text: str) -> bool:
    if character in _JOINERS:
        return not (_is_devanagari(text[place - 1 : place]) and _is_devanagari(text[place + 1 :]))
    if character == "\t":
        return False
    return (
        character == _REPLACEMENT
        or unicodedata.category(character) in _UNSEEN
        or _is_noncharacter(ord(character))
    )


def _is_devanagari(text: str) -> bool:
    """Whether a text begins with a letter or sign of Devanagari."""
    return "\u0900" <= text[:1] <= "\u0963" or "\u0971" <= text[:1] <= "\u097f"


def _is_noncharacter(point: int) -> bool:
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF

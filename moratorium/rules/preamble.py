"""Hours and dates in a preamble: they may contradict the lines, which alone say when.

Found are digits that look like an hour or a date, in Latin or Devanagari, month names and
words for an hour of the day. Years alone, sections of an Act, sums, telephone numbers and
letter numbers are none. In doubt it finds: the price is one tick.
"""

import re
import unicodedata
from collections.abc import Iterator

_LATIN_DIGITS = str.maketrans("०१२३४५६७८९", "0123456789")
_JOINERS = re.compile("[\u200b-\u200d\ufeff]")

# Where a word or number begins and ends. `\b` will not do: it sees an end before a matra.
_BEGIN, _END = r"(?<![\w\u0900-\u0963])", r"(?![\w\u0900-\u0963])"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_NTH = rf"{_DAY}(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20|21)\d\d"
_HINDI_MONTHS = (
    r"जनवरी|फ़?रवरी|मार्च|अप्र[ैे]ल|मई|जून|जुला[ईइ]|अगस्त|सित(?:ं|म्)बर|अक्[टत]ूबर"
    r"|नव(?:ं|म्)बर|दिस(?:ं|म्)बर"
)
# "may", "march" and "august" are words of every day when they stand in small letters alone.
_ENGLISH_MONTHS = (
    r"January|February|March|April|June|July|August|September|October|November|December"
)
_SHORT_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
_ANY_MONTH = rf"(?:{_HINDI_MONTHS}|(?i:{_ENGLISH_MONTHS}|{_SHORT_MONTHS}))"
_GAP = r"[\s,./\-–]{0,3}"
_OF_DAY = r"(?:प्रातः?|सुबह|पूर्वाह्न|दोपहर|अपराह्न|शाम|सायं|रात|रात्रि)"

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_BEGIN}{_NTH}{_GAP}(?:of\s|की?\s)?{_ANY_MONTH}(?:{_GAP}{_YEAR})?{_END}",
        rf"{_BEGIN}{_ANY_MONTH}{_GAP}(?:{_YEAR}|{_NTH}(?:{_GAP}{_YEAR})?){_END}",
        rf"{_BEGIN}(?:{_HINDI_MONTHS}|{_ENGLISH_MONTHS}){_END}",
        # 2022-12-31; 04.01.2023, 31-12-22; 31/12
        rf"(?<![\w/.\-]){_YEAR}-(?:0[1-9]|1[0-2])-{_DAY}(?!\d)",
        rf"(?<![\w/.\-]){_DAY}([./-])(?:0?[1-9]|1[0-2])\1(?:{_YEAR}|\d\d)(?![\w/]|[.\-]\w)",
        rf"(?<![\w/.\-])(?!24/7)(?:{_DAY}/(?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])/{_DAY})(?![\w/]|[.\-]\w)",
        # 21:00; 9 बजे, 9.30 बजे; 9 pm; 2100 hrs
        r"(?<![\w:])(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?![\w:])",
        rf"(?:(?:{_OF_DAY}\s+)?\S+\s*)?{_BEGIN}बज(?:े|कर|ने){_END}",
        rf"{_BEGIN}{_OF_DAY}\s+\d{{1,2}}(?:[:.]\d\d)?{_END}",
        r"(?i)(?<![\w.])\d{1,2}(?:[:.]\d\d)?\s*[ap]\.?\s?m\b\.?",
        r"(?i)\b\w+\s+o['’]\s?clock\b",
        r"(?i)(?<![\w.])(?:[01]\d|2[0-4])[:.]?[0-5]\d\s*(?:hrs?|hours|IST)\b",
        r"(?i)\b(?:midnight|noon)\b",
        rf"{_BEGIN}(?:मध्य\s?रात्रि|अर्ध\s?रात्रि|आधी\s+रात|मध्याह्न){_END}",
        # the 30th; 30 तारीख; दिनांक 30
        r"(?i)\b(?:on|until|till|by|from|to|through)\s+(?:the\s+)?(?:[12]?\d|3[01])(?:st|nd|rd|th)\b",
        rf"{_BEGIN}{_DAY}\s*तारीख{_END}",
        rf"{_BEGIN}दिना(?:ं|ङ्)क\s*:?\s*{_DAY}{_END}(?![./-]?\d)",
    )
)
_LETTER_NUMBER = re.compile(
    r"(?i)(?:पत्रांक|संख्या|क्रमांक|सं[.०]|\bnos?\b\.?|\bnumbers?|\bletters?|\bref\b\.?)\s*[:.\-–]?\s*$"
)


def hours_and_dates(text: str) -> tuple[str, ...]:
    """What in a text looks like an hour or a date, as written, in order, without repeats."""
    whole = _JOINERS.sub("", unicodedata.normalize("NFC", text))
    found = sorted(_longest(list(_spans(whole.translate(_LATIN_DIGITS)))))
    return tuple(dict.fromkeys(whole[start:end].strip() for start, end in found))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if not _LETTER_NUMBER.search(text[: match.start()]):
                yield match.span()


def _longest(spans: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """Overlapping finds are one: the one that begins first, or else is longer."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return set(kept)

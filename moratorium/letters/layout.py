"""What the template is handed: a letter as data, without a word of markup."""

import io
import re
from datetime import date
from typing import Any

import segno

from ..rules.wording import EN, HI, LANGUAGES, Text, day, grouped
from .glyphs import width
from .identity import keywords
from .letter import CoverageRow, Letter, texts
from .printable import unprintable

MAX_LISTED = 12  # addressees that stand on the letter itself; more stand in an annex
_NOTE = 70  # characters of the first note that the head of every further page repeats
_HEAD = 12  # characters of the journal head in the foot of a page

_OWN_PLACE = ("journal_head", "verify_url")
_MASK = 3  # mixes light and dark modules well in addresses
_SHORT = 8  # characters that are never too wide for any place

_MONTHS = {day(date(2000, month, 1), EN).split()[1]: month for month in range(1, 13)}
_DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)}) (\d{{4}})\b")
_PARAGRAPHS = re.compile(r"[\r\n]+")


def data(letter: Letter) -> dict[str, Any]:
    """What `letter.typ` reads. Raises Unprintable without a day, or for too long an address."""
    return {
        "draft": letter.is_draft,
        "widest": _widest_word(letter),
        "number": letter.number,
        "title": _title(letter),
        "authors": [letter.office[EN] or letter.office[HI]],
        "keywords": keywords(letter),
        "date": _day_of(letter),
        "parts": [_part(letter, language) for language in LANGUAGES],
        "annex": [[_line(each.hi), _line(each.en)] for each in letter.to]
        if _has_annex(letter)
        else [],
        "short_notes": [_line(_said(letter.notes[0], each), _NOTE) for each in LANGUAGES]
        if letter.notes
        else [],
        "head": letter.journal_head,
        "short_head": letter.journal_head[:_HEAD],
        "check_code": letter.check_code,
        "verify_url": letter.verify_url,
        "verify_width": width(letter.verify_url),
        "opens": letter.verify_url.startswith(("https://", "http://")),
        "qr": _qr(letter.verify_url) if letter.verify_url and not letter.is_draft else "",
    }


def _widest_word(letter: Letter) -> float:
    """How wide the widest word is in ems, of all but those that have a place of their own."""
    said = (text for field, _entry, text in texts(letter) if field not in _OWN_PLACE)
    words = {word for text in said for word in text.split() if len(word) > _SHORT}
    return max(map(width, words), default=0)


def _part(letter: Letter, language: str) -> dict[str, Any]:
    """The letter in one language."""

    def said(text: Text) -> str:
        return _line(_said(text, language))

    def each(texts: tuple[Text, ...]) -> list[str]:
        return [said(text) for text in texts]

    def row(line: CoverageRow) -> list[str]:
        return [said(line.where), said(line.starts), said(line.ends)]

    name, _comma, seat = said(letter.office).partition(",")
    return {
        "language": language,
        "notes": each(letter.notes),
        "office": name.strip(),
        "seat": seat.strip(),
        "issued_on": said(letter.issued_on),
        "to": [] if _has_annex(letter) else each(letter.to),
        "count": grouped(len(letter.to)),
        "subject": said(letter.subject),
        "reference": each(letter.reference),
        "preamble": _paragraphs(_said(letter.preamble, language)),
        "operative": each(letter.operative),
        "coverage": [row(line) for line in letter.coverage],
        "condition": said(letter.condition),
        "name": said(letter.signed_by.name),
        "post": said(letter.signed_by.post),
        "enclosures": each(letter.enclosures),
        "copies": each(letter.copies),
    }


def _said(text: Text, language: str) -> str:
    """The text in a language, or in the other one if it says nothing in this."""
    return text[language] if text[language].strip() else text[HI if language == EN else EN]


def _line(text: str, most: int = 0) -> str:
    """A text on one line, its white space as it is but for tabs and ends of lines."""
    flat = re.sub(r"[\t\r\n]+", " ", text).strip()
    return flat if not most or len(flat) <= most else f"{flat[: most - 1].rstrip()}…"


def _paragraphs(text: str) -> list[str]:
    return [line for each in _PARAGRAPHS.split(text) if (line := _line(each))]


def _has_annex(letter: Letter) -> bool:
    return len(letter.to) > MAX_LISTED


def _title(letter: Letter) -> str:
    """What a reader's window and its list of files show."""
    return f"{letter.number or 'प्रारूप'}: {_line(_said(letter.subject, HI))}"


def _day_of(letter: Letter) -> dict[str, int]:
    """The document's date: the day that the letter itself bears."""
    found = _DAY.search(letter.issued_on[EN])
    try:
        number, month, year = found.groups() if found else ("", "", "")
        value = date(int(year), _MONTHS[month], int(number))
    except ValueError:
        raise unprintable("no_day", "issued_on_en") from None
    return {"year": value.year, "month": value.month, "day": value.day}


def _qr(address: str) -> str:
    """A QR code as SVG: a quarter of it may be spoilt by a stamp and it still reads.

    To try all eight masks takes as long as half a letter; every reader reads each of them.
    """
    try:
        code = segno.make(address, error="q", micro=False, mask=_MASK)
    except segno.DataOverflowError:
        raise unprintable("address_too_long", "verify_url") from None
    picture = io.BytesIO()
    code.save(picture, kind="svg", xmldecl=False, svgns=True, border=4, omitsize=True)
    return picture.getvalue().decode("ascii")

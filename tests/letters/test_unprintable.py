"""A letter that cannot be set says which text and why, in both languages."""

from dataclasses import replace

import pytest

from moratorium.letters import CoverageRow, Letter, Signatory, Unprintable, render
from moratorium.rules.wording import Text

from .letters import DRAFT, ISSUED, letter, preamble

pytestmark = pytest.mark.plain

UNSEEN = [
    "\x00", "\x07", "\x1b", "\u00ad", "\u034f", "\u061c", "\u200b", "\u200d", "\u200e", "\u200f",
    "\u2028", "\u2029", "\u202a", "\u202e", "\u2060", "\u2066", "\u2069", "\ufeff", "\ufffd",
    "\ud800", "\ue000", "\U000e0041",
]  # fmt: skip
NO_GLYPH = ["🙂", "漢", "ب", "→", "✓", "\u3000", "\u2800", "\ufe0f", "\U0001f1ee", "\u3164"]


def refused(one: Letter) -> Unprintable:
    with pytest.raises(Unprintable) as caught:
        render(one)
    return caught.value


@pytest.mark.parametrize("character", UNSEEN, ids=lambda c: f"U+{ord(c):04X}")
def test_a_character_that_nobody_sees_is_refused_with_code_and_place(character: str) -> None:
    why = refused(letter(preamble=Text("क", f"ab{character}c")))
    assert why.field == "preamble_en"
    for words in (why.words.hi, why.words.en):
        assert f"U+{ord(character):04X}" in words
        assert "3" in words


@pytest.mark.parametrize("character", NO_GLYPH, ids=lambda c: f"U+{ord(c):04X}")
def test_a_character_without_a_glyph_is_named(character: str) -> None:
    why = refused(preamble(f"ab\r\n{character}"))
    assert why.field == "preamble_hi"
    for words in (why.words.hi, why.words.en):
        assert f"U+{ord(character):04X}" in words
        assert character in words
        assert "4" in words


BAD = "a\u202eb"
BAD_TEXT = Text("क", BAD)
BAD_FIELDS = [
    ({"number": BAD}, "number"), ({"check_code": BAD}, "check_code"),
    ({"verify_url": BAD}, "verify_url"), ({"journal_head": BAD}, "journal_head"),
    ({"office": BAD_TEXT}, "office_en"), ({"issued_on": Text(BAD, "1 May 2023")}, "issued_on_hi"),
    ({"subject": BAD_TEXT}, "subject_en"), ({"condition": BAD_TEXT}, "condition_en"),
    ({"to": (ISSUED.to[0], BAD_TEXT)}, "to_en"), ({"reference": (BAD_TEXT,)}, "reference_en"),
    ({"operative": (BAD_TEXT,)}, "operative_en"), ({"enclosures": (BAD_TEXT,)}, "enclosures_en"),
    ({"copies": (BAD_TEXT,)}, "copies_en"), ({"notes": (BAD_TEXT,)}, "notes_en"),
    ({"coverage": (CoverageRow(BAD_TEXT, BAD_TEXT, BAD_TEXT),)}, "coverage_where_en"),
    ({"signed_by": Signatory(ISSUED.signed_by.name, BAD_TEXT)}, "signed_by_post_en"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "field"), BAD_FIELDS, ids=lambda value: str(value)[:20])
def test_no_field_lets_a_turned_text_through(changes: dict[str, object], field: str) -> None:
    assert refused(letter(**changes)).field == field


def test_of_several_entries_the_one_is_told() -> None:
    why = refused(letter(to=(*ISSUED.to, BAD_TEXT)))
    assert why.words.en.startswith("Entry 3: The character at place 2 cannot be seen")
    assert why.words.hi.startswith("प्रविष्टि 3: ")


@pytest.mark.parametrize("field", ["number", "check_code", "verify_url"])
def test_a_number_a_code_and_an_address_are_on_one_line(field: str) -> None:
    assert refused(letter(**{field: "a\nb"})).field == field


@pytest.mark.parametrize("said", ["", "today", "29.12.2022", "31 February 2023", "29 दिसंबर 2022"])
def test_a_letter_without_a_day_is_refused(said: str) -> None:
    assert refused(letter(issued_on=Text("आज", said))).field == "issued_on_en"


def test_an_address_that_no_qr_code_holds_is_refused() -> None:
    assert refused(letter(verify_url="https://portal.example/" + "x" * 3000)).field == "verify_url"


def test_a_draft_is_held_to_the_same() -> None:
    assert refused(replace(DRAFT, subject=BAD_TEXT)).field == "subject_en"

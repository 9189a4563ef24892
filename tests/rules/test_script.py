"""What a typed text may be written in: letters that are seen, in the language of its field."""

import pytest

from moratorium.rules import script
from moratorium.rules.lifecycle import Refused
from moratorium.rules.wording import EN, HI

HIDDEN = [
    "\x00", "\x07", "\x1b", "\x7f", "\x85", "\u00ad", "\u061c", "\u200b", "\u200e", "\u200f",
    "\u2028", "\u202e", "\u2066", "\u2069", "\ufeff", "\ufffd", "\uffff", "\ufdd0", "\ud800",
    "\ue000", "\U000e0041", "\U0001fffe",
]  # fmt: skip


@pytest.mark.parametrize("character", HIDDEN, ids=lambda c: f"U+{ord(c):04X}")
@pytest.mark.parametrize("language", ["", HI, EN])
def test_a_character_that_nobody_sees_is_named_with_its_place(
    character: str, language: str
) -> None:
    fault = script.fault_of(f"बिल a{character}b", language, lines=True)
    assert fault is not None
    for words in (fault.hi, fault.en):
        assert f"U+{ord(character):04X}" in words
        assert "6" in words


@pytest.mark.parametrize(
    "text",
    [
        "क्\u200dष", "क्\u200cष", "प्रबन्\u200dध निदेशक", "श्\u200cरी", "क़\u200cय",
    ],
)  # fmt: skip
def test_a_joiner_between_letters_of_devanagari_is_writing(text: str) -> None:
    assert script.fault_of(text, HI) is None


@pytest.mark.parametrize(
    "text",
    [
        "\u200dकल",
        "कल\u200d",
        "कल\u200c बिल",
        "बि\u200d\u200dल",
        "Vara\u200dnasi",
        "क\u200da",
        "१\u200c२",
    ],
)
def test_a_joiner_elsewhere_is_hidden(text: str) -> None:
    assert script.fault_of(text) is not None


@pytest.mark.parametrize(
    ("text", "language", "well"),
    [
        ("PUVVNL के 14 जनपद", HI, True), ("Sarnath", HI, False), ("१२३", HI, False),
        ("12345", HI, False), ("।", HI, False), ("Сервер", HI, False), ("सर्वर", "", True),
        ("Sarnath (सारनाथ)", EN, True), ("सारनाथ", EN, False), ("Сервер", EN, False),
        ("12345", EN, False), ("Übersee", EN, True), ("Сервер", "", True), ("", HI, True),
        ("   ", EN, True), ("<script>alert(1)</script>", EN, True), ("{{7*7}} सर्वर", HI, True),
        ("😀 छुट्टी", HI, True), ("tab\there", EN, True), ("ऑफ़िस", HI, True),
    ],
)  # fmt: skip
def test_a_text_is_written_in_the_language_of_its_field(
    text: str, language: str, well: bool
) -> None:
    assert (script.fault_of(text, language) is None) is well


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_only_a_long_text_has_lines(end: str) -> None:
    text = f"पहली{end}दूसरी"
    assert script.fault_of(text, HI, lines=True) is None
    assert script.fault_of(text, HI) == script.FAULTS["lines"]


def test_every_fault_is_said_in_both_languages() -> None:
    for words in script.FAULTS.values():
        assert words.hi
        assert words.en
        assert words.hi != words.en


def test_a_refusal_names_the_field() -> None:
    with pytest.raises(Refused) as refused:
        script.require("Sarnath", "title_hi", HI)
    assert (refused.value.name, refused.value.field) == ("script", "title_hi")
    script.require("सारनाथ", "title_hi", HI)

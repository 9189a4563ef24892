"""The words of the field: one Hindi word for one English word, wherever it is said."""

import pytest

from . import catalogues
from .catalogues import CATALOGUES

pytestmark = pytest.mark.plain

# As officials write it. A sentence of one of these words says exactly its Hindi.
GLOSSARY = {
    "acknowledgement": "पावती", "representation": "प्रत्यावेदन", "assurance": "आश्वासन",
    "directive": "निर्देश", "notice": "सूचना", "notices": "सूचनाएँ",
    "billing outage": "बिलिंग व्यवधान", "billing restored": "बिलिंग बहाल", "district": "जनपद",
    "districts": "जनपद", "urban": "शहरी", "rural": "ग्रामीण", "circle": "मण्डल",
    "division": "खण्ड", "sub-division": "उपखण्ड", "sub-station": "विद्युत उपकेन्द्र",
    "draft": "प्रारूप", "send back": "वापस भेजें", "approve": "अनुमोदित करें",
    "submit for approval": "अनुमोदन हेतु प्रस्तुत करें", "issued": "निर्गत",
    "amendment": "संशोधन", "lift the moratorium": "रोक समाप्त करें", "in force": "प्रभावी",
    "upcoming": "आगामी", "ended": "समाप्त", "posting": "तैनाती", "overdue": "विलम्बित",
    "reminder": "अनुस्मारक", "clarification": "स्पष्टीकरण", "maker": "प्रस्तुतकर्ता",
    "checker": "अनुमोदनकर्ता", "managing director": "प्रबन्ध निदेशक",
}  # fmt: skip
SAID = {
    "draft", "issued", "district", "districts", "urban", "rural", "circle", "division", "maker",
    "checker", "send back", "lift the moratorium", "submit for approval", "billing outage",
    "in force", "upcoming", "ended", "assurance",
}  # fmt: skip
# `area` alone is the kind of the area; `zone` is what officials call क्षेत्र.
IN_CONTEXT = {("urban or rural", "area"): "क्षेत्र का प्रकार", ("office", "zone"): "क्षेत्र"}


def said() -> list[tuple[str | None, str, str]]:
    entries = (entry for folder in CATALOGUES for entry in catalogues.catalogue(folder))
    return [(each.msgctxt, each.msgid.strip(" .:").lower(), each.msgstr) for each in entries]


def test_the_words_of_the_field_are_what_is_said() -> None:
    heard = [(word, hindi) for _context, word, hindi in said() if word in GLOSSARY]
    assert {word for word, _hindi in heard} >= SAID
    assert [(w, hindi) for w, hindi in heard if hindi.strip(" :।") != GLOSSARY[w]] == []


def test_a_word_of_two_meanings_is_told_apart() -> None:
    for (context, word), hindi in IN_CONTEXT.items():
        assert {h for c, w, h in said() if (c, w) == (context, word)} == {hindi}

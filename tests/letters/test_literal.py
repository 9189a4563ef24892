"""What was typed is printed as it was typed: letter by letter, and never as markup."""

import pytest

from moratorium.letters import render
from moratorium.rules.wording import Text

from . import reading
from .letters import ISSUED, letter, preamble

pytestmark = pytest.mark.plain

MARKUP = [
    "*bold* _emphasis_ `raw` ```x```", '#import "letter.typ": *', '#read("/etc/passwd")',
    "#eval(\"1\") #panic() #sys.inputs", "$x^2$ $ sum $", "@label <label> [x] {y} (z)",
    "\\ \\u{41} \\n \\\\ %41 &amp; &#65;", "\" ' “ ” ‘ ’ «»", "</script><script>alert(1)</script>",
    "= Heading", "- list", "+ list", "/ term: x", "// comment", "/* comment */", "~ -- --- ...",
    "https://portal.example/?a=b&c=d#e", "{{ x }} {% y %} ${z}", "]]> <!-- -->",
]  # fmt: skip
CONJUNCTS = [
    "क्ष", "त्र", "ज्ञ", "श्र", "द्ध", "ट्ट", "र्य", "द्म", "ह्म", "ह्न", "ङ्क", "क्त", "स्त्र", "कृ", "रु", "रू",
    "विद्युत", "पूर्वाञ्चल", "अभियन्ता", "सन्दर्भ", "प्रबन्ध", "अधिशासी", "फ़िरोज़ाबाद", "सिद्धार्थनगर", "श्रावस्ती",
    "ट्रांसफार्मर", "क्\u200dष", "श्\u200cरी", "निर्गत", "₹ 1,23,45,678",
]  # fmt: skip


@pytest.mark.parametrize("typed", MARKUP)
def test_markup_comes_out_as_it_was_typed(typed: str) -> None:
    assert reading.text(render(preamble(typed))).count(typed) == 2


@pytest.mark.parametrize("field", ["subject", "condition", "office"])
def test_no_field_reads_markup(field: str) -> None:
    typed = '#panic("x") *b* $y$ @z \\u{41}'
    assert typed in reading.text(render(letter(**{field: Text(typed, typed)})))


@pytest.mark.parametrize("field", ["to", "reference", "operative", "enclosures", "copies", "notes"])
def test_no_list_reads_markup(field: str) -> None:
    typed = '#panic("x") *b* $y$ @z \\u{41}'
    assert typed in reading.text(render(letter(**{field: (Text(typed, typed),)})))


def test_numbers_codes_and_addresses_read_no_markup() -> None:
    typed = letter(number="#[1]*$", check_code='"$A$\\', verify_url="javascript:alert(1)//#[x]")
    text = reading.text(render(typed))
    for said in (typed.number, typed.check_code, typed.verify_url):
        assert said in text


def test_only_an_address_of_the_web_can_be_clicked() -> None:
    def links(address: str) -> list[str]:
        with reading.opened(render(letter(verify_url=address))) as document:
            found = [note for page in document.pages for note in page.get("/Annots", [])]
            return [str(note.A.URI) for note in found]

    assert links(ISSUED.verify_url) == [ISSUED.verify_url]
    assert links("javascript:alert(1)") == []


@pytest.mark.parametrize("word", CONJUNCTS)
def test_hindi_can_be_copied_out_of_the_letter(word: str) -> None:
    text = reading.text(render(preamble(f"पहला {word} अंतिम")))
    assert f"पहला {word} अंतिम" in text


def test_each_line_that_was_typed_is_a_paragraph() -> None:
    pages = reading.pages(render(preamble("first line\r\nsecond line\n\n\tthird\tline  \rfourth")))
    lines = {run.text: run.base for run in pages[1].runs}
    bases = [lines[text] for text in ("first line", "second line", "third line", "fourth")]
    assert bases == sorted(set(bases), reverse=True)


def test_an_end_of_a_line_elsewhere_is_a_space() -> None:
    typed = letter(subject=Text("एक\nदो", "one\r\ntwo"), to=(Text("तीन\tचार", "three\nfour"),))
    text = reading.text(render(typed))
    for said in ("एक दो", "one two", "तीन चार", "three four"):
        assert said in text

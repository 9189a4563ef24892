"""The form of an official Hindi letter, and the English text after it."""

from dataclasses import replace

import pytest

from moratorium.letters import CoverageRow, Letter, Signatory, render
from moratorium.rules.wording import Text

from . import reading
from .letters import DEMONSTRATION, DRAFT, ISSUED, letter

pytestmark = pytest.mark.plain

NOTHING = Text("", "")
OFFICE = Text("अधिशासी अभियन्ता, विद्युत वितरण खण्ड {0}", "Executive Engineer, Division {0}")


def offices(count: int) -> tuple[Text, ...]:
    return tuple(Text(OFFICE.hi.format(n), OFFICE.en.format(n)) for n in range(1, count + 1))


def in_order(text: str, parts: list[str]) -> bool:
    """Whether the parts stand in the text one after the other."""
    place = 0
    for part in parts:
        place = text.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return True


HINDI = [
    "उत्तर प्रदेश पावर कारपोरेशन लिमिटेड", "पत्रांक: D/2022-23/0001", "दिनांक: 29 दिसंबर 2022", "सेवा में,",
    "प्रबन्ध निदेशक, पूर्वाञ्चल विद्युत", "विषय: बकाये पर संयोजन विच्छेदन", "सन्दर्भ: विच्छेदन स्थगन आदेश",
    "महोदय,", "ऑनलाइन बिलिंग प्रणाली", "संयोजन विच्छेदन नहीं किया जाएगा।", "कहाँ", "कब से",
    "कृपया इस निर्देश", "भवदीय,", "(परीक्षण अनुमोदनकर्ता)", "प्रबन्ध निदेशक", "संलग्नक: विच्छेदन स्थगन आदेश",
    "प्रतिलिपि: निम्नलिखित को सूचनार्थ एवं आवश्यक कार्यवाही हेतु प्रेषित:", "1. अध्यक्ष", "2. समस्त निदेशक",
]  # fmt: skip
ENGLISH = [
    "Uttar Pradesh Power Corporation Limited", "Letter No.: D/2022-23/0001",
    "Date: 29 December 2022", "To", "Managing Director, Purvanchal", "Subject: Moratorium",
    "Reference: Moratorium order", "Sir or Madam,", "While the online billing system",
    "no consumer's supply shall be disconnected", "Where", "From", "Please acknowledge",
    "Yours faithfully,", "(Test Checker)", "Managing Director", "Enclosures: Moratorium order",
    "Copy to the following", "1. Chairperson", "2. All Directors",
]  # fmt: skip


def test_the_elements_stand_in_the_order_of_an_official_letter() -> None:
    text = reading.text(render(ISSUED))
    assert in_order(text, HINDI + ENGLISH)
    assert not in_order(text, ["विषय:", "सेवा में,"])


@pytest.mark.parametrize("number", range(len(HINDI)))
def test_each_page_of_a_short_letter_is_one_language(number: int) -> None:
    hindi, english = reading.pages(render(ISSUED))
    assert HINDI[number] in hindi.text
    assert ENGLISH[number] in english.text


def test_every_page_has_its_number_the_code_and_the_journals_head() -> None:
    for number, page in enumerate(reading.pages(render(ISSUED)), 1):
        assert f"पृष्ठ {number} / 2" in page.outside
        assert "D/2022-23/0001" in page.outside
        assert "K7QM-4T2X" in page.outside
        assert ISSUED.journal_head[:12] in page.outside


def test_the_journals_head_stands_there_whole_once_beside_code_and_address() -> None:
    text = reading.text(render(ISSUED))
    assert text.count(ISSUED.journal_head) == 1
    assert in_order(text, [ISSUED.verify_url, "Check code: K7QM-4T2X", ISSUED.journal_head])


def test_how_to_check_a_letter_never_stands_on_a_page_of_its_own() -> None:
    for count in range(1, 12):
        for page in reading.pages(render(letter(to=offices(count), notes=(DEMONSTRATION,)))):
            assert len(page.text) > 700 or ISSUED.verify_url not in page.text


def test_a_draft_is_marked_on_every_page_and_cannot_be_checked() -> None:
    pdf = render(replace(DRAFT, coverage=ISSUED.coverage * 40))
    pages = reading.pages(pdf)
    assert len(pages) > 3
    for page in pages:
        assert "DRAFT" in page.outside
        assert "प्रारूप: निर्गत नहीं हुआ / Draft: not issued" in page.outside
    assert "Check code" not in reading.text(pdf)
    assert "Figure" not in reading.structure(pdf)
    assert all("DRAFT" not in page.outside for page in reading.pages(render(ISSUED)))


def test_a_note_stands_at_the_top_in_both_languages_and_on_every_further_page() -> None:
    first, *further = reading.pages(render(letter(notes=(DEMONSTRATION,))))
    assert first.text.startswith(f"{DEMONSTRATION.hi} {DEMONSTRATION.en}")
    assert further
    for page in further:
        assert DEMONSTRATION.hi in page.outside
        assert DEMONSTRATION.en in page.outside


def test_a_long_note_is_cut_in_the_head_of_a_page_but_never_at_the_top() -> None:
    note = Text("लंबी टिप्पणी " * 30, "a long note " * 30)
    first, *_further, last = reading.pages(render(letter(notes=(note,))))
    assert note.en.strip() in first.text
    assert note.en.strip() not in last.outside
    assert "…" in last.outside


def test_twelve_addressees_stand_on_the_letter() -> None:
    text = reading.text(render(letter(to=offices(12))))
    assert in_order(text, ["सेवा में,", OFFICE.hi.format(1), OFFICE.hi.format(12), "विषय:"])
    assert "List of addressees" not in text


@pytest.mark.parametrize(("count", "said"), [(13, "13"), (1200, "1,200")])
def test_more_addressees_stand_in_an_annex_that_is_an_enclosure(count: int, said: str) -> None:
    text = reading.text(render(letter(to=offices(count))))
    hindi = [f"संलग्नक में सूचीबद्ध {said} प्रेषिती", "विषय:", "संलग्नक: 1. प्रेषितियों की सूची", "2. विच्छेदन"]
    english = [f"The {said} addressees listed in the annex", f"1. List of addressees ({said})"]
    annex = [
        f"संलग्नक / Enclosures: प्रेषितियों की सूची ({said}) / List of addressees ({said})",
        *(f"{n}. {OFFICE.hi.format(n)} / {OFFICE.en.format(n)}" for n in (1, 2, count)),
    ]
    assert in_order(text, hindi + english + annex)


def test_a_long_table_of_coverage_repeats_its_head_on_every_page() -> None:
    rows = tuple(
        CoverageRow(Text(f"जनपद {n}", f"district {n}"), Text("से", "from"), Text("तक", "until"))
        for n in range(1, 301)
    )
    pages = reading.pages(render(letter(coverage=rows)))
    with_rows = [page for page in pages if "district " in page.text]
    assert len(with_rows) > 5
    first, *further = with_rows
    assert "Where From Until, and condition" in first.text
    for page in further:  # seen on each page, read aloud once
        assert "Where From Until, and condition" in page.outside
    assert in_order(
        " ".join(page.text for page in pages), [f"district {n} from" for n in range(1, 301)]
    )


def test_what_is_empty_leaves_nothing_behind() -> None:
    bare = replace(
        ISSUED, reference=(), preamble=NOTHING, coverage=(), condition=NOTHING, enclosures=(),
        copies=(), operative=(Text("रोक समाप्त की जाती है।", "The bar ends."),),
    )  # fmt: skip
    text = reading.text(render(bare))
    assert in_order(
        text, ["महोदय, रोक समाप्त की जाती है। भवदीय,", "Sir or Madam, The bar ends. Yours"]
    )
    for word in (
        "सन्दर्भ",
        "संलग्नक",
        "प्रतिलिपि",
        "कहाँ",
        "Reference",
        "Enclosures",
        "Copy to",
        "Where",
    ):
        assert word not in text


def test_the_least_that_can_be_said_is_a_letter() -> None:
    least = Letter(
        office=NOTHING, number="1", issued_on=Text("", "1 January 2023"), to=(), subject=NOTHING,
        reference=(), preamble=NOTHING, operative=(), coverage=(), condition=NOTHING,
        signed_by=Signatory(NOTHING, NOTHING), enclosures=(), copies=(), journal_head="",
        check_code="", verify_url="",
    )  # fmt: skip
    assert "पत्रांक: 1 दिनांक: 1 January 2023" in reading.text(render(least))


def test_what_one_language_lacks_is_printed_in_the_other() -> None:
    text = reading.text(render(letter(copies=(Text("केवल हिन्दी", ""), Text(" ", "English alone")))))
    assert in_order(text, ["1. केवल हिन्दी 2. English alone"] * 2)

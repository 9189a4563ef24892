"""The file: what it is tagged as, what it embeds, and that it is the same each time."""

import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from moratorium.letters import render

from . import reading
from .letters import DRAFT, ISSUED, letter

pytestmark = pytest.mark.plain

HOUSE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def issued() -> bytes:
    return render(ISSUED)


def test_the_letter_states_that_it_is_kept_for_ever_and_can_be_read_aloud(issued: bytes) -> None:
    with reading.opened(issued) as document:
        with document.open_metadata() as metadata:
            assert metadata.pdfa_status == "2A"
            assert metadata["pdfuaid:part"] == "1"
        assert document.Root.MarkInfo.Marked
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert document.Root.OutputIntents[0].S == "/GTS_PDFA1"


def test_title_language_and_dates_are_the_letters_own(issued: bytes) -> None:
    with reading.opened(issued) as document:
        assert str(document.docinfo.Title) == f"{ISSUED.number}: {ISSUED.subject.hi}"
        assert str(document.Root.Lang) == "hi-IN"
        assert str(document.docinfo.CreationDate).startswith("D:20221229")
        assert str(document.docinfo.ModDate).startswith("D:20221229")
        size = [float(each) / reading.MM for each in document.pages[0].MediaBox]
        assert size == pytest.approx([0, 0, 210, 297], abs=0.01)


def test_the_english_text_is_tagged_as_english(issued: bytes) -> None:
    with reading.opened(issued) as document:
        tagged = list(_languages(document.Root.StructTreeRoot))
    assert ("H1", "en-IN") in tagged
    assert ("H1", "") in tagged  # the document's own: Hindi


def _languages(element: pikepdf.Object) -> list[tuple[str, str]]:
    found = []
    if isinstance(element, pikepdf.Dictionary) and "/K" in element:
        if "/S" in element:
            found.append((str(element.S)[1:], str(element.get("/Lang", ""))))
        kids = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
        for kid in kids:
            found += _languages(kid)
    return found


def test_headings_tables_and_lists_are_tagged_as_such(issued: bytes) -> None:
    tags = reading.structure(issued)
    assert tags.count("H1") == 2
    assert tags.count("Table") == 2
    assert tags.count("TH") == 6
    assert tags.count("LI") == 4
    assert tags.count("Figure") == 1


def test_the_qr_code_has_words_for_those_who_do_not_see_it(issued: bytes) -> None:
    with reading.opened(issued) as document:
        assert list(_alternatives(document.Root.StructTreeRoot)) == [f"QR: {ISSUED.verify_url}"]


def _alternatives(element: pikepdf.Object) -> list[str]:
    if not isinstance(element, pikepdf.Dictionary):
        return []
    own = [str(element.Alt)] if "/Alt" in element else []
    kids = element.get("/K", [])
    kids = kids if isinstance(kids, pikepdf.Array) else [kids]
    return own + [said for kid in kids for said in _alternatives(kid)]


def test_only_the_glyphs_that_are_used_are_embedded(issued: bytes) -> None:
    with reading.opened(issued) as document:
        fonts = [font for page in document.pages for font in page.Resources.Font.values()]
        for font in fonts:
            below = font.DescendantFonts[0]
            assert re.fullmatch(r"/[A-Z]{6}\+NotoSans-Regular", str(below.BaseFont))
            assert len(below.FontDescriptor.FontFile2.read_bytes()) < 100_000
    assert len(issued) < 100_000


def test_the_letter_runs_nothing_and_opens_nothing(issued: bytes) -> None:
    for word in (b"/JavaScript", b"/JS", b"/Launch", b"/OpenAction", b"/AA", b"/EmbeddedFile"):
        assert word not in issued


def test_the_same_letter_is_the_same_bytes_whatever_was_set_before(issued: bytes) -> None:
    for other in (DRAFT, letter(number="D/2"), letter(to=ISSUED.to * 20)):
        render(other)
    assert render(ISSUED) == issued
    assert render(letter(check_code="K7QM-4T2Y")) != issued


def test_the_same_letter_is_the_same_bytes_in_another_process(issued: bytes) -> None:
    program = (
        "import sys; from tests.letters.letters import ISSUED, DRAFT; "
        "from moratorium.letters import render; "
        "render(DRAFT); sys.stdout.buffer.write(render(ISSUED))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=HOUSE, env={"TZ": "Pacific/Apia", "LANG": "hi_IN"},
        check=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert ran.stdout == issued

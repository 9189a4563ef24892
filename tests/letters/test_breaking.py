"""Nothing runs over the edge of the paper, however long it is."""

from dataclasses import replace

import pytest

from moratorium.letters import CoverageRow, Letter, Signatory, render
from moratorium.rules.wording import Text

from . import reading
from .letters import DRAFT, ISSUED, letter, preamble

pytestmark = pytest.mark.plain

LEFT, RIGHT = 25 * reading.MM, (210 - 20) * reading.MM
HANGING = 6  # points: a comma may hang over the edge, and a hyphen


def over_the_edge(pages: list[reading.Page]) -> list[reading.Run]:
    runs = [run for page in pages for run in page.runs if _is_upright(run)]
    assert runs
    return [run for run in runs if run.right > RIGHT + HANGING or run.left < LEFT - 1]


def _is_upright(run: reading.Run) -> bool:
    """The mark across a draft is no line of text."""
    return not run.outside or run.text not in ("प्रा", "रूप", "DRAFT")


def pages_of(one: Letter) -> list[reading.Page]:
    return reading.pages(render(one))


@pytest.mark.parametrize(
    "text",
    [
        "x" * 20_000, "W" * 5_000, "क्षत्रियर्यद्धि" * 1333, "बकाये " * 3333, "a " * 10_000,
        "W\u0301" * 5_000,
    ],
    ids=["letters", "wide", "conjuncts", "words", "spaces", "marks"],
)  # fmt: skip
def test_a_preamble_of_twenty_thousand_characters_breaks_its_lines_and_adds_nothing(
    text: str,
) -> None:
    pages = pages_of(letter(preamble=Text(text, "Short.")))
    assert over_the_edge(pages) == []
    assert text.replace(" ", "") in "".join(page.text for page in pages).replace(" ", "")


def test_a_word_that_has_room_is_never_broken() -> None:
    word = "Antidisestablishmentarianism"
    said = reading.text(render(preamble(f"{'x' * 500} {f'{word} ' * 60}")))
    assert said.count(word) == 120


def test_every_part_breaks_a_word_that_is_wider_than_its_place() -> None:
    wide = Text("W" * 300, "M" * 300)
    one = Letter(
        office=wide, number="W" * 60, issued_on=Text("W" * 100, "M" * 100 + " 1 January 2023"),
        to=(wide, wide), subject=wide, reference=(wide, wide), preamble=wide,
        operative=(wide, wide), coverage=(CoverageRow(wide, wide, wide),), condition=wide,
        signed_by=Signatory(wide, wide), enclosures=(wide,), copies=(wide, wide),
        journal_head="f" * 64, check_code="W" * 60, verify_url="https://portal.example/" + "w" * 400,
        notes=(wide,),
    )  # fmt: skip
    assert over_the_edge(pages_of(one)) == []
    assert over_the_edge(pages_of(replace(one, to=(wide,) * 13))) == []
    assert over_the_edge(pages_of(replace(DRAFT, notes=(wide,)))) == []


def test_a_control_sees_what_runs_over_the_edge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moratorium.letters.layout.width", lambda _word: 0.0)
    assert over_the_edge(pages_of(preamble("x" * 500)))


def test_an_ordinary_letter_has_no_word_so_wide() -> None:
    assert over_the_edge(pages_of(ISSUED)) == []
    assert over_the_edge(pages_of(letter(to=ISSUED.to * 20))) == []

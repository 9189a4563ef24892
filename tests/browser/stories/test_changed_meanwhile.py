"""A draft changes while the checker reads it: what was read is not what would be signed."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from . import house
from .desk import APPROVE, WARNED, Person, hours_from_now

CHANGED = "आपके पढ़ने के बाद प्रारूप बदल गया है; नया पाठ पढ़कर फिर निर्णय लें।"
NEW, TYPED = "संशोधित प्रस्तावना।", "प्रबन्ध निदेशक से बात हुई"


def test_a_text_that_was_not_read_is_not_approved(seats: Callable[..., Person]) -> None:
    maker, other = seats(house.MAKER), seats(house.SECOND_MAKER)
    checker, sender = seats(house.CHECKER, phone=True), seats(house.SECOND_CHECKER)
    maker.records(
        "कहानी: दक्षिणांचल के गाँवों में बिलिंग बंद", starts=hours_from_now(-2),
        ends=hours_from_now(40), discom=re.compile("DVVNL"), area="ग्रामीण",
    )  # fmt: skip
    draft = maker.takes_the_draft()
    maker.submits(draft)
    checker.reads_before_deciding(draft)
    assert checker.ticks() > 0
    checker.writes("कारण", TYPED)

    _changed(sender, other, draft)
    checker.presses(APPROVE)
    checker.reads(CHANGED, NEW)
    boxes = checker.page.get_by_role("region", name=WARNED).get_by_role("checkbox")
    assert boxes.count() > 0
    assert not any(box.is_checked() for box in boxes.all())
    expect(checker.page.get_by_label("कारण", exact=True)).to_have_value(TYPED)
    checker.keeps("changed-meanwhile")
    checker.ticks()
    checker.presses(APPROVE)
    checker.reads("अनुमोदित एवं निर्गत।", NEW, TYPED)


def _changed(sender: Person, other: Person, draft: str) -> None:
    """Sent back, edited by another maker and submitted again."""
    sender.reads_before_deciding(draft)
    sender.writes("टिप्पणी", "प्रस्तावना जोड़ें")
    sender.presses("वापस भेजें")
    sender.reads("प्रस्तुतकर्ता को वापस भेजा गया।")
    other.goes(draft)
    other.writes("प्रस्तावना (हिन्दी):", NEW)
    other.writes("प्रस्तावना (अंग्रेज़ी):", "An amended preamble.")
    other.presses("सहेजें")
    other.reads("प्रारूप सहेजा गया।")
    other.submits(draft)

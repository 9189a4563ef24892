"""An amendment that would shorten protection is seen, sent back, corrected, and approved."""

import re
from collections.abc import Callable
from datetime import datetime

from playwright.sync_api import expect

from . import house
from .desk import SEND_BACK, SHORTER, Person, hours_from_now

REMARK = "समाप्ति पहले की क्यों? शनिवार तक रखें।"


def test_the_red_warning_comes_first(seats: Callable[..., Person]) -> None:
    maker, checker = seats(house.SECOND_MAKER), seats(house.SECOND_CHECKER, phone=True)
    end = hours_from_now(72)
    order = _in_force(maker, checker, end)
    maker.goes(order)
    maker.presses("संशोधन का प्रारूप बनाएँ")
    maker.page.wait_for_url(re.compile(r"/order/\d+/change/"))
    draft = maker.page.url
    assert draft != order
    _ends(maker, hours_from_now(24))
    maker.submits(draft)

    checker.at_the_desk()
    checker.reads_before_deciding(draft)
    first = checker.page.locator("main").get_by_role("heading", level=2).first
    expect(first).to_have_text(SHORTER)
    checker.reads("अब संरक्षण नहीं")
    checker.keeps("shortening")
    checker.presses(SEND_BACK)
    checker.reads("वापस भेजने का कारण लिखें।")
    checker.writes("टिप्पणी", REMARK)
    checker.presses(SEND_BACK)
    checker.reads("प्रस्तुतकर्ता को वापस भेजा गया।")
    checker.keeps("shortening-sent-back")

    maker.at_the_desk()
    maker.reads(REMARK)
    maker.keeps("shortening-remark")
    maker.goes(draft)
    maker.reads(REMARK)
    _ends(maker, hours_from_now(96))
    maker.reads_before_submitting(draft)
    maker.reads_nothing_of(SHORTER)
    maker.submits(draft)
    checker.reads_before_deciding(draft)
    checker.reads_nothing_of(SHORTER, REMARK)
    checker.approves(draft)
    checker.reads(REMARK)


def _ends(maker: Person, end: datetime) -> None:
    line = maker.page.locator("#lines-0")
    maker.sets("समाप्ति", end, of=line)
    maker.presses("सहेजें")
    maker.reads("प्रारूप सहेजा गया।")


def _in_force(maker: Person, checker: Person, end: datetime) -> str:
    """The page of an order with an end by the clock, typed line by line."""
    maker.at_the_desk()
    orders = maker.page.get_by_role("region", name="विच्छेदन स्थगन आदेश")
    orders.get_by_role("link", name="नया").click()
    line = maker.page.locator("#lines-0")
    line.get_by_label("वितरण निगम:").select_option("NPCL")
    line.get_by_label("क्षेत्र का प्रकार:").select_option(label="शहरी")
    maker.sets("प्रारंभ", hours_from_now(1), of=line)
    maker.sets("समाप्ति", end, of=line)
    maker.presses("सहेजें")
    maker.page.wait_for_url(re.compile(r"/order/\d+/change/"))
    draft = maker.page.url
    maker.submits(draft)
    checker.approves(draft)
    return draft

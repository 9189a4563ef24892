"""An assurance given by word of mouth is recorded, and later stands on a signed order."""

import re
from collections.abc import Callable

from . import house
from .desk import SHORTER, Person, hours_from_now

TITLE = "कहानी: मध्यांचल के गाँवों में बिलिंग बंद"
UNSIGNED = "यह आश्वासन है; इसके बाद कोई हस्ताक्षरित आदेश नहीं आया है।"
SIGNED = "हस्ताक्षरित आदेश"


def test_an_assurance_until_it_is_signed(seats: Callable[..., Person]) -> None:
    maker, checker = seats(house.MAKER), seats(house.CHECKER, phone=True)
    public = seats()
    number = _assured(maker, checker)
    public.asks("/")
    assert "आश्वासन" in public.on_the_board(number).inner_text()
    public.keeps("assurance-board")

    maker.at_the_desk()
    maker.reads(UNSIGNED, number)
    maker.keeps("assurance-alarm")
    alarm = maker.page.get_by_role("listitem").filter(has_text=UNSIGNED).filter(has_text=number)
    alarm.get_by_role("link", name="संशोधन का प्रारूप बनाएँ").click()
    maker.presses("संशोधन का प्रारूप बनाएँ")
    maker.page.wait_for_url("**/order/*/change/")
    draft = maker.page.url
    maker.chooses("आधार:", SIGNED)
    maker.presses("सहेजें")
    maker.reads("प्रारूप सहेजा गया।")
    maker.reads_before_submitting(draft)
    maker.reads("आश्वासन", SIGNED, "पहले:")
    maker.reads_nothing_of(SHORTER)
    maker.submits(draft)

    signed = checker.approves(draft)
    maker.at_the_desk()
    maker.reads_nothing_of(UNSIGNED)
    maker.reads(signed)
    public.asks("/")
    assert "आश्वासन" not in public.on_the_board(signed).inner_text()
    assert number not in public.part("प्रभावी"), "the order says it all anew"
    public.on_the_board(signed).get_by_role("link").click()
    public.reads(number)


def _assured(maker: Person, checker: Person) -> str:
    maker.records(
        TITLE, starts=hours_from_now(-1), ends=hours_from_now(30), discom=re.compile("MVVNL"),
        area="ग्रामीण",
    )  # fmt: skip
    draft = maker.takes_the_draft("आश्वासन")
    maker.submits(draft)
    return checker.approves(draft)

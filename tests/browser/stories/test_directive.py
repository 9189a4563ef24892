"""From an issued order to a letter in an officer's hand, acknowledged and seen by the council;
then a directive in its place, which the officer acknowledges anew."""

import re
from collections.abc import Callable
from pathlib import Path

from . import house
from .desk import DIRECTIVE_NUMBER, Person, hours_from_now

TITLE = "कहानी: पूर्वांचल में बिलिंग बंद"
DRAFT, REPLACE = "निर्देश का प्रारूप बनाएँ", "इसके स्थान पर नया प्रारूप बनाएँ"
RECEIVED = "प्राप्त हुआ; इस पर कार्यवाही की जाएगी"
REMARK = "सभी उपखण्डों को सूचित किया गया।"


def test_a_directive_reaches_an_office_and_is_replaced(seats: Callable[..., Person]) -> None:
    maker, checker = seats(house.MAKER), seats(house.CHECKER, phone=True)
    officer, council = seats(house.OFFICER, phone=True), seats(house.COUNCIL)
    order, page = _ordered(maker, checker)

    first = _told(maker, checker, page)
    _acknowledged(officer, first, order)
    council.goes("/council/")
    council.reads(first, "5 में से 1 कार्यालयों ने पावती दी")
    council.keeps("directive-council")
    _seen_by(council, first)

    maker.presses(REPLACE)
    maker.page.wait_for_url("**/directive/*/change/")
    second = _issued(maker, checker, "पिछले निर्देश में एक त्रुटि थी।", "The one before had an error.")
    maker.goes(page)
    maker.page.get_by_role("link").filter(has_text=first).first.click()
    maker.reads("प्रतिस्थापित", second)
    officer.goes("/officers/")
    assert officer.card(first).get_by_role("link", name=second).count() == 1
    _acknowledged(officer, second, order)
    public = seats()
    public.asks(f"/directives/{_slug(first)}/")
    public.reads("प्रतिस्थापित", second)
    council.goes("/council/")
    council.reads(second)


def _ordered(maker: Person, checker: Person) -> tuple[str, str]:
    maker.records(
        TITLE, starts=hours_from_now(-1), ends=hours_from_now(30), discom=re.compile("PUVVNL"),
        area="ग्रामीण",
    )  # fmt: skip
    draft = maker.takes_the_draft()
    maker.submits(draft)
    return checker.approves(draft), draft


def _told(maker: Person, checker: Person, order: str) -> str:
    maker.goes(order)
    maker.follows(DRAFT)
    maker.page.wait_for_url("**/directive/")
    maker.keeps("directive-form")
    maker.presses("सहेजें")
    maker.page.wait_for_url("**/directive/*/change/")
    maker.reads("5 कार्यालय")
    return _issued(maker, checker, "कृपया पालन सुनिश्चित करें।", "Please see to it.")


def _issued(maker: Person, checker: Person, hindi: str, english: str) -> str:
    """The number under which a draft with this preamble was issued; the maker sees its page."""
    draft = maker.page.url
    maker.writes("प्रस्तावना (हिन्दी):", hindi)
    maker.writes("प्रस्तावना (अंग्रेज़ी):", english)
    maker.presses("सहेजें")
    maker.page.wait_for_url("**/directive/*/change/")
    maker.submits(draft)
    number = checker.approves(draft)
    checker.keeps("directive-issued")
    maker.goes(draft)
    maker.reads(number)
    return number


def _acknowledged(officer: Person, number: str, order: str) -> None:
    officer.goes("/officers/")
    card = officer.card(number)
    assert card.get_by_text("नया").count() == 1
    officer.keeps("directive-inbox")
    card.get_by_role("heading").get_by_role("link").click()
    officer.reads(number, order)
    with officer.page.expect_download() as download:
        officer.follows(re.compile("PDF"))
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    officer.page.get_by_label(re.compile("^टिप्पणी")).fill(REMARK)
    officer.presses(RECEIVED)
    officer.reads("आपकी पावती दर्ज हो गई", REMARK)
    officer.sees_button(RECEIVED, there=False)
    officer.keeps("directive-acknowledged")


def _seen_by(council: Person, number: str) -> None:
    """Down the ladder to the office, and who wrote the acknowledgement there."""
    council.goes(f"/council/directives/{_slug(number)}/")
    for office in (re.compile("पूर्वांचल"), re.compile("कार्यालय Z1"), re.compile("कार्यालय C1")):
        council.follows(office)
    council.reads(f"कार्यालय {house.DIVISION}", "राकेश")
    council.keeps("directive-ladder")


def _slug(number: str) -> str:
    assert DIRECTIVE_NUMBER.fullmatch(number)
    return number.lower().replace("/", "-")

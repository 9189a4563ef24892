"""The case of 29 December 2022, told today: from an outage in the whole state to its end."""

import re
from collections.abc import Callable
from datetime import timedelta

from . import house
from .desk import APPROVE, CONFIRM, REPORT, SHORTER, Person, hours_from_now

STATE, EAST = "कहानी: ऑनलाइन बिलिंग प्रणाली का उन्नयन", "कहानी: पूर्वांचल में बिलिंग बंद"
PROTECTED = "अभी बकाये पर बिजली न काटने का आदेश लागू है"
WHILE_DOWN = "जब तक बिलिंग बहाल होने की पुष्टि न हो"
OWN_HAND = "जिसने इसे तैयार, संपादित या प्रस्तुत किया है वह इसे अनुमोदित नहीं कर सकता"
OWN_REPORT = "बहाली की सूचना देने वाला स्वयं उसकी पुष्टि नहीं कर सकता"


def test_from_the_outage_to_its_end(seats: Callable[..., Person]) -> None:
    maker, both = seats(house.MAKER), seats(house.BOTH)
    checker, public = seats(house.CHECKER, phone=True), seats()

    state, east, outage = _recorded_and_drafted(maker)
    _edited_by_another(both, state)
    _read_and_submitted(maker, state)
    maker.reads_before_submitting(east)
    maker.reads("समाप्ति का दिन लिखा है, घंटा नहीं")
    maker.submits(east)
    _nobody_approves_what_passed_through_their_hands(maker, both, state)
    public.asks("/districts/varanasi/")
    public.reads_nothing_of(PROTECTED)

    checker.at_the_desk()
    checker.keeps("december-checker-desk")
    first = checker.approves(state, "प्रबन्ध निदेशक के निर्देश पर")
    checker.reads("प्रबन्ध निदेशक के निर्देश पर")
    checker.keeps("december-issued")
    second = checker.approves(east)
    _public_reads(public, first, second)

    third = _prolonged_and_amended(maker, checker, outage, second)
    public.asks("/")
    public.reads(third)
    _restored(both, checker, public, outage, third)


def _recorded_and_drafted(maker: Person) -> tuple[str, str, str]:
    """The drafts for the state and for Purvanchal, and Purvanchal's outage."""
    evening = hours_from_now(-1)
    maker.records(
        STATE, starts=evening, ends=(evening + timedelta(days=1)).replace(hour=21, minute=0),
        area="शहरी",
    )  # fmt: skip
    maker.reads("5 व्यवधान दर्ज हुए, हर निगम के लिए एक।")
    maker.keeps("december-offer")
    state = maker.takes_the_draft()
    maker.records(
        EAST, starts=evening, ends=(evening + timedelta(days=6)).date(),
        discom=re.compile("PUVVNL"),
    )  # fmt: skip
    maker.reads("व्यवधान दर्ज हुआ। इससे किसी को संरक्षण नहीं मिलता")
    maker.follows(re.compile(EAST))
    outage = maker.page.url
    maker.follows(re.compile("आदेश.*प्रारूप"))
    return state, maker.takes_the_draft(), outage


def _edited_by_another(both: Person, draft: str) -> None:
    both.goes(draft)
    both.writes("प्रस्तावना (हिन्दी):", "उपभोक्ता परिषद के अनुरोध पर।")
    both.writes("प्रस्तावना (अंग्रेज़ी):", "At the request of the consumer council.")
    both.presses("सहेजें")
    both.reads("प्रारूप सहेजा गया।")


def _read_and_submitted(maker: Person, draft: str) -> None:
    maker.reads_before_submitting(draft)
    maker.reads("उपभोक्ता परिषद के अनुरोध पर।", re.compile(r"\d+ जनपदों को नया संरक्षण"))
    maker.reads("बकाये पर")
    maker.keeps("december-preview")
    maker.presses("अनुमोदन हेतु प्रस्तुत करें")
    maker.reads("कुछ चेतावनियाँ अभी स्वीकार नहीं की गई हैं")
    assert maker.ticks() == 5, "the start of each discom's line lies in the past"
    maker.presses("अनुमोदन हेतु प्रस्तुत करें")
    maker.reads("अनुमोदन हेतु प्रस्तुत किया गया।")
    maker.keeps("december-submitted")


def _nobody_approves_what_passed_through_their_hands(
    maker: Person, both: Person, draft: str
) -> None:
    maker.goes(draft.replace("/change/", "/approve/"))
    maker.reads("इस कार्य का अधिकार आपकी भूमिका में नहीं है।")
    maker.sees_button(APPROVE, there=False)
    both.reads_before_deciding(draft)
    both.reads(OWN_HAND)
    both.sees_button(APPROVE, there=False)
    both.keeps("december-own-hand")


def _public_reads(public: Person, *numbers: str) -> None:
    public.asks("/")
    public.reads(*numbers)
    public.keeps("december-board")
    public.asks("/districts/varanasi/")
    public.reads(PROTECTED, *numbers)
    public.keeps("december-varanasi")
    public.follows("English")
    public.reads("An order is in force: no disconnection for arrears now", *numbers)


def _prolonged_and_amended(maker: Person, checker: Person, outage: str, number: str) -> str:
    maker.goes(outage)
    later = hours_from_now(24 * 9).replace(hour=18, minute=0)
    maker.sets("नई अनुमानित समाप्ति", later)
    maker.presses("अवधि बढ़ाएँ")
    maker.reads("नई अनुमानित समाप्ति दर्ज हुई।")
    maker.keeps("december-prolonged")
    maker.presses("नए अनुमानित समय तक संशोधन का प्रारूप बनाएँ")
    maker.page.wait_for_url("**/order/*/change/")
    amendment = maker.page.url
    maker.reads_before_submitting(amendment)
    maker.reads(f"{number} से पंक्तिवार तुलना", "बदली गई", "पहले:", "18:00")
    maker.reads_nothing_of(SHORTER)
    maker.keeps("december-amendment")
    maker.submits(amendment)
    checker.reads_before_deciding(amendment)
    checker.reads_nothing_of(SHORTER)
    checker.keeps("december-amendment")
    return checker.approves(amendment)


def _restored(both: Person, checker: Person, public: Person, outage: str, number: str) -> None:
    both.goes(outage)
    both.sets("बिलिंग बहाल होने का समय", hours_from_now(-1 / 30))
    both.presses(REPORT)
    both.reads(OWN_REPORT)
    both.sees_button(CONFIRM, there=False)
    both.keeps("december-reported")
    public.asks("/districts/varanasi/")
    assert WHILE_DOWN in public.part("वाराणसी: ग्रामीण क्षेत्र"), "a report alone ends nothing"
    checker.goes(outage)
    checker.keeps("december-confirm")
    checker.presses(CONFIRM)
    checker.reads("बहाली की पुष्टि हुई।")
    public.asks("/districts/varanasi/")
    rural = public.part("वाराणसी: ग्रामीण क्षेत्र")
    assert "18:00 IST" in rural, "the printed end holds, now that billing is back"
    assert WHILE_DOWN not in rural
    assert WHILE_DOWN in public.part("वाराणसी: शहरी क्षेत्र"), "by the order for the state"
    public.keeps("december-end-varanasi")
    public.asks("/")
    public.keeps("december-end")
    assert WHILE_DOWN not in public.on_the_board(number).inner_text()
    public.reads("बिलिंग बहाल: पुष्टि हुई", EAST)

"""Two checkers press at once: one wins, the other reads who was quicker.

That many win without the condition and the lock, shows `test_races` in tests/faults.
"""

import re
from collections.abc import Callable
from contextlib import ExitStack

from playwright.sync_api import expect

from . import house
from .desk import APPROVE, Person, hours_from_now

DONE = "यह आदेश निर्गत हो चुका है; अब निर्णय के लिए कुछ शेष नहीं है।"
TYPED = "दोनों ने एक साथ पढ़ा"
ROUNDS = 3


def test_one_of_two_wins(seats: Callable[..., Person]) -> None:
    maker = seats(house.MAKER)
    checkers = {"विक्रम": seats(house.CHECKER), "मीना": seats(house.SECOND_CHECKER)}
    maker.records(
        "कहानी: ग्रेटर नोएडा में बिलिंग बंद", starts=hours_from_now(1), ends=hours_from_now(9),
        discom=re.compile("NPCL"), area="ग्रामीण",
    )  # fmt: skip
    offer, numbers = maker.page.url, []
    for _ in range(ROUNDS):
        maker.goes(offer)
        draft = maker.takes_the_draft()
        maker.submits(draft)
        numbers.append(_at_once(draft, checkers))
    assert len(set(numbers)) == ROUNDS


def _at_once(draft: str, checkers: dict[str, Person]) -> str:
    """The number that one of them gave; the other has none."""
    for each in checkers.values():
        each.reads_before_deciding(draft)
        each.ticks()
        each.writes("कारण", TYPED)
    _release_together(list(checkers.values()))
    won, lost = sorted(checkers, key=lambda name: "/approve/" in checkers[name].page.url)
    loser, winner = checkers[lost], checkers[won]
    loser.reads(DONE, f"{won} (परीक्षण) द्वारा अनुमोदित", "यह दर्ज नहीं हुआ", TYPED)
    loser.sees_button(APPROVE, there=False)
    loser.keeps("race-lost")
    winner.reads("अनुमोदित एवं निर्गत।")
    number = winner.number()
    loser.reads(number)
    history = winner.page.get_by_role("region", name="किसने, क्या, कब किया")
    expect(history.get_by_text("बिजली न काटने का आदेश निर्गत", exact=True)).to_have_count(1)
    return number


def _release_together(people: list[Person]) -> None:
    """Both presses leave their browsers before either answer has come."""
    with ExitStack() as waiting:
        for each in people:
            waiting.enter_context(each.page.expect_navigation())
        for each in people:
            button = each.page.get_by_role("button", name=APPROVE, exact=True)
            button.evaluate("button => setTimeout(() => button.click())")

"""What people do at the desk, each step by the Hindi words that they click and read."""

import json
import os
import re
import time
import urllib.request
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from moratorium.rules.instants import IST
from tests.faults.servers import until

ROUNDED = 0.1  # seconds to which an age is told
ALL_DISCOMS = "कारपोरेशन के सभी वितरण निगम (निजी लाइसेंसधारी नहीं)"
WARNED = re.compile(r"^\d+ चेतावन")
SHORTER = "सावधान: संरक्षण घट रहा है"
TAKE, SUBMIT, APPROVE, SEND_BACK = (
    "यह प्रारूप लें", "अनुमोदन हेतु प्रस्तुत करें", "अनुमोदित करें और निर्गत करें", "वापस भेजें",
)  # fmt: skip
REPORT, CONFIRM = "बिलिंग बहाल होने की सूचना दें", "बिलिंग बहाल होने की पुष्टि करें"
NUMBER = re.compile(r"MO/\d{4}-\d\d/\d{4}")
DIRECTIVE_NUMBER = re.compile(r"\bD/\d{4}-\d\d/\d{4}")


def hours_from_now(hours: float) -> datetime:
    """A whole minute by the clock in India."""
    return (datetime.now(IST) + timedelta(hours=hours)).replace(second=0, microsecond=0)


@dataclass(frozen=True)
class Person:
    """Somebody in front of a browser of their own."""

    page: Any
    url: str

    # Reading

    def reads(self, *words: str | re.Pattern[str]) -> None:
        """Wait until the page says it."""
        for each in words:
            expect(self.page.locator("main")).to_contain_text(each)

    def reads_nothing_of(self, *words: str) -> None:
        for each in words:
            expect(self.page.locator("main")).not_to_contain_text(each)

    def part(self, heading: str) -> str:
        """What a section of the page says."""
        return self.page.get_by_role("region", name=heading, exact=True).inner_text()

    def on_the_board(self, number: str) -> Any:
        """What the board has of an order that is in force."""
        order = self.page.get_by_role("article").filter(has_text=number)
        expect(order).to_have_count(1)
        return order

    def card(self, number: str) -> Any:
        """What the inbox has of a directive under its own number, not where another names it."""
        title = self.page.locator(".card").filter(has=self.page.get_by_text(number, exact=True))
        return title.first

    def sees_button(self, label: str, *, there: bool = True) -> None:
        button = self.page.get_by_role("button", name=label, exact=True)
        expect(button).to_have_count(1 if there else 0)

    def keeps(self, name: str) -> None:
        """A picture of the page, if somebody asked for pictures."""
        if folder := os.environ.get("STORY_PICTURES"):
            width = self.page.viewport_size["width"]
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)

    # Going about

    def goes(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.url + path)

    def asks(self, path: str) -> None:
        """A public page as it is now: the browser may keep it for half a minute, and the server
        shows a new act once it has looked at the record again."""
        asked = time.time()
        until(lambda: self._looked_since(asked), "the record is not looked at")
        self.goes(path)
        self.page.reload()

    def _looked_since(self, instant: float) -> bool:
        """Whether the portal, which is one process here, has found its edition right since then."""
        now = time.time()
        with urllib.request.urlopen(f"{self.url}/readyz") as answer:
            age = json.load(answer)["edition_age"]
        return now - age - ROUNDED > instant

    def at_the_desk(self) -> None:
        self.goes("/admin/")

    def follows(self, label: str | re.Pattern[str]) -> None:
        exact = isinstance(label, str)
        self.page.get_by_role("link", name=label, exact=exact).first.click()

    def presses(self, label: str) -> None:
        self.page.get_by_role("button", name=label, exact=True).click()

    def writes(self, label: str, words: str) -> None:
        self.page.get_by_label(label, exact=True).fill(words)

    def chooses(self, label: str, option: str | re.Pattern[str]) -> None:
        """An option by its words, or by a part of them."""
        select = self.page.get_by_label(label, exact=True)
        if not isinstance(option, str):
            option = select.locator("option", has_text=option).first.inner_text()
        select.select_option(label=option)

    def sets(self, label: str, moment: datetime | date, *, of: Any = None) -> None:
        """A date and an hour; a date alone is a day without an hour."""
        group = (of or self.page).get_by_role("group", name=re.compile(f"^{label}"))
        group.get_by_label("दिनांक").fill(moment.strftime("%Y-%m-%d"))
        has_hour = isinstance(moment, datetime)
        group.get_by_label("समय (IST)").fill(moment.strftime("%H:%M") if has_hour else "")

    # Acts

    def records(
        self, title: str, *, starts: datetime, ends: datetime | date,
        discom: str | re.Pattern[str] = ALL_DISCOMS, area: str = "शहरी एवं ग्रामीण",
    ) -> None:  # fmt: skip
        """A billing outage; the page that offers its draft follows."""
        self.at_the_desk()
        outages = self.page.get_by_role("region", name="बिलिंग व्यवधान")
        outages.get_by_role("link", name="नया").click()
        self.writes("शीर्षक (हिन्दी):", title)
        self.writes("शीर्षक (अंग्रेज़ी):", "A story's outage")
        self.chooses("वितरण निगम:", discom)
        self.chooses("क्षेत्र का प्रकार:", area)
        self.page.get_by_label("बिलिंग काउंटर").check()
        self.sets("प्रारंभ", starts)
        self.sets("अनुमानित समाप्ति", ends)
        self.keeps("outage")
        self.presses("सहेजें")
        self.page.wait_for_url("**/shield/**")

    def takes_the_draft(self, basis: str = "हस्ताक्षरित आदेश") -> str:
        """The address of the draft that was offered and taken."""
        self.page.get_by_role("radio", name=basis).check()
        self.presses(TAKE)
        self.page.wait_for_url("**/order/*/change/")
        return self.page.url

    def reads_before_submitting(self, draft: str) -> None:
        self.goes(draft)
        self.follows("पढ़ें और प्रस्तुत करें")
        self.sees_button(SUBMIT)

    def reads_before_deciding(self, draft: str) -> None:
        self.goes(draft)
        self.follows("पढ़कर निर्णय लें")
        self.page.wait_for_url("**/approve/")

    def ticks(self) -> int:
        """Accept every warning; how many there were."""
        boxes = self.page.get_by_role("region", name=WARNED).get_by_role("checkbox").all()
        for box in boxes:
            box.check()
        return len(boxes)

    def submits(self, draft: str) -> None:
        self.reads_before_submitting(draft)
        self.ticks()
        self.presses(SUBMIT)
        self.reads("प्रस्तुत")
        self.sees_button(SUBMIT, there=False)

    def approves(self, draft: str, reason: str = "पत्र के अनुसार") -> str:
        """The number under which it was issued."""
        self.reads_before_deciding(draft)
        self.ticks()
        self.writes("कारण", reason)
        self.presses(APPROVE)
        self.page.wait_for_url("**/change/")
        return self.number(DIRECTIVE_NUMBER if "/directive/" in draft else NUMBER)

    def number(self, pattern: re.Pattern[str] = NUMBER) -> str:
        """The record's number as the page has it."""
        found = pattern.search(self.page.locator("main").inner_text())
        assert found, "no number"
        return found[0]

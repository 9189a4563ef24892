"""The keyboard alone: an outage recorded, an order drafted and submitted, without one click."""

from datetime import datetime, timedelta
from typing import Any

from moratorium.rules.instants import IST

FOCUS_SEEN = """() => {
  const s = getComputedStyle(document.activeElement)
  return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0
}"""
TITLE = "कीबोर्ड से: सर्वर उन्नयन"


class Keyboard:
    """Somebody who has no mouse."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def to(self, selector: str) -> None:
        """Tab until something has the focus; it must be seen that it has."""
        for _ in range(250):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                assert self.page.evaluate(FOCUS_SEEN), f"the focus is not to be seen: {selector}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the Tab key does not reach {selector}")

    def enter(self, selector: str) -> None:
        """Follow a link or press a button, and wait for the next page."""
        self.to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, selector: str, text: str) -> None:
        self.to(selector)
        self.page.keyboard.type(text)

    def moment(self, name: str, moment: datetime) -> None:
        """A day and an hour, as the browser's own fields take them (English, US)."""
        self.write(f"[name={name}_0]", moment.strftime("%m%d%Y"))
        self.write(f"[name={name}_1]", moment.strftime("%I%M%p"))
        held = [self.page.input_value(f"[name={name}_{part}]") for part in "01"]
        assert held == [moment.strftime("%Y-%m-%d"), moment.strftime("%H:%M")]

    def choose(self, selector: str, value: str) -> None:
        """Move down a list of choices to one."""
        self.to(selector)
        for _ in range(60):
            if self.page.input_value(selector) == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{selector} has no {value}")


def test_the_keyboard_alone_is_enough(visit: Any, site: Any) -> None:
    page, now = visit("/admin/", login="demo-maker").page, datetime.now(IST)
    keyboard = Keyboard(page)
    skips_to_the_content(keyboard)
    record_outage(keyboard, now)
    draft_order(keyboard, now)
    keyboard.enter("a[href$='/submit/']")
    for number in range(page.locator("[name=accepted]").count()):
        keyboard.to(f"#{page.locator('[name=accepted]').nth(number).get_attribute('id')}")
        page.keyboard.press("Space")
    keyboard.enter("button[formaction$='/submit/']")
    assert "अनुमोदन हेतु प्रस्तुत किया गया" in page.locator(".messagelist").inner_text()


def skips_to_the_content(keyboard: Keyboard) -> None:
    keyboard.page.keyboard.press("Tab")
    keyboard.to(".skip-to-content-link")
    assert keyboard.page.locator(".skip-to-content-link").bounding_box()["y"] >= 0
    keyboard.page.keyboard.press("Enter")
    keyboard.page.wait_for_url(lambda url: "#content-start" in url)
    keyboard.page.keyboard.press("Tab")
    inside = "document.querySelector('#content-start').contains(document.activeElement)"
    assert keyboard.page.evaluate(inside)


def record_outage(keyboard: Keyboard, now: datetime) -> None:
    keyboard.enter(".nouns a[href$='/outage/']")
    keyboard.enter("a.addlink[href$='/outage/add/']")
    keyboard.write("[name=title_hi]", TITLE)
    keyboard.write("[name=title_en]", "By keyboard: server upgrade")
    keyboard.choose("[name=discom]", "NPCL")
    keyboard.moment("starts_at", now - timedelta(hours=1))
    keyboard.moment("expected_end", now + timedelta(days=1))
    keyboard.enter("[name=_save]")
    assert TITLE in keyboard.page.locator("main").inner_text()


def draft_order(keyboard: Keyboard, now: datetime) -> None:
    keyboard.enter(".nouns a[href$='/order/']")
    keyboard.enter("a.addlink[href$='/order/add/']")
    outage = keyboard.page.locator("[name=lines-0-until_restored] option", has_text=TITLE)
    keyboard.choose("[name=lines-0-discom]", "NPCL")
    keyboard.moment("lines-0-starts_at", now - timedelta(hours=1))
    keyboard.choose("[name=lines-0-until_restored]", outage.get_attribute("value"))
    keyboard.enter("[name=_save]")

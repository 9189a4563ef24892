"""The case of the portal, by hand in a browser and in Hindi: from an outage to its end."""

from datetime import datetime, timedelta
from typing import Any

from moratorium.rules.instants import IST

PROTECTED = "अभी बकाये पर बिजली न काटने का आदेश लागू है"
NOT_PROTECTED = "ऐसा कोई आदेश दर्ज नहीं है"
TITLE = "कहानी: कानपुर का सर्वर उन्नयन"
# NPCL is named by no order of the demonstration, so that its answer is this story's own.
PLACE = "/districts/gautam-buddha-nagar/"


def sentence(visit: Any) -> str:
    """What the public page says of NPCL's rural consumers."""
    page = visit(PLACE).page
    return page.locator("#rural").inner_text()


def fill_moment(page: Any, name: str, moment: datetime) -> None:
    page.fill(f"[name={name}_0]", moment.strftime("%Y-%m-%d"))
    page.fill(f"[name={name}_1]", moment.strftime("%H:%M"))


def press(page: Any, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def follow(page: Any, label: str) -> None:
    page.get_by_role("link", name=label, exact=True).click()


def tick_and_press(page: Any, label: str) -> None:
    """Accept what is warned of: the order begins an hour ago."""
    page.get_by_role("button", name=label, exact=True).wait_for()
    boxes = page.locator("[name=accepted]")
    assert boxes.count() == 1
    boxes.check()
    press(page, label)


def test_an_outage_an_order_and_their_end(visit: Any, site: Any) -> None:
    now = datetime.now(IST)
    maker = visit("/admin/", login="demo-maker").page
    checker = visit("/admin/", login="demo-checker", width=360).page
    assert PROTECTED not in sentence(visit)

    outage = record_outage(maker, site, now)
    press(maker, "यह प्रारूप लें")
    order = maker.url
    follow(maker, "पढ़ें और प्रस्तुत करें")
    tick_and_press(maker, "अनुमोदन हेतु प्रस्तुत करें")
    assert maker.get_by_role("button", name="अनुमोदित करें", exact=False).count() == 0
    assert PROTECTED not in sentence(visit)

    checker.goto(order)
    follow(checker, "पढ़कर निर्णय लें")
    tick_and_press(checker, "अनुमोदित करें और निर्गत करें")
    assert PROTECTED in sentence(visit)
    assert "जब तक बिलिंग बहाल होने की पुष्टि न हो" in sentence(visit)

    maker.goto(outage)
    fill_moment(maker, "expected_end", now + timedelta(days=3))
    press(maker, "अवधि बढ़ाएँ")
    assert maker.get_by_role("button", name="नए अनुमानित समय तक संशोधन", exact=False).count() == 1
    fill_moment(maker, "restored_at", now - timedelta(minutes=1))
    press(maker, "बिलिंग बहाल होने की सूचना दें")
    assert PROTECTED in sentence(visit)

    checker.goto(outage)
    press(checker, "बिलिंग बहाल होने की पुष्टि करें")
    assert NOT_PROTECTED in sentence(visit)
    notices = visit("/notices/").page.locator("main").inner_text()
    before, _name, _rest = notices.partition(TITLE)
    assert "बिलिंग बहाल: पुष्टि हुई" in before


def record_outage(page: Any, site: Any, now: datetime) -> str:
    page.goto(f"{site.url}/admin/moratorium/outage/add/")
    page.fill("[name=title_hi]", TITLE)
    page.fill("[name=title_en]", "Story: server upgrade")
    page.select_option("[name=discom]", "NPCL")
    page.check("[name=services] >> nth=0")
    fill_moment(page, "starts_at", now - timedelta(hours=1))
    fill_moment(page, "expected_end", now + timedelta(days=1))
    assert not page.locator("[name=apart]").first.is_visible(), "one discom: nothing to choose"
    page.click("[name=_save]")
    return page.url.replace("/shield/", "/change/")

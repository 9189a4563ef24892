"""Every kind of page of the desk that a link leads to, at three widths, and each by keyboard.

The pages are walked as somebody would walk them, so that a new one is looked at as soon as a
link leads to it: no page is listed here.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from .conftest import sign_in
from .test_every_page import check, findings

# Who writes walks in both languages; what the others see besides is seen in one.
WALKS = [
    ("demo-maker", ""), ("demo-maker", "/en"), ("demo-keeper", ""), ("demo-keeper", "/en"),
    ("demo-checker", ""), ("demo-auditor", "/en"),
]  # fmt: skip
# An order and an outage look different in each state; of other kinds one page is enough.
OF_EACH_KIND = {
    "/admin/moratorium/order/N/change/": 4, "/admin/moratorium/outage/N/change/": 3,
    "/admin/moratorium/directive/N/change/": 4,
}  # fmt: skip
NO_PAGE = re.compile(r"/logout/|/jsi18n/|\.csv$|/(csv|xlsx|preview|letter)/$")
SPILL = "document.documentElement.scrollWidth - window.innerWidth"
# Whatever the Tab key should stop at; of radio buttons of one name, one.
STOPS = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
  .filter(e => !e.disabled && e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true}))
  .filter((e, _i, all) => e.type !== 'radio' || e === (
    all.find(o => o.name === e.name && o.checked) ?? all.find(o => o.name === e.name)))
  .map((e, i) => { e.dataset.stop = i; return e.outerHTML.slice(0, 120) })"""
FOCUSED = """() => {
  const e = document.activeElement, s = getComputedStyle(e)
  const seen = (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'
  return {stop: e.dataset.stop ?? null, tag: e.tagName, seen, html: e.outerHTML.slice(0, 120)}
}"""


def kind(path: str) -> str:
    """Pages of one kind differ in the record that they are about."""
    path = re.sub(r"/(\d+|[A-Z][A-Z0-9-]+)/", "/N/", path)
    return re.sub(r"(district)/[a-z-]+/(change|history)", r"\1/N/\2", path)


def walked(page: Any, url: str, language: str) -> Iterator[str]:
    """The pages, each opened as it is yielded: of each kind as many as are told above."""
    start = f"{language}/admin/"
    waiting, known, count = [start], {start}, dict[str, int]()
    while waiting:
        path = waiting.pop(0)
        which = kind(path.removeprefix(language))
        if count.get(which, 0) >= OF_EACH_KIND.get(which, 1):
            continue
        count[which] = count.get(which, 0) + 1
        page.goto(url + path)
        yield path
        for link in page.evaluate("[...document.links].map(a => a.href.split('#')[0])"):
            address = link.removeprefix(url)
            if address.startswith(start) and "?" not in address and not NO_PAGE.search(address):
                waiting += [] if address in known else [address]
                known.add(address)


@pytest.fixture(scope="session", autouse=True)
def told(site: Any, browser: Any) -> None:
    """A directive issued, one that waits, and one that is being written."""
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, site, "demo-maker")
    for waits in (True, True, False):
        page.goto(f"{site.url}/admin/moratorium/directive/add/")
        page.click(".choices a")
        page.fill("#id_offices_below", "DEMO-PU")
        page.click("[name=_save]")
        page.wait_for_url("**/directive/*/change/")
        if waits:
            page.goto(page.url.replace("/change/", "/submit/"))
            page.click("#review-form button[formaction]")
            page.wait_for_url("**/change/")
            last = page.url
    context.close()
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, site, "demo-checker")
    page.goto(last.replace("/change/", "/approve/"))
    page.fill("#review-form textarea[name=reason]", "सब ठीक है")
    page.click("#review-form button[formaction*=approve]")
    page.wait_for_url("**/change/")
    context.close()


@pytest.mark.parametrize(("login", "language"), WALKS)
def test_every_kind_of_page(visit: Any, site: Any, login: str, language: str) -> None:
    watched, faults, seen = visit(f"{language}/admin/", width=360, login=login), [], 0
    page = watched.page
    for path in walked(page, site.url, language):
        seen += 1
        try:
            check(watched, path)
        except AssertionError as fault:
            faults.append(f"{path}: {fault}")
            watched.complaints.clear()
        for width in (768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate(SPILL) > 0:
                faults.append(f"{path}: scrolls sideways at {width}")
        if (login, language) in WALKS[:1]:
            faults += [f"{path}: at 1280: {each}" for each in findings(page)]
            watched.complaints.clear()  # what axe itself tried
        page.set_viewport_size({"width": 360, "height": 800})
    assert seen > 5
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("login", "path"),
    [
        ("demo-maker", "/admin/"), ("demo-maker", "/admin/moratorium/order/"),
        ("demo-maker", "/admin/moratorium/outage/add/"), ("demo-keeper", "/admin/moratorium/office/"),
        ("demo-maker", "/admin/moratorium/directive/offices/?q=zone"),
    ],
)  # fmt: skip
def test_the_tab_key_stops_at_everything_in_order(visit: Any, login: str, path: str) -> None:
    tabbed(visit(path, login=login).page)


def tabbed(page: Any) -> None:
    """Go through a page by the Tab key: every stop is seen, in the order of the page."""
    wanted = page.evaluate(STOPS)
    page.focus("[data-stop='0']")  # a form may begin in its first field
    stops = [0]
    for _ in range(len(wanted) * 3):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at["tag"] == "BODY":
            break
        assert at["seen"], f"the focus is not to be seen: {at['html']}"
        if at["stop"] is not None and int(at["stop"]) not in stops[-1:]:
            stops.append(int(at["stop"]))
    assert stops == sorted(stops), "the order of the Tab key is not that of the page"
    missed = [each for number, each in enumerate(wanted) if number not in set(stops)]
    assert missed == []


def test_a_page_that_hides_the_focus_or_spills_is_found(visit: Any) -> None:
    page = visit("/admin/", login="demo-auditor", width=360).page
    page.evaluate("document.querySelector('main').style.minWidth = '900px'")
    assert page.evaluate(SPILL) > 0
    page.evaluate(
        "document.querySelector('.nouns a').style.cssText = 'outline: 0; box-shadow: none'"
    )
    page.focus(".nouns a")
    assert not page.evaluate(FOCUSED)["seen"]


def test_what_must_be_filled_in_is_marked(visit: Any) -> None:
    page = visit("/admin/moratorium/outage/add/", login="demo-maker").page
    marked = """name => getComputedStyle(document.getElementById(name).closest('.field')
        .querySelector('label, legend'), '::after').content"""
    assert page.evaluate(marked, "id_title_hi") == '" *"'
    assert page.evaluate(marked, "id_starts_at_0") == '" *"'
    assert "*" not in page.evaluate(marked, "id_note_hi")

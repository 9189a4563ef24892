"""Every page in both languages at two widths: accessible, within its policy, from one host."""

import json
import urllib.request
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
WIDTHS = (360, 1280)
NOTICE = "/notices/<newest>/"
PUBLIC = [
    "/", "/districts/", "/districts/varanasi/", "/districts/kanpur-nagar/",
    "/districts/gautam-buddha-nagar/", "/orders/", "/notices/", NOTICE, "/as-of/",
    "/no-such-page/",
]  # fmt: skip


# All rules run; of what they find only the violations are sent out of the page, as sending the
# whole result took as long as all the rules.
FINDINGS = """options => axe.run(document, options).then(result => result.violations.flatMap(
    each => each.nodes.map(node => `${each.id}: ${node.html.slice(0, 160)}`)))"""


def findings(page: Any) -> list[str]:
    page.wait_for_load_state()  # with its style sheets
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
        page.add_init_script(AXE_SCRIPT)  # what is opened in it next has the rules already
    return page.evaluate(FINDINGS, RULES)


def check(watched: Any, path: str) -> None:
    page = watched.page
    missing = "no-such-page" in path
    complaints = [c for c in watched.complaints if not (missing and "404" in c)]
    assert complaints == []
    assert watched.hosts == {"127.0.0.1"}
    assert findings(page) == []
    spill = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert spill <= 0, f"scrolls sideways by {spill} px"
    language = page.evaluate("document.documentElement.lang")
    assert language == ("en" if path.startswith("/en/") else "hi")
    watched.complaints.clear()  # what axe itself tried is none of the next page's


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", PUBLIC)
def test_public_page(visit: Any, site: Any, path: str, language: str, width: int) -> None:
    if path == NOTICE:
        path = f"/notices/{_newest_notice(site)}/"
    watched = visit(language + path, width=width)
    check(watched, language + path)
    assert watched.page.context.cookies() == []


def _newest_notice(site: Any) -> int:
    """Not every act is public: the first entries of the journal are the offices'."""
    with urllib.request.urlopen(f"{site.url}/api/v1/notices") as answer:
        return json.load(answer)["items"][0]["seq"]


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize(
    "page", ["login/", "password/forgotten/", "password/asked/", "password/set/done/"]
)
def test_the_door(visit: Any, page: str, language: str) -> None:
    path = f"{language}/admin/{page}"
    check(visit(path, width=360), path)


def test_an_inaccessible_page_is_found(visit: Any) -> None:
    page = visit("/").page
    page.evaluate("document.querySelector('main').innerHTML += '<input><img src=\"/x\">'")
    assert findings(page) != []


def test_a_page_that_breaks_the_policy_is_found(visit: Any) -> None:
    watched = visit("/")
    watched.page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')"
    )
    watched.page.wait_for_timeout(200)
    assert any("Content Security Policy" in each for each in watched.complaints)

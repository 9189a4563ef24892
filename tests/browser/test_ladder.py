"""The ladder in a browser, at the council's and on the desk: at two widths, in both languages."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests import builders as build

from . import laddered
from .conftest import served
from .tabs import watch
from .test_every_page import WIDTHS, check

COUNCIL, DESK = "/council/directives/d-2026-27-0002/", "/admin/moratorium/directive/2/ladder/"
PLACES = ("", "?under=PUVVNL-HO", "?under=PUVVNL-1-1", "?late=1", "?under=PUVVNL-1-1-1&late=1")
PAGES = [
    *((laddered.COUNCIL, path) for path in ("/council/", "/council/directives/")),
    *((laddered.COUNCIL, COUNCIL + place) for place in PLACES),
    (laddered.COUNCIL, "/council/directives/d-2026-27-0001/"),
    *((laddered.AUDITOR, DESK + place) for place in PLACES),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("laddered"), "-m", laddered.__name__) as url:
        yield url


@pytest.fixture(scope="module")
def doors(house: str, browser: Any) -> Iterator[Any]:
    """A page of somebody who has signed in, once each."""
    taken: dict[str, Any] = {}

    def opened(login: str) -> Any:
        if login not in taken:
            page = browser.new_context().new_page()
            page.goto(f"{house}/login/")
            page.fill("#id_username", login)
            page.fill("#id_password", build.PASSWORD)
            page.press("#id_password", "Enter")
            page.wait_for_url(lambda url: "/login/" not in url)
            taken[login] = watch(page)
        return taken[login]

    yield opened
    for watched in taken.values():
        watched.page.context.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize(("login", "path"), PAGES)
def test_page(house: str, doors: Any, login: str, path: str, language: str, width: int) -> None:
    watched = doors(login)
    watched.page.set_viewport_size({"width": width, "height": 800})
    watched.page.goto(house + language + path)
    check(watched, language + path)


def test_one_comes_down_from_the_overview_to_who_is_late(house: str, doors: Any) -> None:
    page = doors(laddered.COUNCIL).page
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{house}/council/")
    page.locator(".progress.behind h3 a").first.click()
    for name in ("पूर्वांचल विद्युत वितरण निगम लि.", "क्षेत्र 1"):
        page.get_by_role("rowheader").get_by_role("link", name=name, exact=True).click()
    page.get_by_role("link", name="केवल विलम्बित").click()
    assert page.locator(".lateness").first.inner_text().startswith("⚠")
    assert "क्षेत्र 1" in page.locator(".place").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="पूरी सूची CSV में").click()
    assert download.value.suggested_filename.startswith("d-2026-27-0002-")


def test_on_a_phone_a_row_is_a_card_with_its_numbers_named(house: str, doors: Any) -> None:
    page = doors(laddered.COUNCIL).page
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{house}/en{COUNCIL}")
    row = page.locator(".ladder tbody tr").first
    assert row.evaluate("e => getComputedStyle(e).display") == "grid"
    label = "e => getComputedStyle(e, '::before').content"
    assert row.locator("td").first.evaluate(label) == '"Addressed"'
    page.set_viewport_size({"width": 1280, "height": 800})
    assert row.locator("td").first.evaluate("e => getComputedStyle(e).textAlign") == "end"

"""The officers' pages and the sign-in at two widths, in both languages: accessible, no script.

With OFFICER_PICTURES=folder each page is kept as a picture.
"""

import os
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests import builders as build

from . import officers_house as house
from .conftest import Site, served
from .tabs import Tabs, Watched
from .test_every_page import check

WIDTHS = (360, 1280)
NAMES = (house.DIVISION, house.ZONE, house.NOWHERE, house.STRANGER)
PRESS = {"": "प्राप्त हुआ; इस पर कार्यवाही की जाएगी", "/en": "I have received this and will act on it"}
both = pytest.mark.parametrize("language", ["", "/en"])
wide = pytest.mark.parametrize("width", WIDTHS)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("officers"), "-m", house.__name__) as url:
        yield Site(url, dict.fromkeys(NAMES, build.PASSWORD))


Opens = Callable[..., Watched]


@pytest.fixture
def opens(site: Site, tabs: Callable[[Site], Tabs]) -> Iterator[Opens]:
    """A path in a tab, with scripts or without, in which somebody has signed in."""

    def opened(path: str, login: str, width: int, *, script: bool = True) -> Watched:
        enter = partial(sign_in, site, login)
        watched = tabs(site).take(login, enter, width=width, scripts=script)
        watched.page.goto(site.url + path)
        return watched

    yield opened
    tabs(site).release()


def sign_in(site: Site, login: str, page: Any) -> None:
    page.goto(f"{site.url}/login/")
    page.fill("#id_username", login)
    page.fill("#id_password", site.logins[login])
    page.press("#id_password", "Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


def picture(watched: Watched, name: str) -> None:
    if folder := os.environ.get("OFFICER_PICTURES"):
        watched.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def links(page: Any) -> list[str]:
    """The directives' addresses in the order of the inbox."""
    return page.eval_on_selector_all(".card h2 a", "all => all.map(a => a.pathname)")


@both
@wide
@pytest.mark.parametrize("login", [house.DIVISION, house.ZONE, house.NOWHERE])
def test_the_inbox(opens: Opens, language: str, width: int, login: str) -> None:
    path = f"{language}/officers/"
    watched = opens(path, login, width)
    picture(watched, f"inbox-{login}-{width}{language.replace('/', '-')}")
    check(watched, path)


@both
@wide
def test_every_directive(opens: Opens, site: Site, language: str, width: int) -> None:
    watched = opens(f"{language}/officers/", house.DIVISION, width)
    for n, path in enumerate(links(watched.page)):
        watched.page.goto(site.url + path)
        picture(watched, f"directive-{n}-{width}{language.replace('/', '-')}")
        check(watched, path)


@both
@wide
def test_the_list_of_planned_disconnections(opens: Opens, language: str, width: int) -> None:
    path = f"{language}/officers/screening/"
    watched = opens(path, house.DIVISION, width)
    picture(watched, f"screening-{width}{language.replace('/', '-')}")
    check(watched, path)
    watched.page.locator("form button").click()
    watched.page.wait_for_selector("[role=alert]")
    picture(watched, f"screening-none-{width}{language.replace('/', '-')}")
    watched.complaints.clear()  # of the status 400
    check(watched, path)


@both
@wide
def test_an_account_that_opens_nothing(opens: Opens, site: Site, language: str, width: int) -> None:
    path = f"{language}/account/"
    watched = opens(path, house.STRANGER, width)
    picture(watched, f"account-{width}{language.replace('/', '-')}")
    check(watched, path)
    watched.page.goto(f"{site.url}{language}/officers/")
    picture(watched, f"shut-{width}{language.replace('/', '-')}")
    watched.complaints.clear()
    check(watched, path)
    watched.page.get_by_role("button").click()
    watched.page.wait_for_url("**/logout/")
    check(watched, path)


@both
@wide
@pytest.mark.parametrize("page", ["forgotten/", "asked/", "set/done/", "set/MQ/abc-def/"])
def test_a_password_page(site: Site, visit: Any, language: str, width: int, page: str) -> None:
    path = f"{language}/admin/password/{page}"
    watched = visit(path, width=width)
    picture(watched, f"password-{page.split('/')[0]}-{width}{language.replace('/', '-')}")
    watched.complaints.clear()  # of the status 410
    check(watched, path)


@both
@wide
def test_the_sign_in(site: Site, visit: Any, language: str, width: int) -> None:
    path = f"{language}/login/"
    watched = visit(path, width=width)
    picture(watched, f"login-{width}{language.replace('/', '-')}")
    check(watched, path)
    watched.page.get_by_role("button").click()
    watched.page.wait_for_selector(".error")
    picture(watched, f"login-none-{width}{language.replace('/', '-')}")
    check(watched, path)


@pytest.mark.parametrize("language", ["/en", ""])
def test_a_letter_in_an_officers_hand_without_any_script(
    opens: Opens, site: Site, language: str
) -> None:
    watched = opens(f"{language}/officers/", house.DIVISION, 360, script=False)
    page = watched.page
    waiting = page.get_by_role("status").inner_text()
    page.locator(".card h2 a").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("PDF")).click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    assert re.fullmatch(r"d-[\w-]+\.pdf", download.value.suggested_filename)
    words = "Your acknowledgement is recorded" if language else "आपकी पावती दर्ज हो गई"
    buttons = page.get_by_role("button", name=PRESS[language])
    assert buttons.count() == 2  # one for each of the offices
    while buttons.count():
        buttons.first.click()
        assert words in page.get_by_role("status").inner_text()
        page.wait_for_load_state()  # with its style sheets
        assert page.get_by_role("status").evaluate("e => e.getBoundingClientRect().bottom < 800")
    picture(watched, f"acknowledged-360{language.replace('/', '-')}")
    page.goto(f"{site.url}{language}/officers/")
    assert page.get_by_role("status").inner_text() != waiting

"""A tab that tests take in turns begins as a new one would."""

from collections.abc import Callable
from functools import partial
from typing import Any

from .conftest import Site, sign_in
from .tabs import Tabs

Of = Callable[[Site], Tabs]


def test_nothing_of_the_test_before_is_left(site: Site, tabs: Of) -> None:
    first = tabs(site).take(width=360)
    first.page.goto(site.url + "/no-such-page/")
    first.page.evaluate("document.cookie = 'left=over; path=/'")
    assert first.complaints
    assert first.hosts
    tabs(site).release()
    second = tabs(site).take(width=1280)
    assert second.page is first.page, "the same, and as new:"
    assert (second.complaints, second.hosts) == ([], set())
    assert second.page.context.cookies() == []
    assert second.page.viewport_size["width"] == 1280
    tabs(site).release()


def test_two_at_once_are_two(site: Site, tabs: Of) -> None:
    one, other = tabs(site).take(width=360), tabs(site).take(width=360)
    assert one.page is not other.page
    tabs(site).release()


def test_a_page_is_asked_for_anew(site: Site, tabs: Of, browser: Any) -> None:
    """The portal lets a browser keep its pages for half a minute; another test's are not shown."""
    assert _bytes_of_the_second_visit(tabs(site).take(width=360).page, site) > 0
    tabs(site).release()
    page = browser.new_page()
    assert _bytes_of_the_second_visit(page, site) <= 0, "the control: any other browser keeps it"
    page.close()


def _bytes_of_the_second_visit(page: Any, site: Site) -> int:
    for path in ("/districts/", "/about/", "/districts/"):
        answer = page.goto(site.url + path)
    return int(answer.request.sizes()["responseBodySize"])


def test_who_signed_out_signs_in_again(site: Site, tabs: Of) -> None:
    def at_the_desk() -> tuple[object, str]:
        entering = partial(sign_in, site=site, login="demo-auditor")
        tab = tabs(site).take("demo-auditor", entering, width=1280)
        tab.page.goto(f"{site.url}/admin/")
        return tab.page, tab.page.url

    first, _ = at_the_desk()
    first.context.clear_cookies()  # as signing out does
    tabs(site).release()
    second, url = at_the_desk()
    assert second is not first
    assert url == f"{site.url}/admin/"
    tabs(site).release()
    third, url = at_the_desk()
    assert (third, url) == (second, f"{site.url}/admin/")
    tabs(site).release()

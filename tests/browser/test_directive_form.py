"""The offices of a directive are found and added by keyboard on a phone, and without scripts."""

from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import Site, sign_in
from .tabs import watch
from .test_desk_walk import SPILL, tabbed
from .test_every_page import findings


@pytest.fixture
def form(visit: Any, site: Site) -> Any:
    """The form for a directive, on a phone."""
    watched = visit("/admin/moratorium/directive/add/", width=360, login="demo-maker")
    watched.page.click(".choices a")
    watched.page.wait_for_selector("#id_offices_find")
    return watched


def test_an_office_is_found_by_its_name_and_added_by_keyboard(form: Any) -> None:
    page = form.page
    page.focus("#id_offices_find")
    page.keyboard.type("खण्ड प्र")
    page.keyboard.press("Enter")
    page.wait_for_selector(".found li")
    assert findings(page) == []
    form.complaints.clear()  # what axe itself tried
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.input_value("#id_offices").startswith("DEMO-PU-111 | ")
    assert "DEMO-PU-111" in page.text_content("#id_offices_find ~ [role=status]")
    page.keyboard.press("Enter")
    assert page.input_value("#id_offices").count("DEMO-PU-111") == 1, "an office stands there once"
    assert page.evaluate(SPILL) <= 0
    page.fill("#id_offices_find", "no such office")
    page.keyboard.press("Enter")
    expect(page.locator(".found li")).to_have_count(0)
    assert page.url.endswith("/directive/"), "Enter in the search saves no draft"
    assert form.complaints == []
    assert form.hosts == {"127.0.0.1"}


def test_the_tab_key_stops_at_everything_in_the_form(form: Any) -> None:
    tabbed(form.page)


def test_what_was_found_is_saved(form: Any) -> None:
    page = form.page
    for box in page.query_selector_all("[name=discoms]:checked"):
        box.uncheck()
    page.fill("#id_offices_below_find", "demo-pu-12")
    page.click("#id_offices_below_find ~ .found li:first-child button")
    page.click("[name=_save]")
    page.wait_for_url("**/directive/*/change/")
    assert "DEMO-PU-12 | " in page.input_value("#id_offices_below")
    assert "3 कार्यालय" in page.text_content("#reach-heading + .strong")


def test_without_scripts_the_codes_are_typed(browser: Any, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    watched = watch(context.new_page())
    page = watched.page
    sign_in(page, site, "demo-maker")
    page.goto(f"{site.url}/admin/moratorium/directive/add/")
    page.click(".choices a")
    with context.expect_page() as opened:
        page.click(".codes-link a >> nth=0")
    opened.value.fill("#id_q", "खण्ड तृ")
    opened.value.click("form button[type=submit] >> nth=-1")
    assert "DEMO-PU-121" in opened.value.text_content("#content-main")
    page.fill("#id_offices", "DEMO-PU-121\nNO-SUCH")
    page.click("[name=_save]")
    assert "NO-SUCH" in page.text_content("#id_offices_error")
    assert page.input_value("#id_offices").splitlines() == ["DEMO-PU-121", "NO-SUCH"]
    context.close()

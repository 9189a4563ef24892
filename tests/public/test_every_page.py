"""What holds on every public page, in both languages."""

import re
from itertools import pairwise

import pytest
from django.test import Client

from .addresses import BOTH, PAGES

pytestmark = pytest.mark.django_db
DEVANAGARI = re.compile("[\u0900-\u097f]")


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("address", BOTH)
def test_it_is_there_for_anybody_to_keep(client: Client, record: None, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    kept = (
        r"public, max-age=([12]?\d|30), s-maxage=\1, "
        r"stale-if-error=([12]?\d{1,3}|3[0-5]\d\d|3600), stale-while-revalidate=0"
    )
    assert re.fullmatch(kept, response["Cache-Control"])
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


@pytest.mark.parametrize("address", BOTH)
def test_its_language_is_that_of_its_address(client: Client, record: None, address: str) -> None:
    page = read(client, address)
    language = "en" if address.startswith("/en/") else "hi"
    assert f'<html lang="{language}">' in page
    assert "Demonstration" in page if language == "en" else "प्रदर्शन: यह आधिकारिक" in page


@pytest.mark.parametrize("address", PAGES)
def test_its_switch_leads_to_its_twin_and_back(client: Client, record: None, address: str) -> None:
    switch = re.compile(r'class="switch" href="([^"]+)" lang="(..)"')
    there = switch.search(read(client, address))
    assert there is not None
    twin = there[1].replace("&amp;", "&")
    assert (there[2], twin.split("?")[0]) == ("en", "/en" + address.split("?")[0])
    back = switch.search(read(client, twin))
    assert back is not None
    assert (back[2], back[1].split("?")[0]) == ("hi", address.split("?")[0])


@pytest.mark.parametrize("address", BOTH)
def test_it_obeys_the_content_policy(client: Client, record: None, address: str) -> None:
    page = read(client, address)
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:", page)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)


@pytest.mark.parametrize("address", BOTH)
def test_its_frame_is_whole(client: Client, record: None, address: str) -> None:
    page = read(client, address)
    assert page.count("<h1>") == 1
    assert page.index('class="skip" href="#main"') < page.index("<header")
    assert re.search(r"\d{4}, .*\d\d:\d\d(:\d\d)? IST\)", page[page.index("<footer") :])
    for link in ("/feeds/notices.atom", "/calendar.ics", "/api/v1/docs", "1912"):
        assert link in page
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    names = re.findall(r'\sid="([^"]+)"', page)
    assert len(names) == len(set(names))
    for used in re.findall(r'(?:aria-labelledby|aria-describedby|for)="([^"]+)"', page):
        assert set(used.split()) <= set(names)
    for target in re.findall(r'href="#([^"]+)"', page):
        assert target in names


@pytest.mark.parametrize("address", PAGES)
def test_no_english_sentence_is_left_in_hindi(client: Client, record: None, address: str) -> None:
    page = read(client, address)
    shown = re.sub(r"<[^>]+>", "\n", page[page.index("<body>") :])
    words = [line for line in shown.splitlines() if re.search("[a-z]{2,}", line)]
    names = r"ETV Bharat|English|Atom|iCalendar|\b[0-9a-f]{64}\b|[A-Z]{2,}|WCAG|GIGW"
    assert [line for line in words if not DEVANAGARI.search(re.sub(names, "क", line))] == []


@pytest.mark.parametrize("address", BOTH)
def test_every_link_inside_leads_somewhere(client: Client, record: None, address: str) -> None:
    own = re.compile(r"/(?:en/)?(?:districts|orders|directives|notices|verify|as-of|about|ask)/")
    links = set(re.findall(r'<a [^>]*href="(/[^"#]*)"', read(client, address)))
    for link in sorted(each for each in links if own.match(each)):
        assert client.get(link.replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize("address", ["/nowhere/", "/en/nowhere/", "/orders/%E0%A4%95-9/"])
def test_a_page_that_is_not_there_says_so(client: Client, record: None, address: str) -> None:
    response = client.get(address)
    page = response.content.decode()
    assert response.status_code == 404
    assert "Page not found" in page if address.startswith("/en/") else "पृष्ठ नहीं मिला" in page
    assert not response.cookies

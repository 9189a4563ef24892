"""Atom feeds: all notices, a district's, in both languages."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date

from moratorium.models import District, Entry
from moratorium.operations import journal
from tests.api import records
from tests.shared_records import BeginFrom

ATOM = "{http://www.w3.org/2005/Atom}"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration(begin_from: BeginFrom) -> Iterator[None]:
    begin_from(records.demonstration)
    with records.DEMONSTRATED:
        yield


def feed(path: str) -> ET.Element:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(answer.content)


def texts(root: ET.Element, name: str) -> list[str]:
    return [entry.findtext(ATOM + name) or "" for entry in root.iter(f"{ATOM}entry")]


def test_every_public_act_is_an_entry() -> None:
    root = feed("/feeds/notices.atom")
    assert len(texts(root, "id")) == Entry.objects.filter(public=True).count()
    assert all(title.startswith("[प्रदर्शन] ") for title in texts(root, "title"))
    assert root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "hi"


def test_the_english_feed_leads_to_english_pages() -> None:
    root = feed("/en/feeds/notices.atom")
    assert all("/en/notices/" in each for each in texts(root, "id"))
    assert all(title.startswith("[Demonstration] ") for title in texts(root, "title"))
    assert "IST" in texts(root, "summary")[0]


def test_addresses_are_of_the_site_whatever_host_was_asked(settings: object) -> None:
    settings.SITE_URL = "https://portal.example"  # type: ignore[attr-defined]
    root = feed("/feeds/notices.atom")
    links = [link.attrib["href"] for link in root.iter(f"{ATOM}link")]
    assert all(link.startswith("https://portal.example/") for link in links)


def test_times_are_exact() -> None:
    newest = Entry.objects.filter(public=True).order_by("-happened_at", "-seq")[0]
    root = feed("/feeds/notices.atom")
    assert texts(root, "published")[0] == newest.happened_at.isoformat()
    assert texts(root, "updated")[0] == newest.recorded_at.isoformat()


def test_a_feed_is_as_old_as_its_newest_act_and_kept_for_a_while() -> None:
    answer = Client().get("/feeds/notices.atom")
    newest = max(Entry.objects.filter(public=True).values_list("recorded_at", flat=True))
    assert answer["Last-Modified"] == http_date(newest.timestamp())
    assert ET.fromstring(answer.content).findtext(f"{ATOM}updated") == newest.isoformat()
    assert answer["Cache-Control"].startswith("public, max-age=30, s-maxage=30, ")


def test_a_feed_without_an_act_is_as_old_as_the_record() -> None:
    District.objects.create(slug="new", name_hi="नया", name_en="New")
    newest = Entry.objects.order_by("-seq")[0]
    for hours in (1, 5):
        with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
            root = feed("/en/feeds/districts/new.atom")
        assert texts(root, "id") == []
        assert root.findtext(f"{ATOM}updated") == newest.recorded_at.isoformat()


def test_a_district_sees_what_concerns_it() -> None:
    jhansi = " ".join(texts(feed("/en/feeds/districts/jhansi.atom"), "title"))
    assert "Bundelkhand" in jhansi
    agra = " ".join(texts(feed("/en/feeds/districts/agra.atom"), "title"))
    assert "online billing system" in agra
    assert "Purvanchal" not in agra


def test_a_district_is_told_of_the_lift_that_ends_its_protection() -> None:
    first = records.issue("MO/1", [records.line("PUVVNL", "varanasi")])
    records.issue("MO/2", [], amends=first, lift=True, issued_at=records.hours(9))
    act = journal.Act("order.lifted", "MO/2", "", True, {"title_en": "The lift", "slug": "mo-2"})
    with journal.writing(timezone.now()) as pen:
        pen.write(act)
    assert "Moratorium lifted: The lift" in texts(
        feed("/en/feeds/districts/varanasi.atom"), "title"
    )
    assert "Moratorium lifted: The lift" not in texts(feed("/en/feeds/districts/mau.atom"), "title")


@pytest.mark.parametrize("path", ["feeds/districts/nowhere.atom", "calendar/districts/nowhere.ics"])
def test_an_unknown_district_is_404(path: str) -> None:
    assert Client().get(f"/en/{path}").status_code == Client().get(f"/{path}").status_code == 404


@pytest.mark.parametrize("path", ["/feeds/notices.atom", "/calendar.ics"])
def test_only_reading_is_allowed(path: str) -> None:
    assert Client().head(path).status_code == 200
    assert Client().post(path).status_code == 405

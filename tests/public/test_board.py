"""The front page: what it says, and what it costs."""

import gzip
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from . import builders
from .builders import line, order

pytestmark = pytest.mark.django_db
LARGEST = 14 * 1024


@pytest.mark.parametrize(
    ("address", "question", "none"),
    [
        ("/", "क्या बकाये पर मेरा बिजली कनेक्शन अभी काटा जा सकता है?", "ऐसा कोई आदेश दर्ज नहीं है"),
        ("/en/", "Can my supply be cut for arrears now?", "No such order is on record"),
    ],
)
def test_with_nothing_in_force_it_says_so_and_what_still_applies(
    client: Client, places: None, address: str, question: str, none: str
) -> None:
    page = client.get(address).content.decode()
    assert f"<h1>{question}</h1>" in page
    assert f'<p class="big">{none}</p>' in page
    assert "56" in page
    assert 'id="in-force"' not in page


def test_in_force_overdue_and_upcoming_stand_apart(client: Client, record: None) -> None:
    now = timezone.now()
    hour = timedelta(hours=1)
    order("MO/now", now - hour, line(now - hour, discom="PVVNL", ends_at=now + hour))
    order("MO/soon", now - hour, line(now + hour, discom="PVVNL", ends_at=now + 3 * hour))
    page = client.get("/en/").content.decode()
    in_force, overdue, upcoming, after = (
        page.index(f'id="{each}"') for each in ("in-force", "overdue", "upcoming", "map")
    )
    assert "MO/now" in page[in_force:overdue]
    assert "MO/2022-23/0001" in page[overdue:upcoming]
    assert "through 4 January 2023 (24:00 IST); that time has passed" in page[overdue:upcoming]
    assert "MO/soon" in page[upcoming:after]


def test_an_assurance_is_named_as_one(client: Client, record: None) -> None:
    page = client.get("/en/").content.decode()
    card = page[page.index("MO/2022-23/0002") :]
    assert "Given by word of mouth and recorded here" in card[: card.index("</article>")]
    first = page[page.index("MO/2022-23/0001") :]
    assert "word of mouth" not in first[: first.index("</article>")]


def test_a_demonstration_is_marked_at_each_act(client: Client, places: None) -> None:
    now = timezone.now()
    order("MO/demo", now, line(now, discom="PVVNL", ends_at=now + timedelta(1)), demonstration=True)
    for address in ("/en/", "/en/orders/", "/en/orders/mo-demo/", "/en/districts/agra/"):
        page = client.get(address).content.decode()
        assert ('class="mark-demo"' in page) == (address != "/en/districts/agra/")
    assert "no effect in fact" in client.get("/en/notices/1/").content.decode()


def test_an_official_site_does_not_call_itself_a_demonstration(
    client: Client, record: None, settings: Any
) -> None:
    settings.OFFICIAL = True
    page = client.get("/en/").content.decode()
    assert "not an official site" not in page
    assert "Owned and kept by Uttar Pradesh Power Corporation" in page


def test_every_district_is_on_the_map_and_in_the_table(client: Client, places: None) -> None:
    page = client.get("/en/").content.decode()
    for slug in ("varanasi", "prayagraj", "agra", "gautam-buddha-nagar"):
        assert page.count(f'href="/en/districts/{slug}/"') == 2


def test_it_needs_seven_queries(
    client: Client, record: None, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(7):
        client.get("/")


@pytest.mark.parametrize("address", ["/", "/en/"])
def test_with_twenty_orders_in_force_it_stays_small(client: Client, db: None, address: str) -> None:
    call_command("load_reference", verbosity=0)
    fill(20)
    page = client.get(address).content
    assert page.count(b"<article") == 20
    assert len(gzip.compress(page, 9)) <= LARGEST


def fill(count: int) -> None:
    """Orders in force that differ in everything, as bulky as real ones."""
    now = timezone.now()
    codes = ["PUVVNL", "MVVNL", "PVVNL", "DVVNL", None]
    down = builders.outage("BO/1", now - timedelta(3), now + timedelta(2))
    for i in range(count):
        start = now - timedelta(hours=5 + 7 * i, minutes=13 * i)
        order(
            f"MO/2026-27/{i * 37:04d}",
            start,
            line(
                start,
                discom=codes[i % 5],
                area=["any", "urban", "rural"][i % 3],
                ends_at=now + timedelta(hours=9 + 5 * i, minutes=7 * i),
                until_restored=down if i % 2 else None,
            ),
            title_hi=f"{builders.TITLE_HI}, चरण {i}",
            title_en=f"{builders.TITLE_EN}, phase {i}",
            basis=["order", "assurance"][i % 2],
            demonstration=True,
        )

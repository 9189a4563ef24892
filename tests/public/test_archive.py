"""The archive of orders, one order, and the notices."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests import builders

from .builders import entry, ist, line, order

pytestmark = pytest.mark.django_db


def numbers(client: Client, query: str) -> list[str]:
    page = client.get(f"/en/orders/?{query}").content.decode()
    return re.findall(r"Number <b>([^<]+)</b>", page)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["MO/2022-23/0002", "MO/2022-23/0001"]),
        ("q=mo/2022-23/0001", ["MO/2022-23/0001"]),
        ("q=billing", ["MO/2022-23/0002", "MO/2022-23/0001"]),
        ("q=nothing+like+it", []),
        ("discom=*", ["MO/2022-23/0001"]),
        ("discom=NPCL", []),
        ("area=rural", ["MO/2022-23/0002"]),
        ("year=2022", ["MO/2022-23/0002", "MO/2022-23/0001"]),
    ],
)
def test_it_is_searched(client: Client, record: None, query: str, found: list[str]) -> None:
    assert numbers(client, query) == found


def test_it_is_paged_and_the_search_stays(client: Client, places: None) -> None:
    for i in range(25):
        at = ist("2023-05-01 10:00") + timedelta(minutes=i)
        order(f"MO/{i:03d}", at, line(at, ends_at=at + timedelta(1)))
    page = client.get("/en/orders/?q=MO").content.decode()
    assert "Orders found: 25" in page
    assert page.count('<article class="card') == 20
    assert 'href="?q=MO&amp;page=2"' in page
    assert client.get("/en/orders/?q=MO&page=2").content.decode().count('<article class="card') == 5


def test_an_ended_order_is_not_shown_as_live(client: Client, places: None) -> None:
    at = ist("2023-05-01 10:00")
    order("MO/1", at, line(at, ends_at=at + timedelta(1)))
    assert '<span class="state ended">Ended' in client.get("/en/orders/").content.decode()
    assert '<span class="state ended">Ended' in client.get("/en/orders/mo-1/").content.decode()


def test_one_order_shows_its_chain_and_what_it_says(client: Client, record: None) -> None:
    first = order("MO/1", ist("2023-05-01 10:00"), line(ist("2023-05-01 10:00"), discom="PVVNL",
                  ends_at=ist("2023-05-04 00:00")))  # fmt: skip
    order("MO/2", ist("2023-05-02 09:00"), amends=first, lift=True)
    page = client.get("/en/orders/mo-1/").content.decode()
    assert "Amended by a newer order:" in page
    assert '<a href="/en/orders/mo-2/">MO/2</a>' in page
    assert "no consumer&#x27;s supply shall be disconnected for arrears" in page
    assert "through 3 May 2023 (24:00 IST)" in page
    assert "until 2 May 2023, 9:00 am (09:00 IST)" in page
    lift = client.get("/en/orders/mo-2/").content.decode()
    assert "The bar on disconnection for arrears ends when this order is issued." in lift


def test_a_number_in_hindi_has_a_page(client: Client, places: None) -> None:
    at = ist("2023-05-01 10:00")
    made = order("प/उ/2026/०८ शक्ति भवन", at, line(at, ends_at=at + timedelta(1)))
    page = client.get("/orders/").content.decode()
    link = re.search(r'<h2><a href="(/orders/[^"]+)">', page)
    assert link is not None
    assert client.get(link[1]).status_code == 200
    assert client.get(f"/en/orders/{made.slug}/").status_code == 200


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//host/x", ""])
def test_only_web_addresses_become_links(client: Client, places: None, url: str) -> None:
    at = ist("2023-05-01 10:00")
    source = {"title": "<i>Paper</i>", "date": "soon", "url": url}
    order("MO/1", at, line(at, ends_at=at + timedelta(1)), sources=[source])
    page = client.get("/en/orders/mo-1/").content.decode()
    assert "<li>&lt;i&gt;Paper&lt;/i&gt;, soon</li>" in page


def test_notices_are_shown_by_year(client: Client, record: None) -> None:
    at = ist("2023-01-01 00:00")
    order("MO/1", at, line(at, ends_at=at + timedelta(1)))
    assert re.findall(r"\?year=(\d+)", client.get("/notices/").content.decode()) == ["2023", "2022"]
    of_2022 = client.get("/en/notices/?year=2022").content.decode()
    listed = of_2022[of_2022.index('class="acts long"') : of_2022.index("</main>")]
    assert "MO/2022-23/0001" in listed
    assert "MO/1<" not in listed


def test_a_notice_of_an_outage_states_its_hours(client: Client, places: None) -> None:
    detail = {
        "title_hi": "बिलिंग बंद", "title_en": "billing down", "slug": None,
        "starts_at": "2022-12-29T18:00:00+05:30", "expected_end": "2023-01-05T00:00:00+05:30",
        "restored_at": None, "confirmed_at": "not an instant",
    }  # fmt: skip
    entry("outage.recorded", "BO/1", ist("2022-12-29 18:41"), detail)
    page = client.get("/en/notices/1/").content.decode()
    assert "29 December 2022, 6:00 pm (18:00 IST)" in page
    assert "through 4 January 2023 (24:00 IST)" in page
    assert "Restoration confirmed" not in page


def test_what_is_not_public_has_no_notice(client: Client, places: None) -> None:
    kept_inside = builders.entry(ist("2022-12-29 18:41"), public=False)
    assert client.get(f"/notices/{kept_inside.seq}/").status_code == 404

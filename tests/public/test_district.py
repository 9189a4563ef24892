"""One district's answer: each area, each supplier, and why."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from .builders import december_2022, line, order, outage

pytestmark = pytest.mark.django_db
OTHER_LAW = "15 clear days’ notice in writing (section 56 of the Electricity Act 2003)"


def page_of(client: Client, slug: str, language: str = "/en") -> str:
    return client.get(f"{language}/districts/{slug}/").content.decode()


def part(page: str, area: str) -> str:
    """The section of one area."""
    start = page.index(f'<section class="area" id="{area}"')
    return page[start : page.index("</section>", start)]


def now_and(hours: float) -> tuple[datetime, datetime]:
    now = timezone.now()
    return now - timedelta(hours=1), now + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("", "अभी बकाये पर बिजली न काटने का आदेश लागू है"),
        ("/en", "An order is in force: no disconnection for arrears now"),
    ],
)
def test_protected(client: Client, record: None, language: str, sentence: str) -> None:
    page = page_of(client, "varanasi", language)
    for area in ("urban", "rural"):
        assert f'<p class="big">{sentence}</p>' in part(page, area)
    assert "MO/2022-23/0001" in part(page, "urban")
    assert "MO/2022-23/0001" not in part(page, "rural")
    assert 'href="tel:1912"' in page


def test_a_passed_planned_end_is_no_promise(client: Client, record: None) -> None:
    said = part(page_of(client, "prayagraj"), "rural")
    assert "until billing is confirmed restored; the end is not known yet" in said
    assert "Planned through 4 January 2023 (24:00 IST); the protection goes on" in said


def test_an_assurance_alone_is_named_as_one(client: Client, record: None) -> None:
    page = page_of(client, "varanasi")
    assert "given its word (an assurance, recorded here)" in part(page, "rural")
    assert "has directed its engineers" in part(page, "urban")


def test_a_known_end_is_stated(client: Client, places: None) -> None:
    start, end = now_and(10)
    end = end.replace(hour=3, minute=30, second=0, microsecond=0) + timedelta(1)
    order("MO/1", start, line(start, discom="PUVVNL", area="rural", ends_at=end))
    said = part(page_of(client, "varanasi"), "rural")
    assert "9:00 am (09:00 IST)" in said
    assert "Planned" not in said


@pytest.mark.parametrize(
    ("language", "sentence"), [("", "ऐसा कोई आदेश दर्ज नहीं है"), ("/en", "No such order is on record")]
)
def test_no_order_never_means_may_be_cut(
    client: Client, places: None, language: str, sentence: str
) -> None:
    page = page_of(client, "agra", language)
    for area in ("urban", "rural"):
        assert f'<p class="big">{sentence}</p>' in part(page, area)
        assert 'href="#other-law"' in part(page, area)
    assert (OTHER_LAW if language else "धारा 56") in page


def test_a_district_of_two_suppliers_shows_both_and_how_to_tell(
    client: Client, record: None
) -> None:
    page = page_of(client, "gautam-buddha-nagar")
    assert "Two suppliers serve this district" in page
    assert "printed on your electricity bill" in page
    for area in ("urban", "rural"):
        assert "Pashchimanchal Vidyut Vitran Nigam Ltd" in part(page, area)
        assert "Noida Power Company Ltd <small>(Greater Noida)" in part(page, area)
    assert "Depends on the place: please confirm" in part(page, "urban")
    assert "Two suppliers" not in page_of(client, "varanasi")


def test_a_private_licensee_is_told_that_it_is_not_named(client: Client, record: None) -> None:
    sentence = (
        "Order MO/2022-23/0001 is addressed to all discoms of the Corporation. "
        "It does not name this supplier."
    )
    noida = page_of(client, "gautam-buddha-nagar")
    assert sentence in part(noida, "urban")
    assert sentence not in part(noida, "rural")
    assert sentence in part(page_of(client, "agra"), "urban")
    assert sentence not in page_of(client, "varanasi")
    urban = part(noida, "urban")
    assert "This does not mean that your supply may be cut" in urban[urban.index(sentence) :]


def test_a_licensee_that_is_named_is_protected(client: Client, places: None) -> None:
    start, end = now_and(10)
    order("MO/1", start, line(start, discom="NPCL", ends_at=end))
    said = part(page_of(client, "gautam-buddha-nagar"), "rural")
    licensee = said[said.index("Noida Power") :]
    assert "An order is in force" in licensee
    assert "does not name this supplier" not in said


def test_named_places_are_named_with_what_to_ask(client: Client, places: None) -> None:
    start, end = now_and(10)
    order(
        "MO/1", start,
        line(
            start, discom="PUVVNL", districts=["varanasi"], area="rural", ends_at=end,
            restricted_hi="चोलापुर के गाँव", restricted_en="the villages of Cholapur",
        ),
        line(
            start, discom="PUVVNL", districts=["prayagraj"], area="rural", ends_at=end,
            restricted_hi="फूलपुर", restricted_en="Phulpur",
        ),
    )  # fmt: skip
    said = part(page_of(client, "varanasi"), "rural")
    assert "Depends on the place: please confirm" in said
    assert "the villages of Cholapur" in said
    assert "Phulpur" not in said
    assert "Ask helpline 1912 and quote the order number" in said
    assert "चोलापुर के गाँव" in page_of(client, "varanasi", "")


def test_what_is_coming_is_shown_where_it_will_hold(client: Client, places: None) -> None:
    now = timezone.now()
    down = outage("BO/1", now + timedelta(1))
    order("MO/1", now, line(now + timedelta(1), area="urban", until_restored=down))
    assert "Upcoming:" in part(page_of(client, "varanasi"), "urban")
    assert "Upcoming:" not in part(page_of(client, "varanasi"), "rural")
    noida = part(page_of(client, "gautam-buddha-nagar"), "urban")
    assert noida.count("Upcoming:") == 1


def test_the_whole_answer_is_the_one_that_all_share(client: Client, places: None) -> None:
    december_2022()
    first = page_of(client, "varanasi").split('<p class="big">')[1]
    assert first.startswith("An order is in force")
    first = page_of(client, "agra").split('<p class="big">')[1]
    assert first.startswith("Depends on the place")

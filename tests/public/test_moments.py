"""The board of another moment, and hours that cannot be confused on any page."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from .addresses import BOTH
from .builders import ist, line, order, sent

pytestmark = pytest.mark.django_db


def in_force(client: Client, query: str) -> bool:
    page = client.get(f"/en/as-of/?{query}").content.decode()
    assert "This is not the answer for now." in page
    standing = re.split('id="(?:upcoming|map)"', page)[0]
    return "MO/2022-23/0001" in standing


def test_an_order_may_protect_backwards(client: Client, record: None) -> None:
    assert in_force(client, "at=2022-12-29T18:30")
    assert not in_force(client, "at=2022-12-29T18:30&known_at=2022-12-29T18:30")
    assert in_force(client, "at=2022-12-29T18:30&known_at=2022-12-29T18:41")
    assert not in_force(client, "at=2022-12-29T17:59")


@pytest.mark.parametrize(
    "typed",
    [
        "2022-12-29T18:30", "2022-12-29T18:30:00", "2022-12-29 18:30", "29-12-2022 18:30",
        "29/12/2022 18:30", "29.12.2022, 18:30", "2022-12-29T13:00Z",
        "2022-12-29T18:30:00+05:30", "2022-12-29T18:30:00 05:30",
    ],
)  # fmt: skip
def test_a_moment_is_read_as_it_is_written(client: Client, record: None, typed: str) -> None:
    page = client.get("/en/as-of/", {"at": typed}).content.decode()
    assert "At 29 December 2022, 6:30 pm (18:30 IST)" in page


def test_the_same_moment_as_it_was_known_then_is_one_click_away(
    client: Client, record: None
) -> None:
    page = client.get("/en/as-of/?at=2022-12-29T18:30").content.decode()
    link = re.search(r'<a href="(\?at=[^"]+known_at[^"]+)"', page)
    assert link is not None
    then = client.get("/en/as-of/" + link[1].replace("&amp;", "&")).content.decode()
    assert "as known at 29 December 2022, 6:30 pm (18:30 IST)" in then


@pytest.mark.parametrize("address", BOTH)
def test_morning_and_evening_never_look_alike(client: Client, places: None, address: str) -> None:
    """Every page as of 09:00 and as of 21:00 differs in more than its 24-hour clock."""
    start = ist("2022-12-29 09:00")
    for number in ("MO/2022-23/0001", "MO/2022-23/0002"):
        last = order(number, start, line(start, ends_at=start + timedelta(days=1, hours=12)))
    sent(last)
    told = []
    for hour in ("2022-12-29 09:00", "2022-12-29 21:00"):
        with time_machine.travel(ist(hour), tick=False):
            page = client.get(address).content.decode()
        foot = page[page.index('class="asof"') : page.index("</footer>")]
        told.append(re.sub(r"\(\d\d:\d\d[^)]*\)", "", foot))
        bare = re.sub(r"\(\d\d:\d\d(:\d\d)? IST\)", "", page)
        assert not re.search(r"(?<!सुबह )(?<!रात )(?<!शाम )(?<!दोपहर )\b\d{1,2}:\d\d बजे", bare)
        assert not re.search(r"\b\d{1,2}:\d\d(?! am| pm| बजे|:\d\d)\b(?=[ <,;])", _shown(bare))
    assert told[0] != told[1]


def _shown(page: str) -> str:
    """The text of a page, without what fields hold."""
    return re.sub(r"<[^>]*>", " ", page)

"""What the doors refuse, and how: never a fault of the server, never a guess."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from . import builders
from .addresses import BOTH, WRITTEN_TO

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", BOTH)
def test_pages_are_only_read(client: Client, record: None, address: str) -> None:
    methods = ["put", "patch", "delete"]
    for method in methods if address.removeprefix("/en") in WRITTEN_TO else [*methods, "post"]:
        assert getattr(client, method)(address).status_code == 405
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/orders/?page=0", 404),
        ("/orders/?page=x", 404),
        ("/orders/?page=99999999999999999999", 404),
        ("/orders/?page=2", 404),
        ("/orders/?year=abc", 400),
        ("/orders/?year=99999", 400),
        ("/orders/?discom=puvvnl", 400),
        ("/orders/?district=atlantis", 400),
        ("/orders/?area=any", 400),
        ("/orders/?q=" + "x" * 101, 400),
        ("/orders/?q=%00%0a'%25_%22", 200),
        ("/orders/?q=%F0%9F%92%A1&nonsense=1&page=1", 200),
        ("/orders/%00/", 404),
        ("/orders/" + "x" * 300 + "/", 404),
        ("/notices/?year=2001", 400),
        ("/notices/?year=%00", 200),
        ("/notices/?page=-1", 404),
        ("/notices/?page=3", 404),
        ("/notices/0/", 404),
        ("/notices/99999999999999999999999999/", 404),
        ("/districts/atlantis/", 404),
        ("/districts/Varanasi/", 404),
        ("/directives/", 404),
        ("/directives/nothing/", 404),
        ("/directives/nothing.pdf", 404),
        ("/directives/%00.pdf", 404),
        ("/directives/D-2022-23-0001/", 404),
        ("/directives/d-2022-23-0001.pdf/", 404),
        ("/directives/" + "x" * 300 + ".pdf", 404),
        ("/as-of/?at=yesterday", 400),
        ("/as-of/?at=2022-02-30T10:00", 400),
        ("/as-of/?at=1999-12-31T23:59&known_at=2200-01-01T00:00", 400),
        ("/as-of/?known_at=%00", 200),
        ("/?utm_source=x&page=abc", 200),
        ("/ask/?utm_source=x", 200),
    ],
)  # fmt: skip
def test_bad_input(client: Client, record: None, language: str, address: str, status: int) -> None:
    response = client.get(language + address)
    assert response.status_code == status
    assert not response.cookies


@pytest.mark.parametrize(
    ("address", "field", "kept"),
    [
        ("/en/orders/?year=abc&q=MO", "year", "abc"),
        ("/en/orders/?district=atlantis&q=MO", "in-district", "atlantis"),
        ("/en/as-of/?at=yesterday", "at", "yesterday"),
        ("/en/as-of/?at=2022-12-29T18:41&known_at=soon", "known_at", "soon"),
    ],
)
def test_an_error_stands_at_its_field_and_nothing_typed_is_lost(
    client: Client, record: None, address: str, field: str, kept: str
) -> None:
    page = client.get(address).content.decode()
    start = page.index(f'for="{field}"')
    at_field = page[start : page.index("</div>", start)]
    assert 'class="error"' in at_field
    assert 'aria-invalid="true"' in at_field
    assert kept in at_field
    for other in address.split("?")[1].split("&"):
        assert other.split("=")[1] in page


def test_a_page_is_not_kept_past_the_next_change(client: Client, places: None) -> None:
    now = timezone.now()
    builders.order(
        "MO/1", now - timedelta(hours=1),
        builders.line(now - timedelta(hours=1), discom="PUVVNL", ends_at=now + timedelta(seconds=9)),
    )  # fmt: skip
    for address in ("/", "/districts/", "/districts/varanasi/", "/orders/", "/orders/mo-1/"):
        said = client.get(address)["Cache-Control"]
        ages = dict(each.split("=") for each in said.removeprefix("public, ").split(", "))
        assert int(ages["max-age"]) == int(ages["s-maxage"]) <= 9
        assert int(ages["max-age"]) + int(ages["stale-if-error"]) <= 9


def test_english_without_its_slash_leads_there(client: Client, record: None) -> None:
    response = client.get("/en?utm_source=x")
    assert (response.status_code, response["Location"]) == (301, "/en/?utm_source=x")
    assert client.get("/english").status_code == 404

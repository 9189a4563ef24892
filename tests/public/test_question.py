"""The question form and its target."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "target"),
    [
        ("district=varanasi&area=urban", "/districts/varanasi/#urban"),
        ("district=varanasi&area=rural", "/districts/varanasi/#rural"),
        ("district=varanasi&area=unknown", "/districts/varanasi/"),
        ("district=varanasi", "/districts/varanasi/"),
        ("district=Allahabad&area=urban", "/districts/prayagraj/#urban"),
        ("district=इलाहाबाद", "/districts/prayagraj/"),
        ("district=%20gautam-Buddha%20NAGAR", "/districts/gautam-buddha-nagar/"),
        ("district=noida", "/districts/gautam-buddha-nagar/"),
    ],
)
@pytest.mark.parametrize("language", ["", "/en"])
def test_it_is_answered_by_the_districts_page(
    client: Client, places: None, language: str, query: str, target: str
) -> None:
    response = client.get(f"{language}/ask/?{query}")
    assert (response.status_code, response["Location"]) == (302, language + target)
    assert not response.cookies
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize("typed", ["Atlantis", "<b>x</b>", '"><script>', "न-है", "x" * 5000])
def test_an_unknown_district_is_said_at_its_field(client: Client, places: None, typed: str) -> None:
    response = client.get("/en/ask/", {"district": typed, "area": "rural"})
    page = response.content.decode()
    assert response.status_code == 400
    assert 'id="district-error"' in page
    assert "No district of this name is known" in page
    assert "<script>" not in page
    assert "<b>x</b>" not in page
    kept = re.search(r'name="district" type="text"[^>]* value="([^"]*)"', page)
    assert kept is not None
    assert kept[1][:4] in (typed[:4], "&lt;", "&quo")
    assert re.search(r'value="rural" checked', page)


def test_no_district_is_said_at_its_field(client: Client, places: None) -> None:
    response = client.get("/ask/?district=&area=urban")
    page = response.content.decode()
    assert response.status_code == 400
    assert "अपना जनपद चुनें।" in page
    assert re.search(r'value="urban" checked', page)


def test_an_unknown_area_is_said_at_its_field(client: Client, places: None) -> None:
    response = client.get("/en/ask/?district=agra&area=moon")
    page = response.content.decode()
    assert response.status_code == 400
    assert 'id="area-error"' in page
    assert '<option value="agra" selected>' in page


def test_districts_are_sorted_in_the_language_shown(client: Client, places: None) -> None:
    def names(address: str) -> list[str]:
        page = client.get(address).content.decode()
        listed = page[page.index("<select") : page.index("<optgroup")]
        return re.findall(r"<option[^>]*>([^<]+)", listed)[1:]

    assert names("/en/") == ["Agra", "Gautam Buddha Nagar", "Prayagraj", "Varanasi"]
    assert names("/") == ["आगरा", "गौतम बुद्ध नगर", "प्रयागराज", "वाराणसी"]


def test_former_names_are_offered_in_the_language_shown(client: Client, places: None) -> None:
    def group(address: str) -> str:
        page = client.get(address).content.decode()
        return page[page.index("<optgroup") : page.index("</optgroup")]

    assert "Allahabad → Prayagraj" in group("/en/")
    assert "Noida" in group("/en/")
    assert "इलाहाबाद → प्रयागराज" in group("/")
    assert "Noida" not in group("/")

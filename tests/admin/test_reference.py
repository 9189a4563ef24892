"""Reference data and offices on the desk; and who may not."""

import pytest

from moratorium.models import Discom, District, Office, Placement, ServiceArea
from tests import builders as build

from . import desk
from .desk import PREFIXES, page

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("prefix", PREFIXES)
NO_PLACES = {"placements-TOTAL_FORMS": "0", "placements-INITIAL_FORMS": "0"}


def office(code: str = "PU-01") -> Office:
    return Office.objects.create(
        code=code, discom=build.discom(), level="zone", name_hi="क्षेत्र", name_en="Zone"
    )


@both
def test_a_district_is_corrected(prefix: str) -> None:
    build.served()
    typed = {"name_hi": "वाराणसी", "name_en": "Varanasi", "aliases": "Banaras\nKashi\nKashi"}
    response = desk.of(desk.keeper()).post(page(prefix, "district", "varanasi", "change"), typed)
    assert response.status_code == 302
    assert District.objects.get().aliases == ["Banaras", "Kashi"]


@both
def test_a_discom_keeps_its_code_and_kind(prefix: str) -> None:
    build.discom()
    typed = {
        "code": "OTHER", "kind": "private", "name_hi": "पूर्वांचल", "name_en": "Purvanchal",
        "short_hi": "पूर्वांचल", "short_en": "Purvanchal", "position": "1",
    }  # fmt: skip
    response = desk.of(desk.keeper()).post(page(prefix, "discom", "PUVVNL", "change"), typed)
    assert response.status_code == 302
    kept = Discom.objects.get()
    assert (kept.code, kept.kind, kept.name_en) == ("PUVVNL", "state", "Purvanchal")


@both
def test_a_service_area_is_added_once(prefix: str) -> None:
    build.discom()
    build.district()
    client = desk.of(desk.keeper())
    typed = {"district": "varanasi", "area": "urban", "discom": "PUVVNL"}
    assert client.post(page(prefix, "servicearea", "add"), typed).status_code == 302
    assert client.post(page(prefix, "servicearea", "add"), typed).status_code == 200
    assert ServiceArea.objects.count() == 1


@both
def test_an_office_is_added_with_its_place(prefix: str) -> None:
    zone = office()
    typed = {
        "code": "PU-01-02", "discom": "PUVVNL", "level": "circle", "name_hi": "मण्डल",
        "name_en": "Circle", "placements-TOTAL_FORMS": "1", "placements-INITIAL_FORMS": "0",
        "placements-0-parent": zone.pk, "placements-0-starts_on": "2023-04-01",
    }  # fmt: skip
    assert desk.of(desk.keeper()).post(page(prefix, "office", "add"), typed).status_code == 302
    assert Placement.objects.get().parent == zone


@both
@pytest.mark.parametrize(
    ("rows", "hindi", "english"),
    [
        ([("", "2023-04-01", "2023-03-01")], "प्रारंभ के बाद", "must be after the start"),
        (
            [("", "2023-04-01", ""), ("", "2024-04-01", "")],
            "अवधि टकराती है",
            "overlap",
        ),
        ([("own", "2023-04-01", "")], "स्वयं के अधीन", "under itself"),
    ],
)
def test_a_place_that_cannot_be_is_refused(
    prefix: str, rows: list[tuple[str, str, str]], hindi: str, english: str
) -> None:
    own = office()
    typed = {
        "discom": "PUVVNL", "level": "zone", "name_hi": "नया", "name_en": "New name",
        "placements-TOTAL_FORMS": str(len(rows)), "placements-INITIAL_FORMS": "0",
    }  # fmt: skip
    for index, (parent, start, end) in enumerate(rows):
        typed |= {
            f"placements-{index}-parent": str(own.pk) if parent else "",
            f"placements-{index}-starts_on": start,
            f"placements-{index}-ends_on": end,
            f"placements-{index}-office": str(own.pk),
        }
    response = desk.of(desk.keeper()).post(page(prefix, "office", own.pk, "change"), typed)
    assert response.status_code == 200
    assert (english if prefix else hindi) in desk.text(response)
    assert 'value="New name"' in desk.text(response)
    assert not Placement.objects.exists()
    own.refresh_from_db()
    assert own.name_en == "Zone"


def test_nothing_is_deleted() -> None:
    build.served()
    made = office()
    client = desk.of(desk.keeper())
    for noun, key in (("district", "varanasi"), ("discom", "PUVVNL"), ("office", made.pk)):
        answer = client.post(page("", noun, key, "delete"), {"post": "yes"})
        assert answer.status_code == 403


# Who may not


def test_only_the_keeper_changes_and_the_auditor_looks() -> None:
    build.served()
    pages = [page("", "district"), page("", "discom"), page("", "servicearea"), page("", "office")]
    for person in (desk.auditor(), desk.chief()):
        client = desk.of(person)
        assert {client.get(each).status_code for each in pages} == {200}
        changed = client.post(page("", "district", "varanasi", "change"), {"name_en": "X"})
        assert changed.status_code == 403
        assert client.get(page("", "office", "add")).status_code == 403
    for person in (build.asha(), build.vikram()):
        assert {desk.of(person).get(each).status_code for each in pages} == {403}
    for person in (*desk.outsiders(), None):
        assert "/login/" in desk.of(person).get(pages[0]).headers["Location"]
    assert District.objects.get().name_en == "Varanasi"

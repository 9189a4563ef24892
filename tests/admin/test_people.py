"""People on the desk: made, given roles by date, closed and reopened; and who may not."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from moratorium.models import Entry, Mail, Person, RoleGrant
from moratorium.rules.instants import IST
from moratorium.rules.lifecycle import REFUSALS
from tests import builders as build

from . import desk
from .desk import PREFIXES, page

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("prefix", PREFIXES)
NEW = {
    "username": "ravi", "name_hi": "रवि", "name_en": "Ravi", "post_hi": "अवर अभियन्ता",
    "post_en": "Junior Engineer", "email": "ravi@example.test",
}  # fmt: skip

PERSON = {"name_hi": "आशा", "name_en": "Asha", "post_hi": "", "post_en": "", "email": ""}


def today(days: int = 0) -> date:
    return timezone.now().astimezone(IST).date() + timedelta(days=days)


def act(by: Person, on: Person, name: str, prefix: str = "", **typed: Any) -> Any:
    return desk.of(by).post(page(prefix, "person", on.pk, name), typed)


def words(name: str, prefix: str = "") -> str:
    return REFUSALS[name]["en" if prefix else "hi"]


@both
def test_a_person_is_made_given_a_role_and_ended(prefix: str) -> None:
    client = desk.of(desk.keeper())
    response = client.post(page(prefix, "person", "add"), NEW)
    ravi = Person.objects.get(username="ravi")
    assert response.headers["Location"] == page(prefix, "person", ravi.pk, "change")
    assert not ravi.is_staff
    assert ravi.roles_on(today()) == frozenset()
    act(desk.keeper(), ravi, "grant", prefix, role="maker", starts_on=today().isoformat())
    assert ravi.roles_on(today()) == {"maker"}
    assert desk.of(ravi).get(page(prefix, "order", "add")).status_code == 200
    granted = RoleGrant.objects.get(person=ravi)
    act(desk.keeper(), ravi, "end_grant", prefix, grant=granted.pk, ends_on=today().isoformat())
    assert ravi.roles_on(today()) == frozenset()
    entries = Entry.objects.order_by("seq").values_list("act", "subject", "by", "public")
    assert list(entries) == [
        ("person.added", "ravi", "sita", False), ("role.granted", "ravi", "sita", False), ("role.ended", "ravi", "sita", False),
    ]  # fmt: skip


@both
def test_an_account_is_closed_and_reopened(prefix: str) -> None:
    act(desk.keeper(), build.asha(), "close", prefix)
    assert not Person.objects.get(username="asha").is_active
    assert act(desk.keeper(), build.asha(), "close", prefix).status_code == 409
    act(desk.keeper(), build.asha(), "reopen", prefix)
    assert Person.objects.get(username="asha").is_active


@both
def test_nobody_chooses_a_password_for_another(prefix: str) -> None:
    asha = build.asha()
    assert (
        desk.of(desk.keeper()).get(page(prefix, "person", asha.pk, "password")).status_code == 302
    )
    typed = PERSON | {"password1": "kept-in-a-drawer-7", "password2": "kept-in-a-drawer-7"}
    desk.of(desk.keeper()).post(page(prefix, "person", asha.pk, "change"), typed)
    asha.refresh_from_db()
    assert asha.check_password(build.PASSWORD)


@both
def test_a_correction_keeps_the_name_before_in_the_journal(prefix: str) -> None:
    asha = build.asha()
    typed = PERSON | {"name_en": "Asha Devi"}
    path = page(prefix, "person", asha.pk, "change")
    assert desk.of(desk.keeper()).post(path, typed).status_code == 302
    entry = Entry.objects.get(act="person.corrected")
    assert entry.detail["changes"]["name_en"] == ["Asha (test)", "Asha Devi"]
    desk.of(desk.keeper()).post(path, typed)
    assert Entry.objects.count() == 1, "what changes nothing is no act"


def test_a_new_address_is_told_to_the_old_one() -> None:
    asha = build.asha()
    path = page("", "person", asha.pk, "change")
    for address in ("asha@example.test", "asha@elsewhere.test"):
        desk.of(desk.keeper()).post(path, PERSON | {"email": address})
    told = Mail.objects.get()
    assert told.address == "asha@example.test"
    assert "ई-मेल पता बदल दिया गया है" in told.queued.message
    assert "was changed" in told.queued.message
    assert "elsewhere" not in str(list(Entry.objects.values_list("detail", flat=True)))


@both
@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("email", "no address"),
        ("email", "ravi@example.test\nBcc: everybody@example.test"),
        ("email", "r" * 250 + "@example.test"),
        ("name_en", "R" * 121),
        ("username", "ravi kumar"),
        ("username", "r" * 151),
        ("username", "SITA"),
        ("username", ""),
    ],
)
def test_a_person_with_a_fault_is_refused_at_the_field(prefix: str, field: str, typed: str) -> None:
    client = desk.of(desk.keeper())
    before = desk.everything()
    response = client.post(page(prefix, "person", "add"), NEW | {field: typed})
    assert response.status_code == 200
    assert response.context_data["errors"]
    assert f'id="id_{field}_error"' in desk.text(response)
    assert desk.everything() == before


@both
@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ({"role": "maker", "starts_on": "2020-01-01"}, "past_day"),
        ({"role": "checker", "starts_on": "2090-01-02", "ends_on": "2090-01-02"}, "end_not_after_start"),
        ({"role": "maker", "starts_on": "2090-01-01"}, "taken"),
    ],
)  # fmt: skip
def test_a_refused_grant_keeps_what_was_typed(
    prefix: str, typed: dict[str, str], name: str
) -> None:
    keeper, asha = desk.keeper(), build.asha()
    before = desk.everything()
    response = act(keeper, asha, "grant", prefix, **typed)
    assert response.status_code == 409
    assert words(name, prefix) in desk.text(response)
    assert f'value="{typed["starts_on"]}"' in desk.text(response)
    assert desk.everything() == before


@both
def test_a_refused_person_keeps_what_was_typed(prefix: str) -> None:
    client = desk.of(desk.keeper())
    before = desk.everything()
    response = client.post(page(prefix, "person", "add"), NEW | {"name_en": ""})
    assert response.status_code == 200
    assert 'value="रवि"' in desk.text(response)
    assert desk.everything() == before


@both
def test_the_last_checker_stays(prefix: str) -> None:
    keeper, vikram = desk.keeper(), build.vikram()
    only = RoleGrant.objects.get(person=vikram)
    typed = {"grant": only.pk, "ends_on": today().isoformat()}
    assert words("last_checker", prefix) in desk.text(
        act(keeper, vikram, "end_grant", prefix, **typed)
    )
    assert words("last_checker", prefix) in desk.text(act(keeper, vikram, "close", prefix))
    build.meena()
    assert act(keeper, vikram, "end_grant", prefix, **typed).status_code == 302


@pytest.mark.parametrize(("start", "end", "enters"), [(-9, None, True), (-9, 0, False), (1, None, False), (0, 1, True)])  # fmt: skip
def test_permissions_go_by_the_day(start: int, end: int | None, enters: bool) -> None:
    somebody = build.stranger()
    ends_on = None if end is None else today(end)
    RoleGrant.objects.create(person=somebody, role="maker", starts_on=today(start), ends_on=ends_on)
    assert (desk.of(somebody).get(page("", "order", "add")).status_code == 200) is enters


# Who may not


def test_nobody_changes_their_own_roles() -> None:
    keeper = desk.keeper()
    before = desk.everything()
    typed = {"role": "checker", "starts_on": today().isoformat()}
    assert words("own_role") in desk.text(act(keeper, keeper, "grant", **typed))
    assert words("own_role") in desk.text(act(keeper, keeper, "close"))
    shown = desk.of(keeper).get(page("", "person", keeper.pk, "change"))
    assert desk.offers(shown) == []
    assert desk.everything() == before


def test_a_superuser_gets_no_role_and_is_not_changed() -> None:
    keeper, chief = desk.keeper(), desk.chief()
    typed = {"role": "checker", "starts_on": today().isoformat()}
    assert act(keeper, chief, "grant", **typed).status_code == 409
    client = desk.of(keeper)
    assert client.post(page("", "person", chief.pk, "change"), NEW).status_code == 403
    assert not RoleGrant.objects.filter(person=chief).exists()


def test_only_the_keeper_keeps_people() -> None:
    asha = build.asha()
    typed = {"role": "checker", "starts_on": today().isoformat()}
    for person in (desk.chief(), desk.auditor()):
        before = desk.everything()
        client = desk.of(person)
        assert client.get(page("", "person", asha.pk, "change")).status_code == 200
        assert client.post(page("", "person", "add"), NEW).status_code == 403
        assert client.post(page("", "person", asha.pk, "change"), NEW).status_code == 403
        assert act(person, asha, "grant", **typed).status_code == 409
        assert desk.everything() == before
    for person in (asha, build.vikram()):
        assert desk.of(person).get(page("", "person")).status_code == 403
        assert act(person, asha, "grant", **typed).status_code == 403


def test_outsiders_are_sent_to_the_door() -> None:
    for person in (*desk.outsiders(), None):
        assert "/login/" in desk.of(person).get(page("", "person")).headers["Location"]

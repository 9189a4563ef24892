"""The door of the desk: signing in and out, the lock, passwords, the index, who may not."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from moratorium.admin import access
from moratorium.models import Person
from tests import builders as build

from . import desk
from .desk import PREFIXES

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("prefix", PREFIXES)


def sign_in(username: str, password: str, prefix: str = "") -> tuple[Client, int]:
    client = Client()
    typed = {"username": username, "password": password, "next": f"{prefix}/admin/"}
    return client, client.post(f"{prefix}/admin/login/", typed).status_code


@both
def test_somebody_signs_in_and_out(prefix: str) -> None:
    build.asha()
    client, status = sign_in("asha", build.PASSWORD, prefix)
    assert status == 302
    assert client.get(f"{prefix}/admin/").status_code == 200
    assert client.get(f"{prefix}/admin/logout/").status_code == 405
    assert client.post(f"{prefix}/admin/logout/").status_code == 200
    assert client.get(f"{prefix}/admin/").status_code == 302


@both
def test_too_many_attempts_lock_one_person_at_one_address(prefix: str) -> None:
    build.asha()
    build.vikram()
    statuses = [sign_in("asha", "wrong", prefix)[1] for _ in range(9)]
    assert statuses[0] == 200
    assert statuses[-1] == 429
    locked = Client().post(f"{prefix}/admin/login/", {"username": "asha", "password": "x"})
    said = desk.text(locked)
    assert ("Too many attempts" if prefix else "बहुत अधिक प्रयास") in said
    assert ("Wait 15 minutes" if prefix else "15 मिनट रुककर") in said
    assert sign_in("vikram", build.PASSWORD, prefix)[1] == 302


@both
def test_a_password_is_changed(prefix: str) -> None:
    client = desk.of(build.asha())
    path = f"{prefix}/admin/password_change/"
    good = "kept-in-a-drawer-7"
    typed = {"old_password": build.PASSWORD, "new_password1": good, "new_password2": good}
    assert client.post(path, typed | {"old_password": "no"}).status_code == 200
    assert client.post(path, typed).status_code == 302
    assert client.get(f"{path}done/").status_code == 200
    assert Person.objects.get(username="asha").check_password(good)


@pytest.mark.parametrize(
    ("who", "nouns"),
    [
        (build.asha, ["outage", "order", "directive"]),
        (build.vikram, ["outage", "order", "directive"]),
        (desk.keeper, ["discom", "district", "servicearea", "person", "office", "mail"]),
        (
            desk.auditor,
            [
                "outage",
                "order",
                "directive",
                "discom",
                "district",
                "servicearea",
                "person",
                "office",
                "mail",
                "entry",
            ],
        ),
    ],
    ids=["maker", "checker", "keeper", "auditor"],
)
def test_the_index_is_grouped_by_the_story(who, nouns: list[str]) -> None:
    said = desk.text(desk.of(who()).get("/admin/"))
    places = [said.find(f'id="list-{noun}"') for noun in nouns]
    assert min(places) > 0
    assert places == sorted(places)
    assert said.count('id="list-') == len(nouns)


def test_only_our_own_nouns_are_registered() -> None:
    assert {model._meta.app_label for model in admin.site._registry} == {"moratorium"}


@both
def test_the_switch_leads_to_the_same_page(prefix: str) -> None:
    path = f"{prefix}/admin/moratorium/order/?state=draft"
    said = desk.text(desk.of(build.asha()).get(path))
    other = "/admin/moratorium/order/?state=draft"
    assert f'href="{other if prefix else "/en" + other}"' in said


@both
def test_every_page_says_that_it_is_a_demonstration(prefix: str, settings) -> None:
    words = "not an official site" if prefix else "आधिकारिक साइट नहीं"
    assert words in desk.text(Client().get(f"{prefix}/admin/login/"))
    settings.OFFICIAL = True
    assert words not in desk.text(Client().get(f"{prefix}/admin/login/"))


# Who may not


@both
def test_outsiders_are_told_that_the_desk_is_not_open(prefix: str) -> None:
    for person in desk.outsiders():
        client, status = sign_in(person.username, build.PASSWORD, prefix)
        assert status == 302
        shown = client.get(f"{prefix}/admin/", follow=True)
        words = "the desk is not open to you" if prefix else "कार्य-पटल आपके लिए खुला नहीं है"
        assert words in desk.text(shown)


def test_is_staff_does_not_matter_and_whoever_left_is_out() -> None:
    stranger, asha = build.stranger(), build.asha()
    Person.objects.update(is_staff=True)
    assert desk.of(stranger).get(reverse("admin:index")).status_code == 302
    Person.objects.filter(pk=asha.pk).update(is_active=False)
    assert sign_in("asha", build.PASSWORD)[1] == 200
    asha.refresh_from_db()
    assert not access.may_enter(asha)
    assert access.rights(asha) == frozenset()


def test_a_superuser_may_look_and_no_more() -> None:
    rights = access.rights(desk.chief())
    assert rights
    assert all(right.startswith("moratorium.view_") for right in rights)

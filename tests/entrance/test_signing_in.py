"""Signing in and out for everybody: where it leads, whom it keeps out, what it says."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from moratorium import access
from moratorium.models import Person, Posting, RoleGrant
from moratorium.rules.instants import IST
from tests import builders as build
from tests.admin import desk
from tests.admin.desk import PREFIXES

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("prefix", PREFIXES)


def signed(username: str, prefix: str = "", wanted: str = "", password: str = build.PASSWORD):
    typed = {"username": username, "password": password, "next": wanted}
    client = Client()
    return client, client.post(f"{prefix}/login/", typed)


def posted() -> Person:
    """Somebody without a role who is posted at a division."""
    person = build.person("ramesh", "रमेश", "Ramesh")
    build.posting(person, build.offices()["D1"])
    return person


@both
def test_everybody_is_led_to_what_opens_for_them(prefix: str) -> None:
    posted()
    desk.council()
    for person, leads in (
        (build.asha(), "/admin/"),
        (desk.chief(), "/admin/"),
        (build.rakesh(), "/officers/"),
        (Person.objects.get(username="ramesh"), "/officers/"),
        (Person.objects.get(username="kamla"), "/council/"),
        (build.stranger(), "/account/"),
    ):
        _client, answer = signed(person.username, prefix)
        assert (answer.status_code, answer.headers["Location"]) == (302, prefix + leads)


@both
def test_one_comes_to_where_one_wanted_to_go(prefix: str) -> None:
    posted()
    wanted = f"{prefix}/officers/directives/d-1/?page=2"
    assert signed("ramesh", prefix, wanted)[1].headers["Location"] == wanted
    assert signed("ramesh", prefix, f"{prefix}/orders/")[1].headers["Location"].endswith("/orders/")


@pytest.mark.parametrize(
    "wanted",
    [
        "https://elsewhere.test/", "//elsewhere.test/", "/\\elsewhere.test", "javascript:alert(1)",
        "/admin/", "/en/admin/moratorium/order/", "/council/", "/login/", "/logout/", "x" * 5000,
    ],
)  # fmt: skip
def test_but_never_elsewhere_nor_where_it_is_not_open(wanted: str) -> None:
    posted()
    assert signed("ramesh", "", wanted)[1].headers["Location"] in ("/officers/", "x" * 5000)


def test_whoever_is_signed_in_does_not_sign_in_again() -> None:
    assert desk.of(build.asha()).get("/login/").headers["Location"] == "/admin/"
    assert desk.of(build.stranger()).get("/login/?next=/login/").headers["Location"] == "/account/"


@both
def test_a_wrong_password_is_said_and_too_many_lock(prefix: str) -> None:
    build.rakesh()
    answers = [signed("rakesh", prefix, password="wrong")[1] for _ in range(9)]
    assert answers[0].status_code == 200
    assert 'role="alert"' in desk.text(answers[0])
    assert 'value="rakesh"' in desk.text(answers[0])
    assert answers[-1].status_code == 429
    assert f'href="{prefix}/login/"' in desk.text(answers[-1])
    build.vikram()
    assert signed("vikram", prefix)[1].status_code == 302


def test_attempts_at_both_doors_count_together() -> None:
    build.asha()
    typed = {"username": "asha", "password": "wrong"}
    paths = ("/login/", "/admin/login/") * 5
    assert [Client().post(path, typed).status_code for path in paths][-1] == 429


@both
@pytest.mark.parametrize("name", ["", "a\x00b", "x" * 300, "राकेश'--", "\u202e"])
def test_a_name_that_is_none_is_refused(prefix: str, name: str) -> None:
    assert signed(name, prefix)[1].status_code == 200
    typed = {"username": name, "password": build.PASSWORD}
    assert Client().post(f"{prefix}/admin/login/", typed).status_code == 200


@both
def test_signing_out_takes_a_press(prefix: str) -> None:
    client, _answer = signed(build.asha().username, prefix)
    assert client.get(f"{prefix}/logout/").status_code == 405
    shown = client.post(f"{prefix}/logout/")
    assert shown.status_code == 200
    assert f'href="{prefix}/login/"' in desk.text(shown)
    assert client.get(f"{prefix}/account/").status_code == 302


@both
def test_the_form_without_its_token_is_refused(prefix: str) -> None:
    build.asha()
    client = Client(enforce_csrf_checks=True)
    typed = {"username": "asha", "password": build.PASSWORD}
    assert client.post(f"{prefix}/login/", typed).status_code == 403


@both
def test_the_switch_keeps_where_one_wanted_to_go(prefix: str) -> None:
    said = desk.text(Client().get(f"{prefix}/login/?next={prefix}/officers/"))
    other = "" if prefix else "/en"
    assert f'href="{other}/login/?next={other.replace("/", "%2F")}%2Fofficers%2F"' in said


@both
def test_the_public_pages_lead_there_and_keep_no_cookie(prefix: str) -> None:
    shown = Client().get(f"{prefix}/")
    assert f'href="{prefix}/login/"' in desk.text(shown)
    assert not shown.cookies


# What an account opens


@both
def test_an_account_that_opens_nothing_is_told_why(prefix: str) -> None:
    client, _answer = signed(build.stranger().username, prefix)
    said = desk.text(client.get(f"{prefix}/account/"))
    assert ("No door of the portal opens" if prefix else "पोर्टल का कोई भाग नहीं खुलता") in said


@both
def test_an_account_shows_what_it_held_and_will_hold(prefix: str) -> None:
    today = timezone.now().astimezone(IST).date()
    person = posted()
    Posting.objects.update(ends_on=today)
    begins = today + timedelta(days=3)
    RoleGrant.objects.create(person=person, role="officer", starts_on=begins)
    shown = desk.of(person).get(f"{prefix}/account/")
    said = desk.text(shown)
    assert ("no longer, since" if prefix else "अब नहीं") in said
    assert ("not yet: from" if prefix else "अभी नहीं") in said
    assert "no-store" in shown.headers["Cache-Control"]
    assert "noindex" in shown.headers["X-Robots-Tag"]


def test_a_posting_ends_at_midnight_in_india(time_machine) -> None:
    person = posted()
    Posting.objects.update(ends_on=build.ist(2026, 1, 6).date())
    time_machine.move_to(build.ist(2026, 1, 5, 23, 59), tick=False)
    assert access.opens_officers(Person.objects.get(pk=person.pk))
    time_machine.move_to(build.ist(2026, 1, 6, 0, 0), tick=False)
    assert not access.opens_officers(Person.objects.get(pk=person.pk))


def test_a_closed_account_opens_nothing() -> None:
    person = posted()
    Person.objects.filter(pk=person.pk).update(is_active=False, is_superuser=True)
    person.refresh_from_db()
    assert access.doors_of(person) == ()
    assert signed("ramesh")[1].status_code == 200


def test_what_was_asked_once_is_not_asked_again(django_assert_num_queries) -> None:
    person = posted()
    with django_assert_num_queries(2):
        for _ in range(3):
            access.doors_of(person)


def test_the_addresses_are_those_of_the_contract() -> None:
    assert (reverse("login"), reverse("logout")) == ("/login/", "/logout/")

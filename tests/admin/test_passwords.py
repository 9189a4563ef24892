"""Forgotten passwords at the door: one answer for everybody, and pages that keep the key."""

import pytest
from django.test import Client

from moratorium.models import Person, ResetRequest
from moratorium.operations.mail import links
from tests import builders as build

from . import desk
from .desk import PREFIXES

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("prefix", PREFIXES)
GOOD = {"new_password1": "kept-in-a-drawer-7", "new_password2": "kept-in-a-drawer-7"}


def path_to(person: Person, prefix: str = "") -> str:
    """The address of a new link, without the host."""
    link = links.set_password(person)["en" if prefix else "hi"]
    return "/" + link.split("/", 3)[3]


def opened(person: Person, prefix: str = "") -> tuple[Client, str]:
    """A browser that has followed a new link, and the address to which that led."""
    client = Client()
    return client, client.get(path_to(person, prefix)).headers["Location"]


@both
def test_the_answer_is_the_same_for_everybody(prefix: str) -> None:
    build.asha()
    closed = build.vikram()
    Person.objects.filter(pk=closed.pk).update(is_active=False)
    pages = []
    for who in ("asha", "vikram", "nobody", "a@b.test", "%_'"):
        answer = Client().post(f"{prefix}/admin/password/forgotten/", {"who": who}, follow=True)
        assert answer.redirect_chain == [(f"{prefix}/admin/password/asked/", 302)]
        pages.append(desk.text(answer))
    assert len(set(pages)) == 1
    assert ("three days" if prefix else "तीन दिन") in pages[0]


@both
@pytest.mark.parametrize("typed", ["", "  ", "x" * 255, "a\x00b"])
def test_a_name_that_is_none_is_refused_at_its_field(prefix: str, typed: str) -> None:
    answer = Client().post(f"{prefix}/admin/password/forgotten/", {"who": typed})
    assert answer.status_code == 200
    assert 'id="id_who_error"' in desk.text(answer)
    assert not ResetRequest.objects.exists()


@both
def test_too_many_requests_are_told_to_wait(prefix: str) -> None:
    path = f"{prefix}/admin/password/forgotten/"
    answers = [Client().post(path, {"who": "asha"}) for _ in range(6)]
    assert [a.status_code for a in answers] == [302] * 5 + [429]
    said = desk.text(answers[-1])
    assert ("Wait 15 minutes" if prefix else "15 मिनट रुककर") in said
    assert 'value="asha"' in said


@both
def test_the_sign_in_page_leads_there(prefix: str) -> None:
    said = desk.text(Client().get(f"{prefix}/admin/login/"))
    assert f'href="{prefix}/admin/password/forgotten/"' in said


@both
def test_a_password_is_chosen(prefix: str) -> None:
    client, path = opened(build.asha(), prefix)
    assert path.startswith(f"{prefix}/admin/password/set/")
    done = client.post(path, GOOD, follow=True)
    assert done.redirect_chain == [(f"{prefix}/admin/password/set/done/", 302)]
    assert client.cookies["set_password"].value == ""
    assert Person.objects.get(username="asha").check_password("kept-in-a-drawer-7")
    assert client.post(path, GOOD).status_code == 410


@both
@pytest.mark.parametrize(
    "typed",
    [
        {"new_password1": "1234", "new_password2": "1234"},
        {"new_password1": "kept-in-a-drawer-7", "new_password2": "another"},
        {"new_password1": "", "new_password2": ""},
    ],
)
def test_a_bad_password_is_refused_at_its_field(prefix: str, typed: dict[str, str]) -> None:
    client, path = opened(build.asha(), prefix)
    answer = client.post(path, typed)
    assert answer.status_code == 200
    assert 'class="errorlist"' in desk.text(answer)
    assert Person.objects.get(username="asha").check_password(build.PASSWORD)
    assert client.post(path, GOOD).status_code == 302


def test_the_key_leaves_by_no_way() -> None:
    asha = build.asha()
    first = Client().get(path_to(asha))
    assert first.headers["Referrer-Policy"] == "no-referrer"
    client, path = opened(asha)
    shown = client.get(path)
    token = client.cookies["set_password"]
    assert token["httponly"]
    assert token["samesite"] == "Lax"
    assert token.value not in path
    assert token.value not in desk.text(shown)
    for answer in (first, shown):
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers.get("Referrer-Policy") in ("no-referrer", "same-origin")
    assert "noindex" in shown.headers["X-Robots-Tag"]
    assert "robots" in desk.text(shown)


# Who may not


@pytest.mark.parametrize("key", ["x", "MQ", "-", "_" * 300, "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_a_link_that_is_none_opens_nothing(key: str) -> None:
    build.asha()
    for token in ("abc-def", "set", "a", "-", "a" * 300):
        answer = Client().get(f"/admin/password/set/{key}/{token}/", follow=True)
        assert answer.status_code == 410
        assert "यह लिंक अब नहीं चलता" in desk.text(answer)
    for odd in ("!!", "%00", "%F0%9F%98%80"):
        assert Client().get(f"/admin/password/set/{key}/{odd}/").status_code in (302, 404)
        assert Client().get(f"/admin/password/set/{odd}/{key}/").status_code in (302, 404)


def test_a_link_of_one_person_is_no_key_to_another() -> None:
    client, path = opened(build.asha())
    other = opened(build.vikram())[1]
    assert client.post(other, GOOD).status_code == 410
    assert client.post(path, GOOD).status_code == 302


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"email": "new@example.test"}, {"password": "!"}]
)
def test_a_link_dies_with_what_it_was_made_for(change: dict) -> None:
    asha = build.asha()
    client, path = opened(asha)
    Person.objects.filter(pk=asha.pk).update(**change)
    assert client.get(path).status_code == 410
    assert client.post(path, GOOD).status_code == 410


@pytest.mark.parametrize(("hours", "status"), [(71.9, 200), (72.1, 410)])
def test_a_link_works_for_three_days(time_machine, hours: float, status: int) -> None:
    asha = build.asha()
    time_machine.move_to(build.ist(2026, 1, 5, 10, 0), tick=False)
    path = path_to(asha)
    time_machine.shift(hours * 3600)
    assert Client().get(path, follow=True).status_code == status


def test_a_post_without_the_forms_token_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/admin/password/forgotten/", {"who": "asha"}).status_code == 403
    assert not ResetRequest.objects.exists()


def test_a_name_may_be_asked_for_while_signed_in() -> None:
    client = desk.of(build.asha())
    assert client.get("/admin/password/forgotten/").status_code == 200

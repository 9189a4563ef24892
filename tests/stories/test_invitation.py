"""A keeper adds a person and invites her; she chooses a password, signs in, forgets it, leaves."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as conf
from django.core.management import call_command
from django.test import Client
from post_office.models import Email

from moratorium.models import Entry, Mail, Person
from tests import post
from tests.admin import desk
from tests.admin.desk import PREFIXES, page

pytestmark = pytest.mark.usefixtures("committed_db")
both = pytest.mark.parametrize("prefix", PREFIXES)
PASSWORD = "kept-in-a-drawer-7"
RAVI = {
    "username": "ravi", "name_hi": "रवि", "name_en": "Ravi", "post_hi": "", "post_en": "",
    "email": "ravi@example.test",
}  # fmt: skip


@pytest.fixture
def arriving(settings: Any) -> Iterator[post.Post]:
    with post.going_to_it(settings) as office:
        yield office


def add_and_invite(prefix: str = "") -> Person:
    keeper = desk.of(desk.keeper())
    keeper.post(page(prefix, "person", "add"), RAVI)
    ravi = Person.objects.get(username="ravi")
    said = keeper.post(page(prefix, "person", ravi.pk, "invite"), follow=True)
    words = "The invitation is in the queue" if prefix else "आमंत्रण ई-मेल की कतार में है"
    assert words in desk.text(said)
    return ravi


def open_link(link: str) -> tuple[Client, Any]:
    client = Client()
    assert link.startswith(conf.SITE_URL)
    return client, client.get(link.removeprefix(conf.SITE_URL), follow=True)


def choose(client: Client, shown: Any, password: str = PASSWORD) -> Any:
    typed = {"new_password1": password, "new_password2": password}
    return client.post(shown.request["PATH_INFO"], typed)


def sign_in(password: str, prefix: str = "") -> int:
    typed = {"username": "ravi", "password": password}
    return Client().post(f"{prefix}/admin/login/", typed).status_code


@both
def test_somebody_is_invited_and_signs_in(arriving: post.Post, prefix: str) -> None:
    ravi = add_and_invite(prefix)
    call_command("worker", "--once")
    (mail,) = arriving.arrived
    assert mail["X-Went-To"] == mail["To"] == "ravi@example.test"
    assert mail["Subject"].strip() == "पोर्टल पर आपका खाता / Your account on the portal"
    assert mail["Message-ID"] == Mail.objects.get().message_id
    text = mail.get_content()
    assert text.index("तीन दिन") < text.index("three days")
    assert "ravi" in text
    assert "[[" not in text
    link = next(each for each in arriving.links() if ("/en/" in each) == bool(prefix))
    client, shown = open_link(link)
    assert "token" not in shown.request["PATH_INFO"]
    assert choose(client, shown).status_code == 302
    assert sign_in(PASSWORD, prefix) == 302
    ravi.refresh_from_db()
    assert ravi.has_usable_password()
    assert list(Entry.objects.order_by("seq").values_list("act", "by")) == [
        ("person.added", "sita"), ("person.invited", "sita"),
    ]  # fmt: skip


def test_the_database_never_holds_the_key(arriving: post.Post) -> None:
    add_and_invite()
    queued = Email.objects.get().message
    call_command("worker", "--once")
    token = arriving.links()[0].split("/")[-2]
    assert Email.objects.get().message == queued
    client, shown = open_link(arriving.links()[0])
    kept = [list(model.objects.values()) for model in (Email, Mail, Entry)]
    assert token not in str(kept)
    assert not client.cookies.get("sessionid")
    assert client.cookies["set_password"].value == token
    assert token not in desk.text(shown)


def test_a_link_works_once_and_the_old_ones_die(arriving: post.Post) -> None:
    ravi = add_and_invite()
    call_command("worker", "--once")
    first = arriving.links()[0]
    desk.of(desk.keeper()).post(page("", "person", ravi.pk, "invite"))
    call_command("worker", "--once")
    second = arriving.links()[1]
    assert arriving.arrived[0]["Message-ID"] != arriving.arrived[1]["Message-ID"]
    client, shown = open_link(second)
    weak = choose(client, shown, "1234")
    assert weak.status_code == 200
    assert choose(client, shown).status_code == 302
    for link in (first, second):
        assert open_link(link)[1].status_code == 410
    ravi.refresh_from_db()
    assert ravi.check_password(PASSWORD)


@both
def test_somebody_forgets_the_password(arriving: post.Post, prefix: str) -> None:
    ravi = add_and_invite()
    call_command("worker", "--once")
    choose(*open_link(arriving.links()[0]))
    ravi.refresh_from_db()
    elsewhere = desk.of(ravi)
    assert elsewhere.get("/admin/password_change/").status_code == 302, "no role, no desk"
    path = f"{prefix}/admin/password/forgotten/"
    answers = [Client().post(path, {"who": who}) for who in ("RAVI@example.test", "nobody")]
    assert len({(a.status_code, a.headers["Location"]) for a in answers}) == 1
    call_command("worker", "--once")
    assert len(arriving.arrived) == 2
    assert "नया पासवर्ड" in arriving.arrived[1]["Subject"]
    choose(*open_link(arriving.links()[0]), password="another-in-a-drawer-8")
    assert sign_in(PASSWORD) == 200
    assert sign_in("another-in-a-drawer-8") == 302
    assert "_auth_user_id" in elsewhere.session
    assert elsewhere.get("/admin/").wsgi_request.user.is_anonymous


def test_whoever_leaves_is_written_to_no_more(arriving: post.Post) -> None:
    ravi = add_and_invite()
    call_command("worker", "--once")
    link = arriving.links()[0]
    keeper = desk.of(desk.keeper())
    keeper.post(page("", "person", ravi.pk, "invite"))
    keeper.post(page("", "person", ravi.pk, "close"))
    Client().post("/admin/password/forgotten/", {"who": "ravi"})
    call_command("worker", "--once")
    assert len(arriving.arrived) == 1
    assert "वापस लिया गया" in desk.text(keeper.get(page("", "mail")))
    assert open_link(link)[1].status_code == 410
    assert keeper.post(page("", "person", ravi.pk, "invite")).status_code == 409
    for rest in ("change", "history"):
        assert "ravi" in desk.text(keeper.get(page("", "person", ravi.pk, rest)))
    assert "रवि" in desk.text(keeper.get(page("", "person", ravi.pk, "change")))

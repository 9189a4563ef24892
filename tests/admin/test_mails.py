"""The list of mails on the desk: where each stands, in words, and never a key."""

from collections.abc import Callable

import pytest
from post_office.models import STATUS, Email, Log

from moratorium.models import Mail, Person
from moratorium.operations import invitations, mail
from tests import builders as build

from . import desk
from .desk import PREFIXES, page

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("prefix", PREFIXES)
NOW = build.ist(2026, 1, 5, 10, 0)


@pytest.fixture
def sent(settings) -> Mail:
    settings.MAIL_GOES_OUT = True
    asha = build.asha()
    Person.objects.filter(pk=asha.pk).update(email="asha@example.test")
    invitations.send_reset(asha, by=desk.keeper(), at=NOW)
    return Mail.objects.get()


def said(person: Person, *rest: object, prefix: str = "") -> str:
    return desk.text(desk.of(person).get(page(prefix, "mail", *rest)))


def failed(made: Mail) -> None:
    Email.objects.update(status=STATUS.requeued)
    Log.objects.create(
        email=made.queued, status=STATUS.failed, exception_type="SMTPDataError", message="451 Later"
    )


def given_up(made: Mail) -> None:
    failed(made)
    Email.objects.update(status=STATUS.failed)


@both
@pytest.mark.parametrize(
    ("happens", "hindi", "english"),
    [
        (lambda made: None, "प्रतीक्षा में", "waits"),
        (lambda made: Email.objects.update(status=STATUS.sent), "भेजा गया", "sent"),
        (failed, "फिर प्रयास होगा", "waits for another attempt"),
        (given_up, "भेजना छोड़ दिया गया", "given up"),
        (lambda made: mail.withdraw([made], NOW), "वापस लिया गया", "withdrawn"),
    ],
)
def test_where_a_mail_stands(
    sent: Mail, happens: Callable[[Mail], object], hindi: str, english: str, prefix: str
) -> None:
    happens(sent)
    for shown in (
        said(desk.keeper(), prefix=prefix),
        said(desk.keeper(), sent.pk, "change", prefix=prefix),
    ):
        assert (english if prefix else hindi) in shown
        assert "asha@example.test" in shown
        assert ("451 Later" in shown) == (happens in (failed, given_up))


@both
def test_without_a_server_mails_are_kept_and_can_be_read(sent: Mail, settings, prefix: str) -> None:
    settings.MAIL_GOES_OUT = False
    assert ("sends no mail" if prefix else "ई-मेल नहीं जाता") in said(desk.keeper(), prefix=prefix)
    shown = said(desk.keeper(), sent.pk, "change", prefix=prefix)
    assert "A new password was asked for" in shown
    assert "[[" not in shown
    assert "/password/set/" not in shown


@pytest.mark.parametrize(("official", "leaves"), [(False, True), (True, False), (True, True)])
def test_elsewhere_nobody_reads_a_body(sent: Mail, settings, official: bool, leaves: bool) -> None:
    settings.OFFICIAL, settings.MAIL_GOES_OUT = official, leaves
    for person in (desk.keeper(), desk.auditor(), desk.chief()):
        assert "A new password was asked for" not in said(person, sent.pk, "change")


@both
def test_a_link_is_shown_once(settings, prefix: str) -> None:
    asha = build.asha()
    client = desk.of(desk.keeper())
    shown = client.post(page(prefix, "person", asha.pk, "show_link"))
    assert "/password/set/" in desk.text(shown)
    assert "no-store" in shown.headers["Cache-Control"]
    assert client.get(page(prefix, "person", asha.pk, "show_link")).status_code == 405
    settings.OFFICIAL = True
    assert "show_link" not in desk.offers(client.get(page(prefix, "person", asha.pk, "change")))
    refused = client.post(page(prefix, "person", asha.pk, "show_link"))
    assert refused.status_code == 409
    assert "/password/set/" not in desk.text(refused)


# Who may not


def test_nobody_writes_a_mail_and_makers_read_none(sent: Mail) -> None:
    for person in (desk.keeper(), desk.auditor(), desk.chief()):
        client = desk.of(person)
        assert client.get(page("", "mail", "add")).status_code == 403
        assert client.post(page("", "mail", sent.pk, "change"), {}).status_code == 403
        assert client.post(page("", "mail", sent.pk, "delete"), {}).status_code == 403
    for person in (build.asha(), build.vikram()):
        assert desk.of(person).get(page("", "mail")).status_code == 403

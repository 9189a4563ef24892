"""The list of mails on the desk: where each stands, in words, and never a key."""

from collections.abc import Callable

import pytest
from post_office.models import STATUS, Email, Log

from moratorium.models import Directive, Mail, Office, Person
from moratorium.operations import invitations, mail
from moratorium.operations.mail import chase
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


# Mails about directives


@pytest.fixture
def directive(settings) -> Directive:
    settings.MAIL_GOES_OUT = True
    office = build.office("D1", "division", name_hi="खण्ड प्रथम", name_en="Division I")
    Office.objects.filter(pk=office.pk).update(email="d1@example.org")
    made = build.issued_directive(NOW, order=build.issued(), offices=[office])
    list(chase.queue_due(NOW))
    return made


def refused() -> None:
    Email.objects.update(status=STATUS.failed)
    Mail.objects.update(bounced_at=NOW, bounce="550 5.1.1 No such user")


def came_back() -> None:
    Email.objects.update(status=STATUS.sent)
    Mail.objects.update(bounced_at=NOW, bounce="550 5.1.1 No such user")


def tried_for_a_day() -> None:
    Email.objects.update(status=STATUS.failed)
    Mail.objects.update(bounced_at=NOW)


@both
@pytest.mark.parametrize(
    ("happens", "hindi", "english"),
    [
        (lambda: None, "प्रतीक्षा में", "waits"),
        (refused, "अस्वीकृत: 550 5.1.1 No such user", "refused: 550 5.1.1 No such user"),
        (came_back, "लौट आया: 550 5.1.1 No such user", "came back: 550 5.1.1 No such user"),
        (tried_for_a_day, "भेजना छोड़ दिया गया", "given up"),
    ],
)
def test_it_stands_in_the_list_and_at_its_office(
    directive: Directive, happens: Callable[[], object], hindi: str, english: str, prefix: str
) -> None:
    happens()
    mail, office = Mail.objects.get(), Office.objects.get()
    for where in (("mail",), ("mail", mail.pk, "change"), ("office", office.pk, "change")):
        shown = said_at(where, prefix)
        assert (english if prefix else hindi) in shown
        assert "d1@example.org" in shown
        assert str(directive.number) in shown
        assert ("Division I" if prefix else "खण्ड प्रथम") in shown


def said_at(where: tuple[object, ...], prefix: str = "") -> str:
    return desk.text(desk.of(desk.keeper()).get(page(prefix, *where)))


def test_the_address_on_record_says_that_it_does_not_work(directive: Directive) -> None:
    refused()
    office = Office.objects.get()
    wrong = "<dd>d1@example.org<br>refused: 550"
    assert wrong in said_at(("office", office.pk, "change"), "/en")
    Office.objects.update(email="new@example.org")
    shown = said_at(("office", office.pk, "change"), "/en")
    assert wrong not in shown
    assert "refused: 550" in shown, "the mail itself still stands there"


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("standing=waiting", False), ("standing=sent", False), ("standing=lost", True),
        ("standing=withdrawn", False), ("step=issued", True), ("step=reminder", False),
        ("step=overdue", False), ("standing=lost&step=issued", True), ("q=d1@", True),
    ],
)  # fmt: skip
def test_the_list_is_narrowed(directive: Directive, query: str, there: bool) -> None:
    refused()
    shown = desk.text(desk.of(desk.keeper()).get(page("/en", "mail") + f"?{query}"))
    assert ("550 5.1.1" in shown) == there


def test_offices_that_no_mail_reaches_are_found(directive: Directive) -> None:
    address = page("/en", "office") + "?reachable=lost"
    assert "Division I" not in desk.text(desk.of(desk.keeper()).get(address))
    refused()
    assert "Division I" in desk.text(desk.of(desk.keeper()).get(address))


@both
def test_a_mail_kept_here_reads_without_marks(directive: Directive, settings, prefix: str) -> None:
    settings.MAIL_GOES_OUT = False
    shown = said_at(("mail", Mail.objects.get().pk, "change"), prefix)
    assert "has been issued to your office" in shown
    assert "[[" not in shown


# Who may not


def test_nobody_writes_a_mail_and_makers_read_none(sent: Mail) -> None:
    for person in (desk.keeper(), desk.auditor(), desk.chief()):
        client = desk.of(person)
        assert client.get(page("", "mail", "add")).status_code == 403
        assert client.post(page("", "mail", sent.pk, "change"), {}).status_code == 403
        assert client.post(page("", "mail", sent.pk, "delete"), {}).status_code == 403
    for person in (build.asha(), build.vikram()):
        assert desk.of(person).get(page("", "mail")).status_code == 403

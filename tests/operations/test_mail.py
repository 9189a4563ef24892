"""The queue: one mail for one event and address, and nothing that would break a header."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from post_office.models import STATUS, Email

from moratorium.models import Mail
from moratorium.models.mails import SET_PASSWORD
from moratorium.operations import mail
from moratorium.operations.mail.delivery import Undeliverable, complete
from moratorium.rules import mails
from moratorium.rules.mails import Words
from moratorium.rules.wording import Text
from tests import builders as build

from .contents import NOW

pytestmark = pytest.mark.django_db
WORDS = Words(Text("विषय", "Subject"), Text("पाठ", "Body"))


def queued(address: str = "asha@example.test", event: str = "test:1", **more: Any) -> Mail:
    return mail.queue(address, event, WORDS, at=NOW, **more)


def test_both_languages_stand_in_one_mail() -> None:
    made = queued().queued
    assert made.subject == "विषय / Subject"
    assert made.message == "पाठ\n\n- - -\n\nBody\n"
    assert made.headers == {"Auto-Submitted": "auto-generated"}


def test_one_event_tells_one_address_once() -> None:
    first = queued()
    assert queued() == queued("ASHA@example.test") == first
    assert queued("vikram@example.test") != first
    assert queued(event="test:2") != first
    assert Email.objects.count() == Mail.objects.count() == 3


def test_the_database_refuses_a_second_of_the_same() -> None:
    """The control: what the look before queueing overlooks."""
    copy = queued()
    copy.pk = copy.queued_id = None
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)


def test_the_message_id_does_not_change() -> None:
    assert queued().message_id == "<6a09234f3d2b9fd520c114d1e93ac5005d332a3e@127.0.0.1>"


def test_a_mail_is_queued_with_its_act_or_not_at_all() -> None:
    with transaction.atomic():
        queued()
        transaction.set_rollback(True)
    assert not Email.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "a@b.test\nBcc: c@d.test", "a@b.test, c@d.test", f"{'a' * 300}@b.test"],
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ValidationError), transaction.atomic():
        queued(address)
    assert not Mail.objects.exists()


def test_a_name_stays_on_its_line() -> None:
    name = Text("रवि\n\nयहाँ जाएँ: http://evil.test", "Ravi\r\nBcc: everybody@example.test")
    for words in (mails.invited(name, "ravi", "http://x"), mails.reset(name, "ravi")):
        assert "\n\nयहाँ" not in words.body.hi
        assert "\nBcc" not in words.body.en


def test_what_waited_too_long_is_withdrawn() -> None:
    late, kept = queued(useless_at=NOW), queued(event="test:2", useless_at=NOW + timedelta(1))
    mail.withdraw_useless(NOW)
    late.refresh_from_db()
    assert late.withdrawn_at == NOW
    assert late.queued.status == STATUS.failed
    assert list(Mail.objects.filter(withdrawn_at=None)) == [kept]


def test_what_was_sent_is_not_withdrawn() -> None:
    sent = queued()
    Email.objects.update(status=STATUS.sent)
    mail.withdraw([sent], NOW)
    sent.refresh_from_db()
    assert sent.withdrawn_at is None
    assert sent.queued.status == STATUS.sent


def test_a_link_is_made_at_the_last_moment_and_for_open_accounts_only() -> None:
    asha = build.asha()
    words = mails.invited(asha.name, "asha", "http://x")
    made = mail.queue("a@b.test", "e", words, at=NOW, person=asha, link=SET_PASSWORD)
    message = EmailMessage(body=made.queued.message, headers={"Message-ID": made.message_id})
    assert "/admin/password/set/" in complete(message).body
    assert "/en/admin/password/set/" in complete(message).body
    assert "[[link hi]]" in message.body
    asha.is_active = False
    asha.save()
    with pytest.raises(Undeliverable):
        complete(message)


def test_a_link_needs_a_person() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        queued(link=SET_PASSWORD)

"""Bounces come in on standard input; what is none is refused with a line."""

import io
import sys
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from post_office.models import STATUS, Email

from moratorium.models import Mail
from moratorium.operations import mail
from moratorium.rules.mails import Words
from moratorium.rules.wording import Text
from tests.builders import ist
from tests.notifications import notification

pytestmark = pytest.mark.django_db
NOW = ist(2026, 1, 5, 10, 0)


@pytest.fixture
def sent() -> Mail:
    words = Words(Text("विषय", "Subject"), Text("पाठ", "Body"))
    made = mail.queue("d1@example.org", "test", words, at=NOW)
    Email.objects.update(status=STATUS.sent)
    return made


@pytest.fixture
def take(monkeypatch: Any, capsys: Any) -> Any:
    def taken(content: bytes) -> str:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        call_command("take_bounce")
        return capsys.readouterr().out

    return taken


def test_a_bounce_is_noted_with_its_reason_and_once(sent: Mail, take: Any) -> None:
    said = take(notification(sent.message_id))
    assert said == "d1@example.org: did not arrive: 550 5.1.1 No such user here\n"
    sent.refresh_from_db()
    first = sent.bounced_at
    assert first is not None
    assert sent.bounce == "550 5.1.1 No such user here"
    take(notification(sent.message_id, diagnostic="smtp; 552 Full"))
    sent.refresh_from_db()
    assert (sent.bounced_at, sent.bounce) == (first, "550 5.1.1 No such user here")


def test_a_delay_is_not_noted(sent: Mail, take: Any) -> None:
    assert "nothing to note, it says 'delayed'" in take(
        notification(sent.message_id, action="delayed")
    )
    sent.refresh_from_db()
    assert sent.bounced_at is None


def test_what_came_back_is_not_sent_again(sent: Mail, take: Any) -> None:
    Email.objects.update(status=STATUS.queued)  # killed between sending and marking it
    take(notification(sent.message_id))
    assert Email.objects.get().status == STATUS.failed


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no delivery status notification"),
        (b"\x00\xff" * 99, "no delivery status notification"),
        (notification("<other@example.org>"), "has sent no such mail"),
        (notification("<a\x00b@example.org>"), "has sent no such mail"),
    ],
    ids=["nothing", "bytes", "another's", "nul"],
)
def test_what_is_none_is_refused_with_a_line(
    sent: Mail, take: Any, content: bytes, why: str
) -> None:
    with pytest.raises(CommandError, match=why) as refused:
        take(content)
    assert refused.value.returncode == 1
    assert "\n" not in str(refused.value)
    sent.refresh_from_db()
    assert sent.bounced_at is None

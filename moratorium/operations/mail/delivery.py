"""The last step before a mail leaves: link and letter are put in, here and nowhere else.

What a server says of it is told apart: refused for good, or only for now.
"""

import copy
from collections.abc import Callable, Sequence
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection

from ...models import Directive, Mail
from ...register import directives
from ...rules import directive_mails
from ...rules.directive_mails import LETTER_MARKS
from ...rules.mails import LINK_MARKS
from ...rules.script import on_one_line
from . import links

PDF, LINK = "pdf", "link"
# Replies that are about the portal's own sign-in at the server, not about the recipient.
_OURS = {503, 530, 534, 535, 538}
_SAID = 400  # characters of a server's reply that are kept


class Undeliverable(Exception):
    """A mail that must not leave any more; the text says why, in English."""


class RefusedForNow(Exception):
    """A server will not take a mail for the moment; the text is its reply."""


class RefusedForGood(Exception):
    """A server will never take a mail for this recipient; the text is its reply."""


class Unreachable(Exception):
    """No mail server answers, or it does not let the portal in; the text says what happened."""


class Delivery(BaseEmailBackend):
    """Completes mails and hands them to the server that EMAIL_URL names."""

    def __init__(self, fail_silently: bool = False, **options: Any) -> None:
        super().__init__(fail_silently)
        self._server = get_connection(
            settings.EMAIL_BACKEND, fail_silently=fail_silently, **options
        )

    def open(self) -> bool | None:
        return self._server.open()

    def close(self) -> None:
        self._server.close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        completed = [complete(message) for message in email_messages]
        try:
            return self._server.send_messages(completed)
        except SMTPRecipientsRefused as error:
            # A mail has one recipient.
            raise _refusal(*next(iter(error.recipients.values()))) from error
        except SMTPDataError as error:
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except SMTPServerDisconnected:
            self.close()  # so that the next mail finds a new connection
            raise


def require_server() -> None:
    """Raises Unreachable if the mail server takes no mails at all right now."""
    probe = Delivery()
    try:
        probe.open()
    except OSError as error:  # what smtplib raises is one, too
        raise Unreachable(f"{type(error).__name__}: {error}") from error
    finally:
        probe.close()


def complete(message: EmailMessage) -> EmailMessage:
    """The mail as it leaves, with its link or letter if it has one. Raises Undeliverable."""
    try:
        return _complete(message)
    finally:
        # The queue delivers in threads of its own, which end without closing anything.
        if not connection.in_atomic_block:
            connection.close()


def _complete(message: EmailMessage) -> EmailMessage:
    named = Mail.objects.filter(message_id=message.extra_headers.get("Message-ID", ""))
    mail = named.select_related("person", "directive").first()
    if mail is None:
        return message
    if mail.withdrawn_at or mail.bounced_at:
        raise Undeliverable("The mail was withdrawn or has come back.")
    if mail.directive is not None:
        return _with_letter(message, mail.directive)
    return _with_link(message, mail) if mail.link else message


def _with_link(message: EmailMessage, mail: Mail) -> EmailMessage:
    if mail.person is None or not mail.person.is_active:
        raise Undeliverable("The account is closed.")
    link = links.set_password(mail.person)
    return _replaced(message, LINK_MARKS, lambda language: link[language])


def _with_letter(message: EmailMessage, directive: Directive) -> EmailMessage:
    """The letter's bytes go into the mail itself, never into the queue."""
    if not any(mark in message.body for mark in LETTER_MARKS.values()):
        return message
    pdf = directives.letter(directive.pk) if settings.DIRECTIVE_MAIL == PDF else None
    if pdf is None:
        return _replaced(message, LETTER_MARKS, lambda language: directive_mails.LINKED[language])
    said = directive_mails.attached(len(pdf))
    completed = _replaced(message, LETTER_MARKS, lambda language: said[language])
    completed.attachments = [*message.attachments]
    completed.attach(f"{directive.slug}.pdf", pdf, "application/pdf")
    return completed


def _replaced(
    message: EmailMessage, marks: dict[str, str], by: Callable[[str], str]
) -> EmailMessage:
    completed = copy.copy(message)
    for language, mark in marks.items():
        completed.body = completed.body.replace(mark, by(language))
    return completed


def _refusal(code: int, said: bytes | str) -> Exception:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    reply = on_one_line(f"{code} {text}")[:_SAID]
    for_good = 500 <= code < 600 and code not in _OURS
    return RefusedForGood(reply) if for_good else RefusedForNow(reply)

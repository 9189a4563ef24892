"""The last step before a mail leaves: its link is made and put in, here and nowhere else."""

import copy
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection

from ...models import Mail
from ...rules.mails import LINK_MARKS
from . import links


class Undeliverable(Exception):
    """A mail that must not leave any more; the text says why, in English."""


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
        return self._server.send_messages([complete(message) for message in email_messages])


def complete(message: EmailMessage) -> EmailMessage:
    """The mail as it leaves, with its link if it has one. Raises Undeliverable."""
    mail = _mail(message.extra_headers.get("Message-ID", ""))
    if mail is None or not mail.link:
        return message
    if mail.person is None or not mail.person.is_active or mail.withdrawn_at:
        raise Undeliverable("The account is closed or the mail was withdrawn.")
    link = links.set_password(mail.person)
    completed = copy.copy(message)
    for language, mark in LINK_MARKS.items():
        completed.body = completed.body.replace(mark, link[language])
    return completed


def _mail(message_id: str) -> Mail | None:
    try:
        return Mail.objects.select_related("person").filter(message_id=message_id).first()
    finally:
        # The queue delivers in threads of its own, which end without closing anything.
        if not connection.in_atomic_block:
            connection.close()

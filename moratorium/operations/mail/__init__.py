"""Mails wait in a queue, in the transaction of the act that they tell of.

`manage.py worker` sends them. A mail that was sent but not yet marked so when a worker was
killed is sent again, under the same Message-ID.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from post_office.models import PRIORITY, STATUS, Email

from ...models import Mail, Person
from ...rules import mails
from ...rules.mails import Words

# Waiting, for the first time or after an attempt that failed.
WAITING = (STATUS.queued, STATUS.requeued)


def queue(
    address: str,
    event: str,
    words: Words,
    *,
    at: datetime,
    person: Person | None = None,
    link: str = "",
    useless_at: datetime | None = None,
) -> Mail:
    """Queue one mail to an address about an event, in both languages, Hindi first.

    The same event to the same address queues nothing more: the mail that is there is returned.
    `link` is put in for the person while the mail is being sent; a mail still waiting at
    `useless_at` is not sent any more. Raises ValidationError for an address that is none.
    """
    Mail._meta.get_field("address").clean(address, None)
    message_id = message_id_of(event, address)
    found = Mail.objects.filter(message_id=message_id).first()
    if found is not None:
        return found
    queued = Email(
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[address],
        subject=mails.in_one(words.subject, " / "),
        message=mails.in_one(words.body) + "\n",
        headers={"Auto-Submitted": "auto-generated"},
        message_id=message_id,
        status=STATUS.queued,
        priority=PRIORITY.high if link else PRIORITY.medium,
    )
    queued.save()
    return Mail.objects.create(
        message_id=message_id,
        event=event,
        address=address,
        person=person,
        link=link,
        queued_at=at,
        useless_at=useless_at,
        queued=queued,
    )


def message_id_of(event: str, address: str) -> str:
    """The Message-ID of a mail: the same for the same event and address, on every host."""
    told = hashlib.sha256(f"{event}\n{address.lower()}".encode()).hexdigest()[:40]
    return f"<{told}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def withdraw(waiting: Iterable[Mail], at: datetime) -> None:
    """Send no more of these mails, as far as they are not sent yet."""
    found = [mail.pk for mail in waiting]
    Mail.objects.filter(pk__in=found, queued__status__in=WAITING).update(withdrawn_at=at)
    Email.objects.filter(mail__in=found, status__in=WAITING).update(status=STATUS.failed)


def withdraw_useless(at: datetime) -> None:
    """Give up the mails that would say what holds no longer."""
    withdraw(Mail.objects.filter(useless_at__lte=at, queued__status__in=WAITING), at)

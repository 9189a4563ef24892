"""Mails wait in a queue, in the transaction of the act that they tell of.

`manage.py worker` sends them. A mail that was sent but not yet marked so when a worker was
killed is sent again, under the same Message-ID.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
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
    queued = _email(address, message_id, words, PRIORITY.high if link else PRIORITY.medium)
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


@dataclass(frozen=True, slots=True)
class ToOffice:
    """A mail about a directive to one address of an office; `after` is the event it follows."""

    address: str
    event: str
    words: Words
    office: int
    directive: int
    after: str = ""


def queue_all(mails: Iterable[ToOffice], *, at: datetime) -> int:
    """Queue mails to offices, all or none; how many. One that is there already is an error."""
    with transaction.atomic():
        rows = [_row(each, at) for each in mails if _is_address(each.address)]
        Email.objects.bulk_create([row.queued for row in rows if row.queued])
        Mail.objects.bulk_create(rows)
    return len(rows)


def _row(mail: ToOffice, at: datetime) -> Mail:
    message_id = message_id_of(mail.event, mail.address)
    queued = _email(mail.address, message_id, mail.words, PRIORITY.medium)
    queued.headers |= {"List-Id": f"Directives <directives.{_host()}>"}
    if mail.after:
        queued.headers["References"] = message_id_of(mail.after, mail.address)
    return Mail(
        message_id=message_id,
        event=mail.event,
        address=mail.address,
        office_id=mail.office,
        directive_id=mail.directive,
        queued_at=at,
        queued=queued,
    )


def _email(address: str, message_id: str, words: Words, priority: int) -> Email:
    return Email(
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[address],
        subject=mails.in_one(words.subject, " / "),
        message=mails.in_one(words.body) + "\n",
        headers={"Auto-Submitted": "auto-generated"},
        message_id=message_id,
        status=STATUS.queued,
        priority=priority,
    )


def _is_address(text: str) -> bool:
    """Whether mail can go there; what was put on record by another way was never looked at."""
    try:
        Mail._meta.get_field("address").clean(text, None)
    except ValidationError:
        return False
    return True


def message_id_of(event: str, address: str) -> str:
    """The Message-ID of a mail: the same for the same event and address, on every host."""
    told = hashlib.sha256(f"{event}\n{address.lower()}".encode()).hexdigest()[:40]
    return f"<{told}@{_host()}>"


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def withdraw(waiting: Iterable[Mail], at: datetime) -> None:
    """Send no more of these mails, as far as they are not sent yet."""
    found = [mail.pk for mail in waiting]
    Mail.objects.filter(pk__in=found, queued__status__in=WAITING).update(withdrawn_at=at)
    Email.objects.filter(mail__in=found, status__in=WAITING).update(status=STATUS.failed)


def withdraw_useless(at: datetime) -> None:
    """Give up the mails that would say what holds no longer."""
    withdraw(Mail.objects.filter(useless_at__lte=at, queued__status__in=WAITING), at)

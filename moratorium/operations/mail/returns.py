"""Mails that did not arrive: refused by a server, given up, or come back later."""

from datetime import datetime

from django.db import transaction
from post_office.models import STATUS, Email, Log

from ...models import Mail
from ...rules import bounces
from ...rules.bounces import FAILED, Report
from . import WAITING
from .delivery import RefusedForGood


class NotOurs(ValueError):
    """A report about a mail that the portal did not send."""


def settle(at: datetime) -> int:
    """Try no more what was refused for good, and note it with what was tried for a day.

    How many mails did not arrive. A worker that is killed before this does it in the next
    round, before it sends anything.
    """
    return sum(_did_not_arrive(mail, reason, at) for mail, reason in [*_refused(), *_given_up()])


def take(content: bytes, at: datetime) -> tuple[Mail, Report]:
    """Note a report about a mail; one that does not say it failed notes nothing.

    The first report of a failure stands. Raises NotAReport and NotOurs.
    """
    report = bounces.read(content)
    mail = Mail.objects.filter(message_id=report.message_id).first()
    if mail is None:
        raise NotOurs("The portal has sent no such mail.")
    if report.action == FAILED and mail.bounced_at is None:
        _did_not_arrive(mail, report.reason, at)
    return mail, report


def _refused() -> list[tuple[Mail, str]]:
    logs = Log.objects.filter(
        exception_type=RefusedForGood.__name__,
        email__status__in=[*WAITING, STATUS.failed],
        email__mail__in=Mail.objects.filter(bounced_at=None, withdrawn_at=None),
    )
    found = logs.select_related("email__mail").order_by("pk")
    return [(log.email.mail, log.message) for log in found]


def _given_up() -> list[tuple[Mail, str]]:
    failed = Mail.objects.filter(
        queued__status=STATUS.failed, bounced_at=None, withdrawn_at=None
    ).exclude(queued__logs__exception_type=RefusedForGood.__name__)
    return [(mail, "") for mail in failed]


def _did_not_arrive(mail: Mail, reason: str, at: datetime) -> int:
    with transaction.atomic():
        noted = Mail.objects.filter(pk=mail.pk, bounced_at=None)
        count = noted.update(bounced_at=at, bounce=reason)
        waiting = Email.objects.filter(mail=mail.pk, status__in=WAITING)
        waiting.update(status=STATUS.failed)
    return count

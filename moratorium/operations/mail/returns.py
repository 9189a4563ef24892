"""Mails that did not arrive: refused by a server, given up, or come back later."""

from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
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
    refused = sum(_did_not_arrive(mail, reply, at) for mail, reply in _refused())
    return refused + sum(_did_not_arrive(mail, "", at) for mail in _given_up())


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
    said = Log.objects.filter(email=OuterRef("pk"), exception_type=RefusedForGood.__name__)
    reply = Subquery(said.order_by("-pk").values("message")[:1])
    found = _open_failures(STATUS.requeued, STATUS.failed).annotate(reply=reply)
    return [(each.mail, each.reply) for each in found.exclude(reply=None)]


def _given_up() -> list[Mail]:
    """What was refused is none of these any more: it has been noted."""
    return [each.mail for each in _open_failures(STATUS.failed)]


def _open_failures(*statuses: int) -> QuerySet[Email]:
    """What the queue failed to send, as far as that is not noted yet."""
    found = Email.objects.filter(status__in=statuses, mail__bounced_at=None)
    return found.filter(mail__isnull=False, mail__withdrawn_at=None).select_related("mail")


def _did_not_arrive(mail: Mail, reason: str, at: datetime) -> int:
    with transaction.atomic():
        noted = Mail.objects.filter(pk=mail.pk, bounced_at=None)
        count = noted.update(bounced_at=at, bounce=reason)
        waiting = Email.objects.filter(mail=mail.pk, status__in=WAITING)
        waiting.update(status=STATUS.failed)
    return count

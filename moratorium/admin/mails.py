"""The queue of mails on the desk: read, never written, and never a key in it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from post_office.models import STATUS

from ..models import Mail, Office
from ..operations.mail import WAITING
from ..operations.mail.delivery import RefusedForGood, RefusedForNow
from ..rules import chasing, directive_mails
from ..rules.directive_mails import LETTER_MARKS
from ..rules.mails import LINK_MARKS
from . import reading
from .desk import ReadAdmin
from .filters import Choice
from .naming import NOT_STATED, say
from .reading import Row

_REPLIES = {RefusedForNow.__name__, RefusedForGood.__name__}  # said in the server's own words
_SHOWN = 10  # mails on an office's page
# Where a mail stands, as far as a list is narrowed by it.
_STANDING = {
    "waiting": Q(queued__status__in=WAITING, bounced_at=None, withdrawn_at=None),
    "sent": Q(queued__status=STATUS.sent, bounced_at=None),
    "lost": Q(bounced_at__isnull=False),
    "withdrawn": Q(withdrawn_at__isnull=False),
}


class StandingFilter(Choice):
    title = _("state")
    parameter_name = "standing"
    offered = [
        ("waiting", _("waits")), ("sent", _("sent")), ("lost", _("did not arrive")),
        ("withdrawn", _("withdrawn")),
    ]  # fmt: skip


class StepFilter(Choice):
    """Mails about directives, by the step at which the office is told."""

    title = _("about a directive")
    parameter_name = "step"
    offered = [
        (chasing.ISSUED, _("issued")), (chasing.REMINDER, _("reminder")),
        (chasing.OVERDUE, _("overdue")),
    ]  # fmt: skip


@admin.register(Mail)
class MailAdmin(ReadAdmin):
    change_form_template = "admin/record.html"
    list_display = ("address", "at", "subject", "state", "when")
    list_filter = (StandingFilter, StepFilter)
    list_select_related = ("queued", "office", "directive")
    search_fields = ("address__startswith",)
    search_help_text = _("Finds mails by the beginning of the address.")

    @admin.display(description=_("office"))
    def at(self, mail: Mail) -> str:
        return NOT_STATED if mail.office is None else say(mail.office.name)

    @admin.display(description=_("subject"))
    def subject(self, mail: Mail) -> str:
        """In few words where a mail is about a directive: its own subject is in two languages."""
        if mail.directive:
            return f"{_step(mail)} · {mail.directive.number}"
        return mail.queued.subject if mail.queued else ""

    @admin.display(description=_("state"))
    def state(self, mail: Mail) -> Any:
        error = "" if mail.bounced_at else _last_error(mail)
        return f"{_state(mail)}: {error}" if error else _state(mail)

    @admin.display(description=_("queued at"))
    def when(self, mail: Mail) -> str:
        return reading.moment(mail.queued_at)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mail]:
        return super().get_queryset(request).prefetch_related("queued__logs")

    def narrowed(
        self, found: QuerySet[Mail], request: HttpRequest, chosen: dict[str, str], at: datetime
    ) -> QuerySet[Mail]:
        if "standing" in chosen:
            found = found.filter(_STANDING[chosen["standing"]])
        if "step" in chosen:
            found = found.filter(directive__isnull=False, event__startswith=chosen["step"])
        return found

    def rows(self, obj: Mail) -> list[Row]:
        return list(_rows(obj))


def of_office(office: Office) -> Iterator[Row]:
    """The newest mails about directives to an office, and where each stands."""
    found = office.mails.select_related("queued", "directive").order_by("-queued_at", "-pk")
    for mail in found[:_SHOWN]:
        number = mail.directive.number if mail.directive else ""
        told = f"{_step(mail)} · {number} → {mail.address}"
        yield Row(
            _("Mail about a directive"),
            f"{told}\n{_state(mail)} · {reading.moment(mail.queued_at)}",
        )


def fault_at(office: Office) -> str:
    """Why mail does not arrive at the address on record, as far as its newest mail shows."""
    newest = Mail.objects.filter(office=office, address__iexact=office.email)
    mail = newest.select_related("queued").order_by("-queued_at", "-pk").first()
    return str(_state(mail)) if mail is not None and mail.bounced_at else ""


def _rows(mail: Mail) -> Iterator[Row]:
    yield reading.row(mail, "address", mail.address)
    if mail.office:
        yield Row(_("Office"), f"{say(mail.office.name)} ({mail.office.code})")
    if mail.directive:
        yield Row(_("Directive"), f"{mail.directive.number} · {_step(mail)}")
    if mail.queued:
        yield Row(_("Subject"), mail.queued.subject)
    yield Row(_("State"), _state(mail))
    yield reading.row(mail, "queued_at", reading.moment(mail.queued_at))
    if mail.queued and mail.queued.status == STATUS.sent:
        yield Row(_("Sent"), reading.moment(mail.queued.last_updated))
    if mail.bounced_at:
        yield Row(_("Did not arrive"), reading.moment(mail.bounced_at))
    yield Row(_("Last error"), _last_error(mail) or "—")
    yield Row("Message-ID", mail.message_id)
    if mail.queued and not (settings.OFFICIAL or settings.MAIL_GOES_OUT):
        yield Row(_("Body"), _body(mail.queued.message))


def _state(mail: Mail) -> Any:
    """Where a mail stands, in words."""
    status = mail.queued.status if mail.queued else None
    if mail.bounced_at and mail.bounce:
        came_back = status == STATUS.sent
        said = _("came back: %(reason)s") if came_back else _("refused: %(reason)s")
        return said % {"reason": mail.bounce}
    if status == STATUS.sent:
        return _("sent")
    if mail.withdrawn_at:
        return _("withdrawn, not sent")
    if status in WAITING and not settings.MAIL_GOES_OUT:
        return _("kept here: this site sends no mail")
    if status == STATUS.requeued:
        return _("waits for another attempt")
    return _("waits") if status == STATUS.queued else _("given up")


def _step(mail: Mail) -> Any:
    """At which step of a directive an office is told, in words."""
    step = chasing.step_of(mail.event)
    names = {chasing.ISSUED: _("issued"), chasing.REMINDER: _("reminder")}
    return names.get(step) or _("overdue")


def _last_error(mail: Mail) -> str:
    logs = list(mail.queued.logs.all()) if mail.queued else []
    newest = max(logs, key=lambda log: log.pk, default=None)
    if newest is None:
        return ""
    kind = "" if newest.exception_type in _REPLIES else f"{newest.exception_type}: "
    return f"{kind}{newest.message}"[:300]


def _body(message: str) -> str:
    hidden = _("(here stands the link, in the mail that is sent and nowhere else)")
    for mark in LINK_MARKS.values():
        message = message.replace(mark, str(hidden))
    for language, mark in LETTER_MARKS.items():
        message = message.replace(mark, directive_mails.LINKED[language])
    return message

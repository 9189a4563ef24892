"""The queue of mails on the desk: read, never written, and never a key in it."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from post_office.models import STATUS

from ..models import Mail
from ..operations.mail import WAITING
from ..rules.mails import LINK_MARKS
from . import reading
from .desk import ReadAdmin
from .reading import Row


@admin.register(Mail)
class MailAdmin(ReadAdmin):
    change_form_template = "admin/record.html"
    list_display = ("address", "subject", "state", "when", "last_error")
    list_select_related = ("queued",)
    search_fields = ("address__startswith",)
    search_help_text = _("Finds mails by the beginning of the address.")

    @admin.display(description=_("subject"))
    def subject(self, mail: Mail) -> str:
        return mail.queued.subject if mail.queued else ""

    @admin.display(description=_("state"))
    def state(self, mail: Mail) -> Any:
        return _state(mail)

    @admin.display(description=_("queued at"))
    def when(self, mail: Mail) -> str:
        return reading.moment(mail.queued_at)

    @admin.display(description=_("last error"))
    def last_error(self, mail: Mail) -> str:
        return _last_error(mail)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mail]:
        return super().get_queryset(request).prefetch_related("queued__logs")

    def rows(self, obj: Mail) -> list[Row]:
        return list(_rows(obj))


def _rows(mail: Mail) -> Iterator[Row]:
    yield reading.row(mail, "address", mail.address)
    if mail.queued:
        yield Row(_("Subject"), mail.queued.subject)
    yield Row(_("State"), _state(mail))
    yield reading.row(mail, "queued_at", reading.moment(mail.queued_at))
    if mail.queued and mail.queued.status == STATUS.sent:
        yield Row(_("Sent"), reading.moment(mail.queued.last_updated))
    yield Row(_("Last error"), _last_error(mail) or "—")
    yield Row("Message-ID", mail.message_id)
    if mail.queued and not (settings.OFFICIAL or settings.MAIL_GOES_OUT):
        yield Row(_("Body"), _body(mail.queued.message))


def _state(mail: Mail) -> Any:
    """Where a mail stands, in words."""
    status = mail.queued.status if mail.queued else None
    if status == STATUS.sent:
        return _("sent")
    if mail.withdrawn_at:
        return _("withdrawn, not sent")
    if status in WAITING and not settings.MAIL_GOES_OUT:
        return _("kept here: this site sends no mail")
    if status == STATUS.requeued:
        return _("waits for another attempt")
    return _("waits") if status == STATUS.queued else _("given up")


def _last_error(mail: Mail) -> str:
    logs = list(mail.queued.logs.all()) if mail.queued else []
    newest = max(logs, key=lambda log: log.pk, default=None)
    return f"{newest.exception_type}: {newest.message}"[:300] if newest else ""


def _body(message: str) -> str:
    hidden = _("(here stands the link, in the mail that is sent and nowhere else)")
    for mark in LINK_MARKS.values():
        message = message.replace(mark, str(hidden))
    return message

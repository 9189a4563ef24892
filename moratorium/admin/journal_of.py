"""The history of a record: what the journal says of it."""

from typing import Any

from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Entry
from ..rules import notices
from .naming import say

# What is not announced has no headline; these are its words.
UNANNOUNCED = {
    "order.drafted": gettext_lazy("order drafted"),
    "order.edited": gettext_lazy("draft edited"),
    "order.discarded": gettext_lazy("draft discarded"),
    "order.submitted": gettext_lazy("submitted for approval"),
    "order.sent_back": gettext_lazy("sent back"),
    "outage.reported": gettext_lazy("restoration reported"),
    "outage.report_withdrawn": gettext_lazy("report of restoration withdrawn"),
    "role.granted": gettext_lazy("role granted"),
    "role.ended": gettext_lazy("role ended"),
    "person.closed": gettext_lazy("account closed"),
    "person.reopened": gettext_lazy("account reopened"),
}


def name_of(act: str) -> str:
    """What an act is called in the language of the page."""
    if act in notices.PUBLIC_ACTS:
        return say(notices.headline(act))
    return str(UNANNOUNCED.get(act, act))


def page(desk: Any, request: HttpRequest, obj: Any) -> HttpResponse:
    """The journal's entries about a record, oldest first."""
    entries = Entry.objects.filter(subject__in=desk.subjects(obj)).order_by("seq")
    context = {
        **desk.admin_site.each_context(request),
        "title": _("What the journal says: %s") % obj,
        "subtitle": None,
        "opts": desk.opts,
        "module_name": str(capfirst(desk.opts.verbose_name_plural)),
        "object": obj,
        "object_id": unquote(str(obj.pk)),
        "entries": [(entry, name_of(entry.act)) for entry in entries],
    }
    request.current_app = desk.admin_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "admin/journal_of.html", context)

"""The history of a record: what the journal says of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Entry, Person
from ..rules import notices
from .naming import directive_draft, say

# What is not announced has no headline; these are its words.
UNANNOUNCED = {
    "order.drafted": gettext_lazy("order drafted"),
    "order.edited": gettext_lazy("draft edited"),
    "order.discarded": gettext_lazy("draft discarded"),
    "order.submitted": gettext_lazy("submitted for approval"),
    "order.sent_back": gettext_lazy("sent back"),
    "directive.drafted": gettext_lazy("directive drafted"),
    "directive.edited": gettext_lazy("draft edited"),
    "directive.discarded": gettext_lazy("draft discarded"),
    "directive.submitted": gettext_lazy("submitted for approval"),
    "directive.sent_back": gettext_lazy("sent back"),
    "directive.acknowledged": gettext_lazy("directive acknowledged"),
    "outage.reported": gettext_lazy("restoration reported"),
    "outage.report_withdrawn": gettext_lazy("report of restoration withdrawn"),
    "role.granted": gettext_lazy("role granted"),
    "role.ended": gettext_lazy("role ended"),
    "office.recorded": gettext_lazy("office recorded"),
    "office.changed": gettext_lazy("office changed"),
    "offices.imported": gettext_lazy("offices imported"),
    "places.imported": gettext_lazy("places of offices imported"),
    "postings.imported": gettext_lazy("postings imported"),
    "person.added": gettext_lazy("person put on record"),
    "person.corrected": gettext_lazy("person corrected"),
    "person.invited": gettext_lazy("invitation queued"),
    "person.reset_sent": gettext_lazy("link for a new password queued"),
    "person.link_shown": gettext_lazy("one-time link shown"),
    "person.closed": gettext_lazy("account closed"),
    "person.reopened": gettext_lazy("account reopened"),
}


# As many as there are offices: they stand on the directive's ladder, not in a history.
NOT_TOLD = ("directive.acknowledged",)


def name_of(act: str) -> str:
    """What an act is called in the language of the page."""
    if act in notices.PUBLIC_ACTS:
        return say(notices.headline(act))
    return str(UNANNOUNCED.get(act, act))


def subject_of(entry: Entry) -> str:
    """What an entry is about; the journal calls a draft by its number in English."""
    if (number := entry.subject.removeprefix("draft ")) != entry.subject:
        return _("Draft %(number)s") % {"number": number}
    if (number := entry.subject.removeprefix("directive draft ")) != entry.subject:
        return directive_draft(number)
    return entry.subject


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of the journal: what was done when, by whom, and in which words."""

    seq: int
    at: datetime
    act: str
    who: str
    post: str
    why: str  # the remark or the reason that was given
    recorded: datetime | None  # when it was entered, if that was not when it happened


def told(subjects: list[str]) -> list[Told]:
    """What the journal says of a record under any of its names, oldest first; two queries."""
    found = Entry.objects.filter(subject__in=subjects).exclude(act__in=NOT_TOLD)
    entries = list(found.order_by("seq"))
    names = {entry.by for entry in entries}
    people = {person.username: person for person in Person.objects.filter(username__in=names)}
    return [_told(entry, people.get(entry.by)) for entry in entries]


def _told(entry: Entry, person: Person | None) -> Told:
    return Told(
        entry.seq,
        entry.happened_at,
        name_of(entry.act),
        entry.by if person is None else say(person.name),
        "" if person is None else say(person.post),
        entry.detail.get("remark") or entry.detail.get("reason") or "",
        None if entry.recorded_at == entry.happened_at else entry.recorded_at,
    )


def page(desk: Any, request: HttpRequest, obj: Any) -> HttpResponse:
    """The journal's entries about a record, oldest first."""
    context = {
        **desk.admin_site.each_context(request),
        "title": _("What the journal says: %s") % obj,
        "subtitle": None,
        "opts": desk.opts,
        "module_name": str(capfirst(desk.opts.verbose_name_plural)),
        "object": obj,
        "object_id": unquote(str(obj.pk)),
        "history": told(desk.subjects(obj)),
    }
    request.current_app = desk.admin_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "admin/journal_of.html", context)

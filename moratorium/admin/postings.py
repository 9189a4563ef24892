"""Places and postings as they are read, on the pages of offices and of people."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ..models import Office, Person
from ..rules import wording
from . import naming
from .reading import Row


def days(row: Any, today: date) -> str:
    """From when until when, in the words of the page; an end is the first day without it."""
    start = wording.day(row.starts_on, naming.language())
    if row.ends_on is None:
        return _("from %(start)s") % {"start": start}
    if row.ends_on <= row.starts_on:
        return _("taken back: it never held (%(start)s)") % {"start": start}
    end = wording.day(row.ends_on, naming.language())
    said = {"start": start, "end": end}
    if row.ends_on <= today:
        return _("ended: from %(start)s, no longer on %(end)s") % said
    return _("from %(start)s, no longer on %(end)s") % said


def of_person(person: Person, today: date) -> Iterator[Row]:
    """The postings of a person, ended ones included."""
    found = person.postings.select_related("office").order_by("starts_on", "pk")
    for each in found:
        where = f"{naming.say(each.office.name)} ({each.office.code})"
        yield Row(_("Posting"), f"{naming.say(each.post)}, {where}\n{days(each, today)}")


def of_office(office: Office, today: date) -> Iterator[Row]:
    """The places of an office and who is or was posted there, whatever became of the account."""
    for place in office.placements.select_related("parent").order_by("starts_on"):
        above = naming.NOT_STATED
        if place.parent is not None:
            above = f"{naming.say(place.parent.name)} ({place.parent.code})"
        yield Row(_("Stands under"), f"{above}\n{days(place, today)}")
    for each in office.postings.select_related("person").order_by("starts_on", "pk"):
        who = f"{naming.say(each.person.name)} ({each.person.username})"
        closed = "" if each.person.is_active else f" · {_('account closed')}"
        yield Row(naming.say(each.post), f"{who}{closed}\n{days(each, today)}")

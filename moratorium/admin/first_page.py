"""The first page of the desk: what is in force, what is wrong, and what waits for whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..models import Order
from ..register import alarms, board, waiting
from ..register.alarms import Alarm
from ..register.board import Board, Protection, Standing
from ..register.places import Places
from ..register.waiting import Task
from ..rules import lifecycle, wording
from ..rules.gaps import Gap
from ..rules.windows import NO_END, Window
from ..rules.wording import Text
from . import access
from .alarm_words import WORDS, Words
from .naming import language, say

FEW = 6  # districts that are named; more are counted and unfold


@dataclass(frozen=True, slots=True)
class Where:
    """A discom's area, and its districts by name; none stands for all of them."""

    discom: str
    area: str
    districts: tuple[str, ...]
    restricted_to: str = ""

    @property
    def many(self) -> bool:
        return len(self.districts) > FEW


@dataclass(frozen=True, slots=True)
class InForce:
    """An order in force: its address for this reader, and each line's place and end."""

    protection: Protection
    url: str
    lines: list[tuple[Where, Standing]]


@dataclass(frozen=True, slots=True)
class Bare:
    """Where no order holds, and each stretch of hours in words."""

    where: Where
    hours: list[str]


@dataclass(frozen=True, slots=True)
class Shown:
    """An alarm in words, with the address of its record and of the form that answers it."""

    words: Words
    called: str
    age: str
    url: str
    act_url: str
    bare: list[Bare]


@dataclass(frozen=True, slots=True)
class Pile:
    """What waits for somebody to do one thing: a heading, each record's name and address."""

    name: str
    heading: str | Promise
    empty: str | Promise
    tasks: list[tuple[Task, str, str]]


def context(request: HttpRequest) -> dict[str, Any]:
    """What the page shows to whoever is signed in, as things stand now."""
    at = timezone.now()
    now = board.board(at, latest=0)
    reads = access.may(request.user, "view", "order")
    return {
        "at": at,
        "in_force": list(_in_force(now, reads)),
        "reads": reads,
        "alarms": [_shown(request, each, now) for each in alarms.alarms(now)] if reads else [],
        "piles": list(_piles(request)),
    }


def _in_force(now: Board, reads: bool) -> Iterator[InForce]:
    """Every order in force; whoever may not open it on the desk gets its public page."""
    numbers = [protection.order.number for protection in now.current]
    keys = dict(Order.objects.filter(number__in=numbers).values_list("number", "pk"))
    for protection in now.current:
        order = protection.order
        url = _page("order", keys[order.number]) if reads else _public(order.slug)
        yield InForce(protection, url, [(_where(each), each) for each in protection.standings])


def _where(standing: Standing) -> Where:
    words = standing.words
    names = tuple(sorted(map(say, words.districts)))
    discom = say(words.discom or wording.ALL_DISCOMS)
    return Where(discom, wording.area(words.area, language()), names, say(words.restricted_to))


def _shown(request: HttpRequest, alarm: Alarm, now: Board) -> Shown:
    words = WORDS[alarm.kind, alarm.until is not None]
    own = _page(alarm.noun, alarm.pk)
    return Shown(
        words,
        _called(alarm.name, alarm.title, draft=alarm.kind == alarms.WAITING),
        _age(words, alarm, now.at),
        own,
        _answer(request, words, own),
        [_bare(gap, now.places) for gap in alarm.gaps],
    )


def _answer(request: HttpRequest, words: Words, own: str) -> str:
    """The form that answers an alarm, for whoever holds the role; empty for others."""
    if words.act is None:
        return ""
    noun, act = words.act
    if lifecycle.ROLE_FOR[noun][act] not in access.roles_now(request.user):
        return ""
    if act == "draft":
        return reverse(f"admin:{access.APP}_order_add")
    return f"{own}#{act}-form"


def _age(words: Words, alarm: Alarm, at: datetime) -> str:
    """How old an alarm is, or how much time is left."""
    moment = alarm.until or alarm.since
    if moment is None:
        return ""
    return str(words.age) % {"length": wording.length(abs(at - moment), language())}


def _called(name: str, title: Text, *, draft: bool) -> str:
    """A record by its number and title; a draft has no number yet."""
    number = gettext("Draft %(number)s") % {"number": name} if draft else name
    return f"{number}: {say(title)}"


def _bare(gap: Gap, places: Places) -> Bare:
    supplied = {s.district for s in places.supplies
                if s.supplier.code == gap.discom and s.area == gap.area}  # fmt: skip
    everywhere = set(gap.districts) == supplied
    names = () if everywhere else tuple(sorted(say(places.regions[d].name) for d in gap.districts))
    where = Where(say(places.suppliers[gap.discom].name), wording.area(gap.area, language()), names)
    return Bare(where, [_hours(window) for window in gap.windows])


def _hours(window: Window) -> str:
    start = wording.since(window.start, language())
    if window.end == NO_END:
        return say(Text(f"{start}; अंत ज्ञात नहीं", f"{start}, with no known end"))
    return f"{start} {wording.until(window.end, language())}"


def _piles(request: HttpRequest) -> Iterator[Pile]:
    person = access.person(request)
    found = waiting.waiting(person.pk, access.roles_now(person))
    named = (
        ("approve", _("Orders that you may approve"), _("No order waits for your approval."),
         found.approve),
        ("confirm", _("Restorations that you may confirm"),
         _("No restoration waits for your confirmation."), found.confirm),
        ("finish", _("Your drafts"), _("You have no unfinished draft."), found.finish),
    )  # fmt: skip
    for name, heading, empty, tasks in named:
        if tasks is not None:
            yield Pile(name, heading, empty, list(map(_task, tasks)))


def _task(task: Task) -> tuple[Task, str, str]:
    called = _called(task.name, task.title, draft=task.noun == "order")
    return task, called, _page(task.noun, task.pk)


def _page(noun: str, pk: int) -> str:
    return reverse(f"admin:{access.APP}_{noun}_change", args=[pk])


def _public(slug: str) -> str:
    return reverse("public:order", args=[slug])

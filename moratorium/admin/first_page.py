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

from ..models import Directive, Order
from ..register import alarms, board, waiting
from ..register.alarms import Alarm
from ..register.board import Board, Protection, Standing
from ..register.waiting import Task, Waiting
from ..rules import lifecycle, wording
from ..rules.wording import Text
from . import access, alarm_words, naming, whereabouts
from .alarm_words import WORDS, Words
from .naming import language, say
from .whereabouts import Bare, Where


@dataclass(frozen=True, slots=True)
class Stands:
    """An order in force or to come: its address for this reader, each line's place and times."""

    protection: Protection
    url: str
    lines: list[tuple[Where, Standing]]


@dataclass(frozen=True, slots=True)
class Shown:
    """An alarm in words, with the address of its record and of the form that answers it."""

    words: Words
    records: list[tuple[str, str]]  # what each is called, and its page
    age: str
    act_url: str
    draft_url: str
    bare: list[Bare]


@dataclass(frozen=True, slots=True)
class Waits:
    """A record that waits: what it is called, since when it waits, and where to act."""

    called: str
    age: str
    remark: str
    url: str


@dataclass(frozen=True, slots=True)
class Pile:
    """What waits for somebody to do one thing, under its heading."""

    name: str
    heading: str | Promise
    empty: str | Promise
    tasks: list[Waits]


def context(request: HttpRequest) -> dict[str, Any]:
    """What the page shows to whoever is signed in, as things stand now."""
    at = timezone.now()
    now = board.board(at, latest=0)
    reads = access.may(request.user, "view", "order")
    person = access.person(request)
    own = waiting.waiting(person.pk, access.roles_now(person))
    raised = alarms.alarms(now) if reads else []
    others = [each for each in raised if not _waits_below(each, own)]
    piles = list(_piles(own, at))
    return {
        "at": at,
        "in_force": list(_stand(now.current, reads)),
        "upcoming": list(_stand(now.upcoming, reads)),
        "reads": reads,
        "alarms": [_shown(request, each, now) for each in others],
        "below": len(raised) > len(others),
        "piles": piles,
        "waits": sum(len(pile.tasks) for pile in piles),
    }


def _stand(protections: tuple[Protection, ...], reads: bool) -> Iterator[Stands]:
    """Orders on the board; whoever may not open one on the desk gets its public page."""
    numbers = [protection.order.number for protection in protections]
    keys = dict(Order.objects.filter(number__in=numbers).values_list("number", "pk"))
    for protection in protections:
        order = protection.order
        url = _page("order", keys[order.number]) if reads else _public(order.slug)
        yield Stands(
            protection, url, [(whereabouts.of_line(s.words), s) for s in protection.standings]
        )


def _waits_below(alarm: Alarm, own: Waiting) -> bool:
    """Whether an alarm is one of the things that wait for this person: it stands there once."""
    if alarm.kind == alarms.UNTOLD and alarm.draft is not None:
        return any(task.pk == alarm.draft.pk for task in own.direct or ())
    piles = {alarms.WAITING: own.approve, alarms.REPORTED: own.confirm}
    return any(task.pk == alarm.pk for task in piles.get(alarm.kind) or ())


def _shown(request: HttpRequest, alarm: Alarm, now: Board) -> Shown:
    draft = alarm.draft
    words = alarm_words.words(alarm, "" if draft is None else _draft(_noun(draft), draft.pk))
    own = _page(alarm.noun, alarm.pk)
    answered, pk = own, alarm.pk
    if draft is not None:
        answered, pk = _page(_noun(draft), draft.pk), draft.pk
    drafted = alarm.noun if alarm.kind == alarms.WAITING else ""
    called = _called(alarm.name, alarm.title, drafted)
    return Shown(
        words,
        [(called, own), *((naming.called(o), _page("outage", o.pk)) for o in alarm.others)],
        _age(words, alarm, now.at),
        _answer(request, words, answered, pk),
        "" if draft is None else answered,
        [whereabouts.bare(gap, now.places) for gap in alarm.gaps],
    )


def _answer(request: HttpRequest, words: Words, own: str, pk: int) -> str:
    """The form that answers an alarm, for whoever holds the role; empty for others."""
    if words.act is None:
        return ""
    noun, act = words.act
    if lifecycle.ROLE_FOR[noun][act] not in access.roles_now(request.user):
        return ""
    if act == "shield":
        return reverse(f"admin:{access.APP}_outage_shield", args=[pk])
    if (noun, act) == ("directive", "draft"):
        return reverse(f"admin:{access.APP}_order_directive", args=[pk])
    if act == "approve":
        return _review(noun, pk)
    if act == "edit":
        return own
    return f"{own}#{act}-form"


def _age(words: Words, alarm: Alarm, at: datetime) -> str:
    """How old an alarm is, or how much time is left."""
    moment = alarm.until or alarm.since
    if moment is None:
        return ""
    return str(words.age) % {"length": wording.length(abs(at - moment), language())}


def _called(name: str, title: Text, drafted: str) -> str:
    """A record by its number and title; the draft of a noun has no number yet."""
    number = _draft(drafted, name) if drafted else name
    return f"{number}: {say(title)}"


def _draft(noun: str, key: Any) -> str:
    if noun == "directive":
        return naming.directive_draft(key)
    return gettext("Draft %(number)s") % {"number": key}


def _noun(draft: Order | Directive) -> str:
    return "directive" if isinstance(draft, Directive) else "order"


def _piles(own: Waiting, at: datetime) -> Iterator[Pile]:
    named = (
        ("approve", _("Orders that you may approve"), _("No order waits for your approval."),
         own.approve),
        ("direct", _("Directives that you may approve"),
         _("No directive waits for your approval."), own.direct),
        ("confirm", _("Restorations that you may confirm"),
         _("No restoration waits for your confirmation."), own.confirm),
        ("finish", _("Your drafts"), _("You have no unfinished draft."), own.finish),
    )  # fmt: skip
    for name, heading, empty, tasks in named:
        if tasks is not None:
            yield Pile(name, heading, empty, [_waits(name, task, at) for task in tasks])


# Which alarm's words tell the age of what waits in a pile.
_AGE_OF = {
    "approve": alarms.WAITING, "direct": alarms.WAITING, "confirm": alarms.REPORTED,
}  # fmt: skip


def _waits(pile: str, task: Task, at: datetime) -> Waits:
    age = ""
    if task.since is not None:
        words = WORDS[_AGE_OF[pile], False].age
        age = str(words) % {"length": wording.length(at - task.since, language())}
    drafted = task.noun if task.noun in ("order", "directive") else ""
    called = _called(task.name, task.title, drafted)
    decides = pile in ("approve", "direct")
    url = _review(task.noun, task.pk) if decides else _page(task.noun, task.pk)
    return Waits(called, age, task.remark, url)


def _page(noun: str, pk: int) -> str:
    return reverse(f"admin:{access.APP}_{noun}_change", args=[pk])


def _review(noun: str, pk: int) -> str:
    """Where a checker reads a draft and decides."""
    return reverse(f"admin:{access.APP}_{noun}_approve", args=[pk])


def _public(slug: str) -> str:
    return reverse("public:order", args=[slug])

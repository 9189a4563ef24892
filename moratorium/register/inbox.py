"""The inbox of somebody posted in the field: the directives of the offices in their reach.

Reach follows the tree and the postings of the day (IST) of the instant that is asked about,
not of the day on which a directive was issued. An office's own receipts say what is to be
done; of the offices below only a summary is told. The queries are the same few however many
directives and offices there are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from ..models import Addressee, Directive, Posting, Receipt
from ..rules import directives as rules
from ..rules.directives import ACKNOWLEDGED, OPENED
from ..rules.instants import IST
from ..rules.lifecycle import ISSUED
from ..rules.wording import Text
from . import below, directives, offices
from .below import Below
from .directives import DirectiveRef

A_PAGE = 10


@dataclass(frozen=True, slots=True)
class Post:
    """A post that somebody holds today, at an office."""

    office: int
    code: str
    name: Text
    post: Text


@dataclass(frozen=True, slots=True)
class Step:
    """What an office did with a directive for the first time: who, in which post, and when."""

    step: str
    person: int
    name: Text
    post: Text
    at: datetime
    remark: str


@dataclass(frozen=True, slots=True)
class Own:
    """A directive at an office where one is posted; `addressee` names the two together."""

    addressee: int
    office: Text
    steps: tuple[Step, ...]

    def step(self, name: str) -> Step | None:
        """A step, if the office took it."""
        return next((each for each in self.steps if each.step == name), None)

    @property
    def progress(self) -> tuple[tuple[str, Step | None], ...]:
        """Every step in its order, with who took it, if anybody."""
        return tuple((name, self.step(name)) for name in rules.STEPS)

    @property
    def acknowledged(self) -> Step | None:
        return self.step(ACKNOWLEDGED)

    @property
    def is_unread(self) -> bool:
        return self.step(OPENED) is None and self.acknowledged is None


@dataclass(frozen=True, slots=True)
class Item:
    """A directive in somebody's reach, as things stand at an instant. `pk` is never shown."""

    pk: int
    ref: DirectiveRef
    due_at: datetime
    is_late: bool  # whether whoever has not acknowledged is overdue
    replaced_by: DirectiveRef | None
    replacement_reached: bool
    own: tuple[Own, ...]
    below: Below | None

    @property
    def waits(self) -> bool:
        """Whether one of the own offices has to acknowledge."""
        return self.replaced_by is None and any(not each.acknowledged for each in self.own)

    def of(self, addressee: int) -> Own | None:
        """The own office with this key, if it is one."""
        return next((each for each in self.own if each.addressee == addressee), None)


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of an inbox, and how many directives there are; `waiting` are to acknowledge."""

    posts: tuple[Post, ...]
    items: tuple[Item, ...]
    count: int
    waiting: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class _Reach:
    posts: tuple[Post, ...]
    offices: frozenset[int]

    @property
    def own(self) -> frozenset[int]:
        return frozenset(each.office for each in self.posts)

    @property
    def below(self) -> frozenset[int]:
        return self.offices - self.own


def inbox(person: int, at: datetime, page: int = 1) -> Inbox | None:
    """A page of a person's inbox: unread first, then what is to be acknowledged, both by the
    time when they are due, then the rest, newest first. None if there is no such page.
    """
    reach = _reach(person, at)
    rows = _ranked(reach, at) if reach.offices else []
    pages = max(1, -(-len(rows) // A_PAGE))
    if page > pages:
        return None
    shown = rows[(page - 1) * A_PAGE : page * A_PAGE]
    items = _items([pk for pk, _waits in shown], reach, at)
    waiting = sum(waits for _pk, waits in rows)
    return Inbox(reach.posts, items, len(rows), waiting, page, pages)


def item(person: int, slug: str, at: datetime) -> Item | None:
    """A directive that is in a person's reach today; None for any other."""
    reach = _reach(person, at)
    found = _in(reach.offices, at).filter(slug=slug).values_list("pk", flat=True).first()
    return None if found is None else _items([found], reach, at)[0]


def _reach(person: int, at: datetime) -> _Reach:
    today = at.astimezone(IST).date()
    held = Posting.objects.held_on(today).filter(person=person, person__is_active=True)
    posts: dict[int, Post] = {}
    for each in held.select_related("office").order_by("starts_on", "pk"):
        office = each.office
        posts.setdefault(office.pk, Post(office.pk, office.code, office.name, each.post))
    return _Reach(tuple(posts.values()), offices.reach(person, today) if posts else frozenset())


def _in(reached: Collection[int], at: datetime) -> QuerySet[Directive]:
    addressed = Addressee.objects.filter(directive=OuterRef("pk"), office__in=reached)
    return Directive.objects.filter(Exists(addressed), state=ISSUED, issued_at__lte=at)


def _ranked(reach: _Reach, at: datetime) -> list[tuple[int, bool]]:
    """The keys of all directives in reach in the order of the inbox, and which of them wait."""
    own = Addressee.objects.filter(directive=OuterRef("pk"), office__in=reach.own)
    rows = _in(reach.offices, at).annotate(
        replaced=Exists(_replacing(at).filter(replaces=OuterRef("pk"))),
        unread=Exists(own.filter(below.without(OPENED, ACKNOWLEDGED))),
        waits=Exists(own.filter(below.without(ACKNOWLEDGED))),
    )
    ranked = []
    for pk, issued_at, hours, replaced, unread, waits in rows.values_list(
        "pk", "issued_at", "due_hours", "replaced", "unread", "waits"
    ):
        assert issued_at is not None  # whatever is issued has an hour
        waits = waits and not replaced
        due = rules.due_at(issued_at, hours)
        order = (0 if unread else 1, due.timestamp()) if waits else (2, -issued_at.timestamp())
        ranked.append((*order, -pk, waits))
    return [(-key, waits) for _rank, _time, key, waits in sorted(ranked)]


def _replacing(at: datetime) -> QuerySet[Directive]:
    return Directive.objects.filter(state=ISSUED, issued_at__lte=at)


def _items(keys: list[int], reach: _Reach, at: datetime) -> tuple[Item, ...]:
    found = Directive.objects.in_bulk(keys)
    after = {each.replaces_id: each for each in _replacing(at).filter(replaces__in=keys)}
    reached = _in(reach.offices, at).filter(pk__in=[each.pk for each in after.values()])
    reachable = set(reached.values_list("pk", flat=True)) if after else set()
    due = {pk: rules.due_at(each.issued_at, each.due_hours) for pk, each in found.items()}  # type: ignore[arg-type]
    late = {pk for pk in keys if pk not in after and due[pk] <= at}
    own, under = _own(keys, reach), below.summaries(keys, late, reach.below)
    return tuple(
        Item(
            pk=pk,
            ref=directives.ref(found[pk]),
            due_at=due[pk],
            is_late=pk in late,
            replaced_by=directives.ref(after[pk]) if pk in after else None,
            replacement_reached=pk in after and after[pk].pk in reachable,
            own=tuple(own[pk]),
            below=under.get(pk),
        )
        for pk in keys
    )


def _own(keys: Iterable[int], reach: _Reach) -> dict[int, list[Own]]:
    found: dict[int, list[Own]] = defaultdict(list)
    if not reach.own:
        return found
    rows = list(Addressee.objects.filter(directive__in=keys, office__in=reach.own))
    steps: dict[int, list[Step]] = defaultdict(list)
    taken = Receipt.objects.filter(addressee__in=rows).select_related("person")
    for each in taken.order_by("at", "pk"):
        steps[each.addressee_id].append(_step(each))
    names = {each.office: each.name for each in reach.posts}
    order = {each.office: place for place, each in enumerate(reach.posts)}
    for row in sorted(rows, key=lambda row: order[row.office_id]):
        found[row.directive_id].append(Own(row.pk, names[row.office_id], tuple(steps[row.pk])))
    return found


def _step(receipt: Receipt) -> Step:
    person = receipt.person
    return Step(receipt.step, person.pk, person.name, receipt.post, receipt.at, receipt.remark)

"""Who is to be told of which directive at an instant and has not been told: read off the record.

Nothing is kept but the mails themselves. What is due follows from directives, their addressees
and receipts; what was told, from the mails; the difference is what remains. The ladder follows
the tree of the day (IST) on which a directive was issued, the addresses are those of today.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from ..models import Addressee, Directive, Entry, Mail, Receipt
from ..rules import chasing
from ..rules.directives import ACKNOWLEDGED, MAX_DUE_HOURS
from ..rules.instants import IST
from ..rules.lifecycle import ISSUED
from . import offices
from .offices import Holder, Node, Tree
from .recipients import Recipient

_LONGEST = timedelta(hours=MAX_DUE_HOURS) * chasing.RISES + chasing.PATIENCE
# What no act announces, such as a posting that begins today, is seen this late.
RECHECK = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ToTell:
    """Mails that are due: whom they go to, at which addresses, and what of."""

    directive: Directive
    step: str
    event: str
    office: Node
    addresses: tuple[str, ...]
    late: tuple[Node, ...]


def untold(at: datetime) -> Iterator[ToTell]:
    """What is due at an instant and reached nobody yet; few queries a directive in its time.

    An office where nobody has an address is told as soon as somebody has; one whose mails all
    were refused or came back, at any address that has not been tried.
    """
    chased = _chased(at)
    today = offices.every_holder(at.astimezone(IST).date()) if chased else {}
    trees: dict[date, Tree] = {}
    for directive in chased:
        day = _issued_at(directive).astimezone(IST).date()
        if day not in trees:
            trees[day] = offices.tree(day)
        yield from _untold(directive, trees[day], today, at)


def newest_act() -> int:
    """The journal's newest number: without a new one only time makes anything due."""
    return Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


def look_again_at(at: datetime) -> datetime:
    """Until when time alone makes nothing due; never longer than RECHECK."""
    steps = (chasing.next_at(_issued_at(each), each.due_hours, at) for each in _chased(at))
    return min([at + RECHECK, *(step for step in steps if step is not None)])


def over() -> QuerySet[Mail]:
    """The mails about directives that were replaced, and to offices that acknowledged since."""
    received = Receipt.objects.filter(
        step=ACKNOWLEDGED,
        addressee__directive=OuterRef("directive"),
        addressee__office=OuterRef("office"),
    )
    to_itself = ~Q(event__startswith=chasing.OVERDUE)
    return Mail.objects.filter(directive__isnull=False).filter(
        Exists(_replacements("directive")) | (to_itself & Exists(received))
    )


def _chased(at: datetime) -> list[Directive]:
    """The directives of which something may still be due, the earliest first; one query.

    What was imported was told in its own day.
    """
    found = Directive.objects.filter(
        ~Exists(_replacements("pk")), state=ISSUED, imported=False, issued_at__lte=at,
        issued_at__gt=at - _LONGEST,
    )  # fmt: skip
    found = found.select_related("replaces").order_by("issued_at", "pk")
    return [d for d in found if at < chasing.ends_at(_issued_at(d), d.due_hours)]


def _replacements(of: str) -> QuerySet[Directive]:
    return Directive.objects.filter(replaces=OuterRef(of), state=ISSUED)


def _untold(
    directive: Directive, tree: Tree, today: Mapping[int, tuple[Holder, ...]], at: datetime
) -> Iterator[ToTell]:
    waiting = _waiting(directive, tree)
    nodes = tree.nodes | _unplaced(waiting, tree)
    reached, tried = _told(directive) if waiting else (set(), {})
    for each in chasing.due(_issued_at(directive), directive.due_hours, waiting, at):
        node = nodes[each.office]
        event = chasing.event(each.step, node.code, directive.number or "")
        if event in reached:
            continue
        addresses = [
            address
            for address in Recipient(node, today.get(node.pk, ())).addresses
            if address.lower() not in tried.get(event, ())
        ]
        if addresses:
            late = tuple(nodes[office] for office in each.late)
            yield ToTell(directive, each.step, event, node, tuple(addresses), late)


def _waiting(directive: Directive, tree: Tree) -> dict[int, tuple[int, ...]]:
    """The offices that have not acknowledged, with those above them, the nearest first."""
    received = Receipt.objects.filter(step=ACKNOWLEDGED, addressee=OuterRef("pk"))
    found = Addressee.objects.filter(~Exists(received), directive=directive)
    left = found.order_by("office__code").values_list("office_id", flat=True)
    return {pk: tuple(n.pk for n in reversed(tree.path(pk)[:-1])) for pk in left}


def _unplaced(waiting: Iterable[int], tree: Tree) -> dict[int, Node]:
    """Those whose place on the day was taken back later: told all the same."""
    missing = [pk for pk in waiting if pk not in tree.nodes]
    return offices.unplaced(missing) if missing else {}


def _told(directive: Directive) -> tuple[set[str], dict[str, set[str]]]:
    """The events that reached somebody or still may, and the addresses that others failed at."""
    reached: set[str] = set()
    tried: dict[str, set[str]] = {}
    rows = Mail.objects.filter(directive=directive).order_by()
    for event, address, bounced_at in rows.values_list("event", "address", "bounced_at"):
        if bounced_at is None:
            reached.add(event)
        else:
            tried.setdefault(event, set()).add(address.lower())
    return reached, tried


def _issued_at(directive: Directive) -> datetime:
    assert directive.issued_at is not None
    return directive.issued_at

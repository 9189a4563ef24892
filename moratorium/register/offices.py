"""The tree of offices on a day, who is posted where, and what a person's postings reach.

Rights follow the tree of now; a ladder follows the tree of the day on which its directive was
issued: every question names its day (IST). Each costs the same few queries however many
offices there are.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..models import Office, Placement, Posting
from ..rules.wording import Text


@dataclass(frozen=True, slots=True)
class Node:
    """An office where it stands on the day; `parent` is the key of the office above, if any."""

    pk: int
    code: str
    level: str
    discom: str
    name: Text
    email: str
    parent: int | None


@dataclass(frozen=True, slots=True)
class Tree:
    """The offices that have a place on the day, by key."""

    nodes: dict[int, Node]
    children: dict[int | None, list[int]] = field(default_factory=dict)

    def path(self, office: int) -> tuple[Node, ...]:
        """The offices from the top down to this one; empty if it has no place on the day."""
        found: dict[int, Node] = {}
        node = self.nodes.get(office)
        while node is not None and node.pk not in found:
            found[node.pk] = node
            node = None if node.parent is None else self.nodes.get(node.parent)
        return tuple(reversed(found.values()))

    def paths_of_codes(self) -> dict[int, tuple[str, ...]]:
        """The codes from the top down to each office: what a list of many is sorted by."""
        found: dict[int, tuple[str, ...]] = {}
        ahead: list[tuple[int, tuple[str, ...]]] = [
            (pk, ()) for pk, node in self.nodes.items() if node.parent not in self.nodes
        ]
        while ahead:
            pk, above = ahead.pop()
            found[pk] = codes = (*above, self.nodes[pk].code)
            ahead += [(below, codes) for below in self.children.get(pk, ())]
        return found

    def below(self, offices: Iterable[int]) -> frozenset[int]:
        """These offices and everything below them."""
        found: set[int] = set()
        ahead = list(offices)
        while ahead:
            office = ahead.pop()
            if office not in found:
                found.add(office)
                ahead += self.children.get(office, ())
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody posted at an office, with the post held there."""

    person: int
    username: str
    name: Text
    post: Text
    email: str
    starts_on: date
    ends_on: date | None


_NODE = (
    "office_id", "office__code", "office__level", "office__discom_id",
    "office__name_hi", "office__name_en", "office__email", "parent_id",
)  # fmt: skip

_HOLDER = (
    "office_id", "person_id", "person__username", "person__name_hi", "person__name_en",
    "post_hi", "post_en", "person__email", "starts_on", "ends_on",
)  # fmt: skip


def tree(on: date) -> Tree:
    """The tree of a day; one query."""
    rows = Placement.objects.held_on(on).order_by("office__code").values_list(*_NODE)
    nodes = {row.pk: row for row in map(_node, rows)}
    return Tree(nodes, _children((node.pk, node.parent) for node in nodes.values()))


def unplaced(keys: Collection[int]) -> dict[int, Node]:
    """Offices as they are without a place in any tree, by key; one query."""
    found = Office.objects.filter(pk__in=keys)
    return {o.pk: Node(o.pk, o.code, o.level, o.discom_id, o.name, o.email, None) for o in found}


def path(office: int, on: date) -> tuple[Node, ...]:
    """The offices from the top down to one on a day; one query. For several, ask the tree."""
    return tree(on).path(office)


def reach(person: int, on: date) -> frozenset[int]:
    """The offices that a person's postings of a day reach, those below included; two queries.

    That the account is open and which role it has is for the door to ask.
    """
    held = Posting.objects.held_on(on).filter(person=person).order_by()
    posted = list(held.values_list("office_id", flat=True))
    if not posted:
        return frozenset()
    placed = Placement.objects.held_on(on).order_by().values_list("office_id", "parent_id")
    return Tree({}, _children(placed)).below(posted)


def holders(office: int, on: date) -> tuple[Holder, ...]:
    """Who is posted at an office on a day and has an open account; one query."""
    return tuple(holder for _office, holder in _held(Posting.objects.filter(office=office), on))


def every_holder(on: date) -> dict[int, tuple[Holder, ...]]:
    """The same for every office that has anybody; one query."""
    return _by_office(Posting.objects.all(), on)


def holders_of(offices: Iterable[int], on: date) -> dict[int, tuple[Holder, ...]]:
    """The same for a few offices; one query."""
    return _by_office(Posting.objects.filter(office__in=list(offices)), on)


def _by_office(postings: Any, on: date) -> dict[int, tuple[Holder, ...]]:
    found: dict[int, list[Holder]] = {}
    for office, holder in _held(postings, on):
        found.setdefault(office, []).append(holder)
    return {office: tuple(several) for office, several in found.items()}


def _children(placed: Iterable[tuple[int, int | None]]) -> dict[int | None, list[int]]:
    found: dict[int | None, list[int]] = {}
    for office, parent in placed:
        found.setdefault(parent, []).append(office)
    return found


def _node(row: tuple) -> Node:
    pk, code, level, discom, hindi, english, email, parent = row
    return Node(pk, code, level, discom, Text(hindi, english), email, parent)


def _held(postings: Any, on: date) -> Iterator[tuple[int, Holder]]:
    """Postings of a day, whoever has been there longest first; a closed account holds none."""
    found = postings.held_on(on).filter(person__is_active=True).order_by("starts_on", "pk")
    for office, person, username, hindi, english, *rest in found.values_list(*_HOLDER):
        post_hi, post_en, email, starts_on, ends_on = rest
        name = Text(hindi or english or username, english or hindi or username)
        post = Text(post_hi, post_en)
        yield office, Holder(person, username, name, post, email, starts_on, ends_on)

"""Whom a directive reaches: the offices meant, as the tree stands on a day, and who sits there.

An office without an address and without anybody posted is listed, never silently skipped.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..models import Addressee, Target
from ..rules.offices import LEVELS
from . import offices
from .offices import Holder, Node, Tree

_DEPTH = {level: depth for depth, level in enumerate(LEVELS)}


@dataclass(frozen=True, slots=True)
class Meant:
    """One target: every office of a discom, or an office, alone or with all below it."""

    discom: str = ""
    office: int | None = None
    below: bool = True


@dataclass(frozen=True, slots=True)
class Recipient:
    """An office that is addressed, with whoever is posted there on the day."""

    office: Node
    holders: tuple[Holder, ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where mail for it goes: its own address, then those of the people; no repeats."""
        found = [self.office.email, *(holder.email for holder in self.holders)]
        return tuple({each.lower(): each for each in found if each}.values())

    @property
    def is_reachable(self) -> bool:
        """Whether anybody would learn of the directive."""
        return bool(self.addresses or self.holders)


@dataclass(frozen=True)
class Recipients:
    """The offices that a directive is for, from the top of the tree down.

    `unplaced` are offices that are named but have no place in the tree of the day.
    """

    on: date
    tree: Tree
    all: tuple[Recipient, ...]
    unplaced: tuple[int, ...]

    @property
    def count(self) -> int:
        return len(self.all)

    @cached_property
    def without_mail(self) -> tuple[Recipient, ...]:
        """Those to which no mail can go, whoever is posted there."""
        return tuple(each for each in self.all if not each.addresses)

    @cached_property
    def without_anybody(self) -> tuple[Recipient, ...]:
        """Those where nobody is posted, whatever their address."""
        return tuple(each for each in self.all if not each.holders)

    @cached_property
    def unreachable(self) -> tuple[Recipient, ...]:
        """Those with neither."""
        return tuple(each for each in self.all if not each.is_reachable)

    @cached_property
    def by_level(self) -> dict[str, int]:
        """How many there are of each level, from the top down."""
        counts = dict.fromkeys(LEVELS, 0)
        for each in self.all:
            counts[each.office.level] += 1
        return {level: count for level, count in counts.items() if count}


def meant(directive: int) -> tuple[Meant, ...]:
    """The targets of a directive as they were entered; one query."""
    rows = Target.objects.filter(directive=directive).order_by("position", "pk")
    return tuple(
        Meant(discom or "", office, below)
        for discom, office, below in rows.values_list("discom_id", "office_id", "below")
    )


def of_targets(
    targets: Sequence[Meant], down_to: str, on: date, *, posted: bool = True
) -> Recipients:
    """Whom some targets would reach on a day (IST); two queries.

    With `posted` false nobody is looked up, and every office seems vacant: one query, for an
    act that asks for the offices alone.
    """
    tree = offices.tree(on)
    chosen, unplaced = _chosen(targets, down_to, tree)
    return _recipients(tree, chosen, unplaced, on, posted=posted)


def of_directive(directive: int, on: date) -> Recipients:
    """Those to whom an issued directive is addressed, with the tree and posts of a day."""
    tree = offices.tree(on)
    found = Addressee.objects.filter(directive=directive).order_by()
    chosen = set(found.values_list("office_id", flat=True))
    return _recipients(tree, chosen & tree.nodes.keys(), sorted(chosen - tree.nodes.keys()), on)


def _chosen(targets: Iterable[Meant], down_to: str, tree: Tree) -> tuple[set[int], list[int]]:
    found: set[int] = set()
    unplaced: list[int] = []
    for each in targets:
        if each.office is None:
            found |= _shallow((n.pk for n in tree.nodes.values() if n.discom == each.discom),
                              down_to, tree)  # fmt: skip
        elif each.office not in tree.nodes:
            unplaced.append(each.office)
        else:
            below = tree.below([each.office]) if each.below else ()
            found |= {each.office, *_shallow(below, down_to, tree)}
    return found, unplaced


def _shallow(offices_: Iterable[int], down_to: str, tree: Tree) -> set[int]:
    """Those that are not below a level."""
    deepest = _DEPTH[down_to]
    return {pk for pk in offices_ if _DEPTH[tree.nodes[pk].level] <= deepest}


def _recipients(
    tree: Tree, chosen: set[int], unplaced: Sequence[int], on: date, *, posted: bool = True
) -> Recipients:
    holders = offices.every_holder(on) if chosen and posted else {}
    codes = tree.paths_of_codes()
    found = sorted(
        (tree.nodes[pk] for pk in chosen),
        key=lambda node: (node.discom, codes.get(node.pk, ())),
    )
    return Recipients(
        on, tree, tuple(Recipient(node, holders.get(node.pk, ())) for node in found),
        tuple(unplaced),
    )  # fmt: skip

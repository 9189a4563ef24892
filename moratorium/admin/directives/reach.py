"""Whom a directive reaches, in the words of the page: counted, and listed where nobody would
learn of it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ...models import Discom
from ...register.recipients import Recipient, Recipients
from ...rules.offices import LEVELS
from ...rules.wording import grouped
from .. import naming
from ..naming import say

FEW = 10  # a longer list is folded


@dataclass(frozen=True, slots=True)
class Counted:
    """The offices of one discom, by level, in words."""

    discom: str
    count: int
    levels: str


@dataclass(frozen=True, slots=True)
class Listed:
    """Offices at which something is missing, each by name, code and the office above."""

    heading: Any
    offices: list[str]
    grave: bool = False

    @property
    def folds(self) -> bool:
        return len(self.offices) > FEW


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a directive reaches: in one sentence, discom by discom, and what is missing where."""

    count: int
    headline: str
    discoms: list[Counted]
    missing: list[Listed]


def reach(found: Recipients, meant: Collection[Discom] = ()) -> Reach:
    """Some recipients in words; of the discoms that are meant as a whole, some may have none."""
    missing = [*_without_office(found, meant), *_missing(found)]
    return Reach(found.count, headline(found), list(_by_discom(found)), missing)


def headline(found: Recipients) -> str:
    """How many there are, and how many of them nothing would reach."""
    count = {"count": grouped(found.count)}
    bare = len(found.unreachable)
    if not bare:
        return ngettext("%(count)s office", "%(count)s offices", found.count) % count
    if found.count == 1:
        return gettext("1 office, which has no e-mail and nobody posted")
    return ngettext(
        "%(count)s offices, of which %(bare)s has no e-mail and nobody posted",
        "%(count)s offices, of which %(bare)s have no e-mail and nobody posted",
        bare,
    ) % (count | {"bare": grouped(bare)})


def _by_discom(found: Recipients) -> Iterator[Counted]:
    of_discom: dict[str, dict[str, int]] = {}
    for each in found.all:
        levels = of_discom.setdefault(each.office.discom, dict.fromkeys(LEVELS, 0))
        levels[each.office.level] += 1
    known = Discom.objects.in_bulk(of_discom) if of_discom else {}
    for code, levels in of_discom.items():
        said = " · ".join(f"{say(LEVELS[level])} {grouped(n)}" for level, n in levels.items() if n)
        yield Counted(naming.supplier(known[code]), sum(levels.values()), said)


def _without_office(found: Recipients, meant: Collection[Discom]) -> Iterator[Listed]:
    have = {each.office.discom for each in found.all}
    if bare := [naming.supplier(each) for each in meant if each.code not in have]:
        yield Listed(_("No office on record: nobody of these discoms would be told"), bare, True)


def _missing(found: Recipients) -> Iterator[Listed]:
    neither = {each.office.pk for each in found.unreachable}
    posted = [each for each in found.without_mail if each.office.pk not in neither]
    mailed = [each for each in found.without_anybody if each.office.pk not in neither]
    for heading, offices, grave in (
        (
            _("No e-mail, and nobody posted: nobody would learn of it there"),
            found.unreachable,
            True,
        ),
        (_("No e-mail: whoever is posted there sees it only on signing in"), posted, False),
        (_("Nobody posted: the office has an e-mail, and nobody can acknowledge"), mailed, False),
    ):
        if offices:
            yield Listed(heading, list(_named(offices, found)), grave)


def _named(offices: Iterable[Recipient], found: Recipients) -> Iterator[str]:
    for each in offices:
        office = each.office
        above = found.tree.nodes.get(office.parent) if office.parent is not None else None
        place = f", {say(above.name)}" if above is not None else ""
        yield f"{say(office.name)} ({office.code}), {say(LEVELS[office.level])}{place}"

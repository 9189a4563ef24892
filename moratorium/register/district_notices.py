"""The newest public acts with the places that each concerns: what the districts' feeds are of.

Read in one pass for all districts, and as much of the record for a long archive as for a short
one: a feed holds what concerns its district among the newest acts of the whole state.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ..models import CoverageLine, Directive, Order, Outage
from ..models.outages import OutageDistrict
from ..rules.lifecycle import ISSUED
from ..rules.scope import ALL_STATE_DISCOMS, Scope
from . import coverage, notices
from .notices import Notice
from .places import Places

NEWEST = 500  # public acts of the state, among which those about a district are looked for
Scopes = tuple[Scope, ...]


@dataclass(frozen=True, slots=True)
class PlacedNotice:
    """A public act and what it concerns: suppliers and districts, whatever the area."""

    notice: Notice
    scopes: Scopes


@dataclass(frozen=True, slots=True)
class DistrictNotices:
    """The newest public acts of an edition (its number), newest first. Plain values, as it is."""

    edition: str
    acts: tuple[PlacedNotice, ...]

    def about(self, district: str, places: Places, count: int) -> tuple[Notice, ...]:
        """The newest of them that concern a district (its slug), so many at most."""
        found = (each.notice for each in self.acts if _concerns(each.scopes, district, places))
        return tuple(notice for notice, _ in zip(found, range(count), strict=False))


def read(edition: str) -> DistrictNotices:
    """The newest public acts as they are on record now, which is at this edition; seven queries.

    An order concerns the places of its lines, and those of the lines of the order that it
    amends: so a lift is told to those whom it leaves without protection. A directive concerns
    the places of its order, an outage those of its scope. Raises django.db.Error.
    """
    newest = notices.newest(NEWEST)
    scopes = _of_outages(n.subject for n in newest if not n.is_order and not n.is_directive)
    scopes |= _of_orders(
        [n.subject for n in newest if n.is_order], [n.subject for n in newest if n.is_directive]
    )
    return DistrictNotices(
        edition, tuple(PlacedNotice(each, scopes.get(each.subject, ())) for each in newest)
    )


def _concerns(scopes: Scopes, district: str, places: Places) -> bool:
    return any(
        district in places.serves.get(scope.discom, ())
        and (not scope.districts or district in scope.districts)
        for scope in scopes
    )


def _of_orders(orders: list[str], directives: list[str]) -> dict[str, Scopes]:
    """The scopes of orders and of directives, by number. No two of either have the same number."""
    rests = Directive.objects.filter(number__in=directives).values_list("number", "order_id")
    order_of: dict[str | None, int] = dict(rests)
    found = Order.objects.filter(state=ISSUED)
    found = found.filter(number__in=orders) | found.filter(pk__in=set(order_of.values()))
    amended: dict[int, int | None] = {}
    for pk, number, amends in found.values_list("pk", "number", "amends_id"):
        order_of[number] = pk
        amended[pk] = amends
    lines = _of_lines({*amended, *(pk for pk in amended.values() if pk is not None)})
    return {
        number: _each_once((*lines.get(pk, ()), *lines.get(amended.get(pk), ())))
        for number, pk in order_of.items()
        if number is not None
    }


def _of_lines(orders: set[int]) -> dict[int | None, list[Scope]]:
    """The scopes of the lines of issued orders, by the key of the order."""
    lines = CoverageLine.objects.filter(order__in=orders, order__state=ISSUED).order_by("pk")
    rows = list(lines.values_list("pk", "order_id", "discom_id"))
    districts = coverage.districts_of([pk for pk, _order, _discom in rows])
    found: dict[int | None, list[Scope]] = {}
    for pk, order, discom in rows:
        found.setdefault(order, []).append(_scope(discom, districts.get(pk, frozenset())))
    return found


def _of_outages(refs: Iterable[str]) -> dict[str, Scopes]:
    """The scopes of outages, by reference."""
    rows = list(Outage.objects.filter(ref__in=set(refs)).values_list("pk", "ref", "discom_id"))
    districts: dict[int, set[str]] = {}
    named = OutageDistrict.objects.filter(outage__in=[pk for pk, _ref, _discom in rows])
    for pk, slug in named.values_list("outage_id", "district_id"):
        districts.setdefault(pk, set()).add(slug)
    return {ref: (_scope(discom, frozenset(districts.get(pk, ()))),) for pk, ref, discom in rows}


def _scope(discom: str | None, districts: frozenset[str]) -> Scope:
    return Scope(discom or ALL_STATE_DISCOMS, districts)


def _each_once(scopes: Iterable[Scope]) -> Scopes:
    return tuple(dict.fromkeys(scopes))

"""The coverage lines that can still matter, read through indexes.

An OR across the outage join would scan every line, so each reason why a line may still
protect is a query of its own, each with its index, and the three are one UNION.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from ..models import CoverageDistrict, CoverageLine, Order
from ..rules.lifecycle import ISSUED
from ..rules.protection import Line
from ..rules.scope import ALL_STATE_DISCOMS, Scope
from ..rules.windows import Outage, Term
from ..rules.wording import LineWords, Text
from .places import Places

LONGEST_GRACE = timedelta(hours=8760)

_SUCCESSOR = Order.objects.filter(amends=OuterRef("order"), state=ISSUED).values("issued_at")[:1]
_FIELDS = (
    "id", "order_id", "position", "discom_id", "area", "restricted_hi", "restricted_en",
    "starts_at", "ends_at", "grace_hours",
    "order__number", "order__slug", "order__basis", "order__title_hi", "order__title_en",
    "order__issued_at", "order__demonstration", "succeeded_at",
    "until_restored__ref", "until_restored__title_hi", "until_restored__title_en",
    "until_restored__expected_end", "until_restored__restored_at",
    "until_restored__confirmed_at",
)  # fmt: skip
TERM_FIELDS = (
    "order__issued_at", "starts_at", "ends_at", "until_restored", "until_restored__restored_at",
    "until_restored__confirmed_at", "grace_hours", "succeeded_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OrderRef:
    """How an order is named and linked; a draft has neither number nor slug."""

    number: str
    slug: str
    basis: str
    title: Text
    issued_at: datetime
    demonstration: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """One line of an issued order: for the rules, and for the reader."""

    order: OrderRef
    position: int
    line: Line
    restricted_to: Text
    outage_ref: str | None
    outage_title: Text | None
    expected_end: datetime | None

    @property
    def planned_end(self) -> datetime | None:
        """The end that was printed: the line's own, else the outage's expected one."""
        return self.line.term.ends_at or self.expected_end


def reaching(at: datetime, known_at: datetime) -> list[Coverage]:
    """Every line whose protection, as known at `known_at`, may go on after `at`.

    A superset is safe: the rules cut each window exactly. Two queries.
    """
    issued = CoverageLine.objects.filter(order__state=ISSUED, order__issued_at__lte=known_at)
    parts = [issued.filter(reason) for reason in _reasons(at, known_at)]
    rows = [_selected(part) for part in parts]
    return from_rows(rows[0].union(*rows[1:]))


def of_orders(orders: Sequence[int]) -> list[Coverage]:
    """Every line of some orders, in the order in which they were entered."""
    return from_rows(_selected(CoverageLine.objects.filter(order__in=orders)))


def of_draft(order: int, at: datetime) -> list[Coverage]:
    """Every line of a draft, as if it were issued at an instant; it has no number yet."""
    return [
        replace(
            each,
            order=replace(each.order, issued_at=at),
            line=replace(each.line, term=replace(each.line.term, issued_at=at)),
        )
        for each in of_orders([order])
    ]


def _reasons(at: datetime, known_at: datetime) -> list[Q]:
    unknown_before = min(at, known_at)
    return [
        Q(ends_at__gt=at),
        Q(until_restored__confirmed_at__isnull=True, until_restored__isnull=False),
        Q(until_restored__confirmed_at__gt=unknown_before),
        Q(grace_hours__gt=0, until_restored__confirmed_at__gt=at - LONGEST_GRACE),
    ]


def succeeded(lines: QuerySet[CoverageLine]) -> QuerySet[Any]:
    """The lines with `succeeded_at`: when the order that amends theirs was issued, if one was."""
    return lines.annotate(succeeded_at=Subquery(_SUCCESSOR))


def term(
    issued_at: datetime,
    starts_at: datetime,
    ends_at: datetime | None,
    outage: object,
    restored_at: datetime | None,
    confirmed_at: datetime | None,
    grace_hours: int,
    succeeded_at: datetime | None,
) -> Term:
    """The times of a line, from the columns named in TERM_FIELDS."""
    return Term(
        issued_at=issued_at,
        starts_at=starts_at,
        ends_at=ends_at,
        outage=None if outage is None else Outage(restored_at, confirmed_at),
        grace_hours=grace_hours,
        succeeded_at=succeeded_at,
    )


def _selected(lines: QuerySet[CoverageLine]) -> QuerySet[Any]:
    return succeeded(lines.order_by()).values_list(*_FIELDS)


def from_rows(query: Iterable[tuple[Any, ...]]) -> list[Coverage]:
    rows = sorted(query, key=lambda row: (row[1], row[2], row[0]))
    named = districts_of([row[0] for row in rows])
    return [_coverage(row, named.get(row[0], frozenset())) for row in rows]


def districts_of(lines: list[int]) -> dict[int, frozenset[str]]:
    """The districts that lines name, by the key of the line; a line that names none is left out."""
    found: dict[int, set[str]] = {}
    for start in range(0, len(lines), 10_000):
        chunk = CoverageDistrict.objects.filter(line__in=lines[start : start + 10_000])
        for line, district in chunk.values_list("line_id", "district_id"):
            found.setdefault(line, set()).add(district)
    return {line: frozenset(slugs) for line, slugs in found.items()}


def _coverage(row: tuple[Any, ...], districts: frozenset[str]) -> Coverage:
    (
        _id, _order, position, discom, area, restricted_hi, restricted_en, starts_at, ends_at,
        grace_hours, number, slug, basis, title_hi, title_en, issued_at, demonstration,
        succeeded_at, outage, outage_hi, outage_en, expected_end, restored_at, confirmed_at,
    ) = row  # fmt: skip
    restricted_to = Text(restricted_hi, restricted_en)
    times = term(
        issued_at, starts_at, ends_at, outage, restored_at, confirmed_at, grace_hours, succeeded_at
    )
    scope = Scope(discom or ALL_STATE_DISCOMS, districts, area, bool(restricted_to))
    return Coverage(
        order=OrderRef(
            number or "", slug or "", basis, Text(title_hi, title_en), issued_at, demonstration
        ),
        position=position,
        line=Line(number or "", scope, times),
        restricted_to=restricted_to,
        outage_ref=outage,
        outage_title=None if outage is None else Text(outage_hi, outage_en),
        expected_end=expected_end,
    )


def words(coverage: Coverage, places: Places) -> LineWords:
    """What the operative text says of a line, with names instead of codes."""
    scope, term = coverage.line.scope, coverage.line.term
    everybody = scope.discom == ALL_STATE_DISCOMS
    return LineWords(
        discom=None if everybody else places.suppliers[scope.discom].name,
        districts=tuple(places.regions[slug].name for slug in sorted(scope.districts)),
        area=scope.area,
        restricted_to=coverage.restricted_to,
        starts_at=term.starts_at,
        ends_at=term.ends_at,
        outage=coverage.outage_title,
        grace_hours=term.grace_hours,
    )

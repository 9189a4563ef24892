"""What the database holds of a record, as the same plain values as a document's entries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from ...models import (
    CoverageDistrict,
    CoverageLine,
    Directive,
    Order,
    Outage,
    OutageDistrict,
    Target,
)
from ...rules.directives import Grounds, kind_for
from ...rules.scope import ALL_STATE_DISCOMS
from ...rules.wording import Text
from .entries import DirectiveEntry, LineEntry, OrderEntry, OutageEntry
from .fields import Source

T = TypeVar("T")

# Fewer than the parameters that any engine takes in one statement.
CHUNK = 900


def chunks(values: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """A sequence in pieces."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def outages(found: Iterable[Outage]) -> Iterator[OutageEntry]:
    """The entries of some outages, in the same order."""
    several = list(found)
    districts = _districts(OutageDistrict, "outage_id", [each.pk for each in several])
    for each in several:
        yield OutageEntry(
            ref=each.ref,
            title=each.title,
            discom=each.discom_id or ALL_STATE_DISCOMS,
            districts=districts[each.pk],
            area=each.area,
            services=tuple(each.services),
            announced_at=each.announced_at,
            starts_at=each.starts_at,
            expected_end=each.expected_end,
            restored_at=each.restored_at,
            confirmed_at=each.confirmed_at,
            note=Text(each.note_hi, each.note_en),
            sources=_sources(each.sources),
            demonstration=each.demonstration,
        )


def orders(found: Iterable[Order]) -> Iterator[OrderEntry]:
    """The entries of some orders that were read with `amends`, in the same order."""
    several = list(found)
    lines = _lines([each.pk for each in several])
    for each in several:
        assert each.number is not None
        assert each.issued_at is not None
        yield OrderEntry(
            number=each.number,
            basis=each.basis,
            title=each.title,
            text=each.text,
            issued_at=each.issued_at,
            amends=each.amends.number if each.amends else None,
            lift=each.lift,
            coverage=tuple(lines[each.pk]),
            sources=_sources(each.sources),
            demonstration=each.demonstration,
        )


def directives(found: Iterable[Directive]) -> Iterator[DirectiveEntry]:
    """The entries of some directives that were read with `order` and `replaces`.

    A directive to named offices is one to their discoms.
    """
    several = list(found)
    discoms = _discoms([each.pk for each in several])
    for each in several:
        assert each.number is not None
        assert each.order.number is not None
        assert each.issued_at is not None
        usual = kind_for(Grounds(amends=each.order.amends_id is not None, lift=each.order.lift))
        yield DirectiveEntry(
            number=each.number,
            order=each.order.number,
            issued_at=each.issued_at,
            subject=each.subject,
            body=each.body,
            addressed_to=tuple(sorted(discoms[each.pk])),
            public=each.public,
            kind="" if each.kind == usual else each.kind,
            replaces=each.replaces.number if each.replaces else None,
            demonstration=each.demonstration,
        )


def _discoms(directives: list[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = Target.objects.filter(directive__in=directives).order_by()
    for key, discom, of_office in rows.values_list("directive_id", "discom", "office__discom"):
        found[key].add(discom or of_office)
    return found


def _lines(orders: list[int]) -> dict[int, list[LineEntry]]:
    rows = CoverageLine.objects.filter(order__in=orders).order_by("order_id", "position", "pk")
    several = list(
        rows.values_list(
            "pk", "order_id", "discom_id", "area", "restricted_hi", "restricted_en",
            "starts_at", "ends_at", "until_restored__ref", "grace_hours",
        )
    )  # fmt: skip
    districts = _districts(CoverageDistrict, "line_id", [row[0] for row in several])
    found: dict[int, list[LineEntry]] = defaultdict(list)
    for pk, order, discom, area, hi, en, starts_at, ends_at, ref, grace_hours in several:
        found[order].append(
            LineEntry(
                discom=discom or ALL_STATE_DISCOMS,
                districts=districts[pk],
                area=area,
                restricted_to=Text(hi, en),
                starts_at=starts_at,
                ends_at=ends_at,
                until_restored=ref,
                grace_hours=grace_hours,
            )
        )
    return found


def _districts(through: Any, owner: str, owners: list[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    for chunk in chunks(owners):
        rows = through.objects.filter(**{f"{owner}__in": chunk}).order_by("district_id")
        for key, slug in rows.values_list(owner, "district_id"):
            found[key].append(slug)
    # A database may sort by the rules of a language; the record goes by code point.
    return defaultdict(tuple, {key: tuple(sorted(slugs)) for key, slugs in found.items()})


def _sources(stored: list[dict[str, Any]]) -> tuple[Source, ...]:
    return tuple(
        (each.get("title", ""), each.get("date", ""), each.get("url", "")) for each in stored
    )

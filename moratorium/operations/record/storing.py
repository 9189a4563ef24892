"""Writing what is new: drafts, their lines, then one UPDATE that issues them all.

The guards of the database take no order that is inserted as issued, and no line under an
issued order.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

from ...models import CoverageDistrict, CoverageLine, Order, Outage, OutageDistrict
from ...rules import numbering
from ...rules.lifecycle import DRAFT, ISSUED
from ...rules.scope import ALL_STATE_DISCOMS
from . import held
from .entries import LineEntry, OrderEntry, OutageEntry
from .fields import Source

BATCH = 2000


def add_outages(entries: Sequence[OutageEntry]) -> list[Outage]:
    """Insert outages with their districts, then confirm those that are confirmed."""
    outages = Outage.objects.bulk_create(map(_outage, entries), batch_size=BATCH)
    OutageDistrict.objects.bulk_create(
        (
            OutageDistrict(outage=outage, district_id=slug)
            for outage, entry in zip(outages, entries, strict=True)
            for slug in entry.districts
        ),
        batch_size=BATCH,
    )
    _confirm(outages, entries)
    return outages


def _confirm(outages: Sequence[Outage], entries: Sequence[OutageEntry]) -> None:
    # A confirmed outage takes no more districts, so the confirmation comes last.
    prepare = Outage._meta.get_field("confirmed_at").get_db_prep_save
    pairs = []
    for outage, entry in zip(outages, entries, strict=True):
        outage.confirmed_at = entry.confirmed_at
        if entry.confirmed_at is not None:
            pairs.append((prepare(entry.confirmed_at, connection), outage.pk))
    update(Outage, "confirmed_at = %s", pairs)


def restore(entries: Sequence[OutageEntry]) -> list[Outage]:
    """Enter the restoration, and its confirmation, of outages that are there."""
    restored = []
    for entry in entries:
        outage = Outage.objects.get(ref=entry.ref)
        # Confirmed by no two persons of this portal, so marked as what it is.
        outage.imported = True
        outage.restored_at, outage.confirmed_at = entry.restored_at, entry.confirmed_at
        outage.save(update_fields=["imported", "restored_at", "confirmed_at"])
        restored.append(outage)
    return restored


def add_orders(entries: Sequence[OrderEntry]) -> list[Order]:
    """Insert orders with their coverage, and issue them."""
    orders = Order.objects.bulk_create(map(_order, entries), batch_size=BATCH)
    _add_lines(orders, entries)
    _link(orders, entries)
    Order.objects.filter(state=DRAFT, imported=True, number__isnull=False).update(state=ISSUED)
    for order in orders:
        order.state = ISSUED
    return orders


def _add_lines(orders: Sequence[Order], entries: Sequence[OrderEntry]) -> None:
    outages = _outage_keys(entries)
    stated = [line for entry in entries for line in entry.coverage]
    lines = CoverageLine.objects.bulk_create(
        (
            _line(order, position, line, outages)
            for order, entry in zip(orders, entries, strict=True)
            for position, line in enumerate(entry.coverage)
        ),
        batch_size=BATCH,
    )
    CoverageDistrict.objects.bulk_create(
        (
            CoverageDistrict(line=line, district_id=slug)
            for line, entry in zip(lines, stated, strict=True)
            for slug in entry.districts
        ),
        batch_size=BATCH,
    )


def _link(orders: Sequence[Order], entries: Sequence[OrderEntry]) -> None:
    """Say which order amends which, once every one has its key; a lift amends something."""
    by_number = {order.number: order for order in orders}
    wanted = sorted({e.amends for e in entries if e.amends is not None} - by_number.keys())
    for chunk in held.chunks(wanted):
        by_number.update((o.number, o) for o in Order.objects.filter(number__in=chunk))
    pairs = []
    for order, entry in zip(orders, entries, strict=True):
        if entry.amends is not None:
            order.amends, order.lift = by_number[entry.amends], entry.lift
            pairs.append((order.amends.pk, order.lift, order.pk))
    update(Order, "amends_id = %s, lift = %s", pairs)


def update(model: type[Model], fields: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """One UPDATE a row, sent together; each row of values ends with its key."""
    if rows:
        table = connection.ops.quote_name(model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {table} SET {fields} WHERE id = %s", rows)


def _outage_keys(entries: Sequence[OrderEntry]) -> dict[str, int]:
    refs = {line.until_restored for entry in entries for line in entry.coverage}
    keys: dict[str, int] = {}
    for chunk in held.chunks(sorted(ref for ref in refs if ref is not None)):
        keys.update(Outage.objects.filter(ref__in=chunk).order_by().values_list("ref", "pk"))
    return keys


def _outage(entry: OutageEntry) -> Outage:
    return Outage(
        ref=entry.ref,
        title_hi=entry.title.hi,
        title_en=entry.title.en,
        discom_id=_discom(entry.discom),
        area=entry.area,
        services=list(entry.services),
        announced_at=entry.announced_at,
        starts_at=entry.starts_at,
        expected_end=entry.expected_end,
        restored_at=entry.restored_at,
        note_hi=entry.note.hi,
        note_en=entry.note.en,
        sources=_sources(entry.sources),
        demonstration=entry.demonstration,
        imported=True,
    )


def _order(entry: OrderEntry) -> Order:
    return Order(
        state=DRAFT,
        number=entry.number,
        slug=numbering.slug(entry.number),
        basis=entry.basis,
        title_hi=entry.title.hi,
        title_en=entry.title.en,
        text_hi=entry.text.hi,
        text_en=entry.text.en,
        issued_at=entry.issued_at,
        sources=_sources(entry.sources),
        demonstration=entry.demonstration,
        imported=True,
    )


def _line(
    order: Order, position: int, entry: LineEntry, outages: Mapping[str, int]
) -> CoverageLine:
    return CoverageLine(
        order=order,
        position=position,
        discom_id=_discom(entry.discom),
        area=entry.area,
        restricted_hi=entry.restricted_to.hi,
        restricted_en=entry.restricted_to.en,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        until_restored_id=entry.until_restored and outages[entry.until_restored],
        grace_hours=entry.grace_hours or 0,
    )


def _discom(code: str) -> str | None:
    return None if code == ALL_STATE_DISCOMS else code


def _sources(sources: tuple[Source, ...]) -> list[dict[str, Any]]:
    return [{"title": title, "date": date, "url": url} for title, date, url in sources]

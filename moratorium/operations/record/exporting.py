"""Printing the whole record as a document that can be taken in again."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from ...models import Directive, Order, Outage
from ...rules.instants import write
from ...rules.lifecycle import ISSUED
from ...rules.wording import Text
from . import held
from .document import FORMAT
from .entries import DirectiveEntry, LineEntry, OrderEntry, OutageEntry
from .fields import Source


def export_record() -> str:
    """The whole record as one stable document (contract, section 2)."""
    return "".join(export_parts())


def export_parts() -> Iterator[str]:
    """The same document piece by piece, so that a large record need not be held at once.

    What goes out is settled first, the directives before the orders and those before the
    outages: what an entry rests on is there whatever is recorded meanwhile.
    """
    directives = _keys(Directive.objects.filter(state=ISSUED), "issued_at", "number")
    orders = _keys(Order.objects.filter(state=ISSUED), "issued_at", "number")
    outages = _keys(Outage.objects.filter(called_off_at=None), "ref")
    yield f'{{\n "format": {json.dumps(FORMAT)},\n "outages": ['
    yield from _listed(outage_json(each) for each in _outages(outages))
    yield '],\n "orders": ['
    yield from _listed(order_json(each) for each in _orders(orders))
    yield '],\n "directives": ['
    yield from _listed(directive_json(each) for each in _directives(directives))
    yield "]\n}\n"


def outage_json(entry: OutageEntry) -> dict[str, Any]:
    """An outage in the order of keys of the contract's example."""
    return {
        "ref": entry.ref,
        "title": _words(entry.title),
        "discom": entry.discom,
        "districts": sorted(entry.districts),
        "area": entry.area,
        "services": list(entry.services),
        "announced_at": _instant(entry.announced_at),
        "starts_at": _instant(entry.starts_at),
        "expected_end": _instant(entry.expected_end),
        "restored_at": _instant(entry.restored_at),
        "confirmed_at": _instant(entry.confirmed_at),
        "note": _words(entry.note),
        "sources": _sources(entry.sources),
    } | _demonstration(entry.demonstration)


def order_json(entry: OrderEntry) -> dict[str, Any]:
    """An order in the order of keys of the contract's example."""
    return {
        "number": entry.number,
        "basis": entry.basis,
        "title": _words(entry.title),
        "text": _words(entry.text),
        "issued_at": _instant(entry.issued_at),
        "amends": entry.amends,
        "lift": entry.lift,
        "coverage": [_line(line) for line in entry.coverage],
        "sources": _sources(entry.sources),
    } | _demonstration(entry.demonstration)


def directive_json(entry: DirectiveEntry) -> dict[str, Any]:
    """A directive in the order of keys of the contract's example.

    `kind` and `replaces` only if it is of another kind than its order's first, or replaces one.
    """
    stated = {
        "number": entry.number,
        "order": entry.order,
        "issued_at": _instant(entry.issued_at),
        "subject": _words(entry.subject),
        "body": _words(entry.body),
        "addressed_to": sorted(entry.addressed_to),
        "public": entry.public,
    }
    if entry.kind:
        stated["kind"] = entry.kind
    if entry.replaces is not None:
        stated["replaces"] = entry.replaces
    return stated | _demonstration(entry.demonstration)


def _line(line: LineEntry) -> dict[str, Any]:
    return {
        "discom": line.discom,
        "districts": sorted(line.districts),
        "area": line.area,
        "restricted_to": _words(line.restricted_to),
        "starts_at": _instant(line.starts_at),
        "ends_at": _instant(line.ends_at),
        "until_restored": line.until_restored,
        "grace_hours": line.grace_hours,
    }


def _keys(rows: QuerySet[Any], *order: str) -> list[int]:
    # Sorted here: a database may sort texts by the rules of a language.
    found = sorted(rows.order_by().values_list(*order, "pk"))
    return [row[-1] for row in found]


def _outages(keys: list[int]) -> Iterator[OutageEntry]:
    for chunk in held.chunks(keys):
        rows = Outage.objects.in_bulk(chunk)
        yield from held.outages(rows[key] for key in chunk)


def _orders(keys: list[int]) -> Iterator[OrderEntry]:
    for chunk in held.chunks(keys):
        rows = Order.objects.select_related("amends").in_bulk(chunk)
        yield from held.orders(rows[key] for key in chunk)


def _directives(keys: list[int]) -> Iterator[DirectiveEntry]:
    for chunk in held.chunks(keys):
        rows = Directive.objects.select_related("order", "replaces").in_bulk(chunk)
        yield from held.directives(rows[key] for key in chunk)


def _listed(entries: Iterable[dict[str, Any]]) -> Iterator[str]:
    separator = "\n  "
    for entry in entries:
        # A line break within a text is escaped, so every one here is of the layout.
        yield separator + json.dumps(entry, ensure_ascii=False, indent=1).replace("\n", "\n  ")
        separator = ",\n  "
    if separator != "\n  ":
        yield "\n "


def _words(words: Text) -> dict[str, str]:
    return {"hi": words.hi, "en": words.en}


def _instant(instant: datetime | None) -> str | None:
    return None if instant is None else write(instant)


def _sources(sources: tuple[Source, ...]) -> list[dict[str, str]]:
    return [{"title": title, "date": date, "url": url} for title, date, url in sources]


def _demonstration(demonstration: bool) -> dict[str, bool]:
    return {"demonstration": True} if demonstration else {}

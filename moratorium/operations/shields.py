"""Orders drafted from outages, so that no outage stands without protection for want of typing."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from ..models import CoverageLine, Order, Outage, Person, canonical
from ..rules import lifecycle, wording
from ..rules.lifecycle import Refused
from . import orders, roles
from .journal import writing
from .orders import LineContent, OrderContent


def content(outages: Iterable[Outage], *, basis: str = "order") -> OrderContent:
    """What an order says that protects where and while these outages last.

    A line an outage: its discom, districts, area, start and expected end, and beyond that
    until billing is confirmed restored. Their sources are named once each.
    """
    outages = list(outages)
    sources = [source for outage in outages for source in outage.sources]
    return OrderContent(
        lines=tuple(map(_line, outages)),
        basis=basis,
        sources=tuple(s for i, s in enumerate(sources) if s not in sources[:i]),
        demonstration=any(outage.demonstration for outage in outages),
    )


def digest(said: OrderContent) -> str:
    """SHA-256 in hex of what a maker is shown: the sentences of the draft, its outages and
    sources, and what rests on the outages already, so that one offer is taken once."""
    words = [orders.line_words(line) for line in said.lines]
    outages = [line.until_restored for line in said.lines if line.until_restored]
    resting = CoverageLine.objects.filter(until_restored__in=outages)
    there = resting.exclude(order__state=lifecycle.DISCARDED).values_list("order_id", flat=True)
    shown = {
        "operative": [wording.operative(words, language) for language in wording.LANGUAGES],
        "outages": [outage.ref for outage in outages],
        "sources": list(said.sources),
        "resting": sorted(set(there)),
    }
    return hashlib.sha256(canonical(shown)).hexdigest()


def shield(
    outages: Sequence[Outage],
    *,
    by: Person,
    at: datetime,
    basis: str = "order",
    read: str | None = None,
) -> Order:
    """Draft one order that protects for as long as these outages last. Raises Refused.

    `read` is the digest of what the maker was shown (see `digest`); if it would say
    something else by now, it is refused. An outage called off or confirmed as restored needs no order.
    """
    roles.require(by, "outage", "shield", at)
    with writing(at):  # nobody else acts on the outages until the draft is there
        fresh = _open([outage.pk for outage in outages], "shield")
        said = content(fresh, basis=basis)
        if read is not None and read != digest(said):
            raise Refused("digest")
        demonstration = said.demonstration or by.demonstration
        return orders.draft(replace(said, demonstration=demonstration), by=by, at=at)


def extend(order: Order, outage: Outage, *, by: Person, at: datetime) -> Order:
    """Draft an amendment whose lines reach the expected end of an outage that was prolonged.

    Starts stay as they are, so that no hour is uncovered. Raises Refused if no line that
    rests on the outage ends earlier, or if the order is not the newest of an open chain.
    """
    roles.require(by, "outage", "extend", at)
    with writing(at):
        (outage,) = _open([outage.pk], "extend")
        said = orders.content_of(order)
        if not any(ends_before(line, outage) for line in said.lines):
            raise Refused("nothing_to_extend")
        lines = tuple(
            replace(line, ends_at=outage.expected_end) if ends_before(line, outage) else line
            for line in said.lines
        )
        return orders.amend(order, by=by, at=at, content=replace(said, lines=lines))


def ends_before(line: LineContent, outage: Outage) -> bool:
    """Whether a line rests on an outage and states an end before the expected one."""
    return (
        line.until_restored == outage
        and line.ends_at is not None
        and outage.expected_end is not None
        and line.ends_at < outage.expected_end
    )


def _line(outage: Outage) -> LineContent:
    return LineContent(
        starts_at=outage.starts_at,
        discom=outage.discom,
        districts=tuple(outage.districts.order_by("slug")),
        area=outage.area,
        ends_at=outage.expected_end,
        until_restored=outage,
    )


def _open(keys: Sequence[int], act: str) -> list[Outage]:
    """The outages as they stand now, in the order of the discoms, once each."""
    found = Outage.objects.filter(pk__in=keys).select_related("discom")
    for outage in found:
        if outage.state == lifecycle.CALLED_OFF:
            raise Refused("covers_nothing")
        lifecycle.after("outage", outage.state, act)
    return sorted(found, key=lambda o: (o.discom.position if o.discom else -1, o.pk))

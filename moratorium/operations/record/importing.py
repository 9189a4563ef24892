"""Taking a document into the record: all of it, or nothing."""

from dataclasses import dataclass
from datetime import datetime

from ...models import Directive, Order, Outage
from ...rules import notices
from .. import directives, orders, outages
from ..journal import Act, Pen, writing
from . import checking, digests, document, issuing, reading, storing
from .entries import OrderEntry
from .refusal import Faults


@dataclass(frozen=True, slots=True)
class Imported:
    """How many entries were added, how many outages were restored, how many were there."""

    outages: int
    orders: int
    restored: int
    unchanged: int
    directives: int = 0

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return bool(self.outages or self.orders or self.restored or self.directives)


def import_record(document_bytes: bytes, *, at: datetime) -> Imported:
    """Take a `moratorium-record/1` document into the record (contract, section 2).

    One transaction. What is there already stays; each new entry is one entry of the
    journal. Raises RecordRefused with everything that is wrong, or lifecycle.Refused if
    the clock is behind the journal; either way nothing was written.
    """
    faults = Faults()
    entries = reading.read(document.parse(document_bytes, faults), faults)
    with writing(at) as pen:
        findings = checking.check(entries, faults, at)
        faults.refuse_any()
        _write(findings, pen, faults)
    return Imported(
        outages=len(findings.outages),
        orders=len(findings.orders),
        restored=len(findings.restored),
        unchanged=findings.unchanged,
        directives=len(findings.directives),
    )


def _write(findings: checking.Findings, pen: Pen, faults: Faults) -> None:
    # One entry of the journal for one of the document; an outage's tells its restoration too.
    acts = [_recorded(outage, pen.moment) for outage in storing.add_outages(findings.outages)]
    acts += map(_restored, storing.restore(findings.restored))
    added = storing.add_orders(findings.orders)
    acts += map(_issued, added, findings.orders)
    acts += map(_directed, issuing.add_directives(findings.directives, pen.head, faults))
    pen.write_all(sorted(acts, key=lambda act: act.happened_at or pen.moment))


def _recorded(outage: Outage, moment: datetime) -> Act:
    happened_at = min(outage.announced_at or outage.starts_at, moment)
    return _outage_act("recorded", outage, happened_at)


def _restored(outage: Outage) -> Act:
    if outage.confirmed_at is not None:
        return _outage_act("confirmed", outage, outage.confirmed_at)
    return _outage_act("reported", outage, outage.restored_at, public=False)


def _outage_act(
    verb: str, outage: Outage, happened_at: datetime | None, *, public: bool = True
) -> Act:
    detail = outages.detail(outage) | {"imported": True}
    return Act(f"outage.{verb}", outage.ref, "", public, detail, happened_at)


def _issued(order: Order, entry: OrderEntry) -> Act:
    name = notices.order_act(entry.basis, entry.amends, entry.lift)
    detail = orders.detail(order) | {"digest": digests.of_order(entry), "imported": True}
    return Act(name, entry.number, "", True, detail, entry.issued_at)


def _directed(directive: Directive) -> Act:
    name = notices.directive_act(replaces=directive.replaces is not None)
    detail = directives.detail(directive) | {
        "digest": directives.digest(directive), "letter": directive.letter.sha256, "imported": True,
    }  # fmt: skip
    number, public = directive.number or "", directive.public
    return Act(name, number, "", public, detail, directive.issued_at)

"""What the entries of a document may not say, beside what is on record already."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from ...models import Directive, Order, Outage
from ...rules import coverage
from ...rules.lifecycle import ISSUED
from . import chains, directives, held, numbers
from .entries import DirectiveEntry, LineEntry, OrderEntry, OutageEntry, differences, said
from .known import Known
from .reading import Entries, Named
from .refusal import Faults


@dataclass(slots=True)
class Findings:
    """What is to be written: what is new, and the outages that are restored or confirmed."""

    outages: list[OutageEntry] = field(default_factory=list)
    restored: list[OutageEntry] = field(default_factory=list)
    orders: list[OrderEntry] = field(default_factory=list)
    directives: list[Named[DirectiveEntry]] = field(default_factory=list)
    unchanged: int = 0


def check(entries: Entries, faults: Faults, at: datetime) -> Findings:
    """What a document adds to the record. Notes every rule that it breaks (contract, 2)."""
    numbers.once("ref", ((e.label, e.entry.ref) for e in entries.outages), faults)
    numbered: list[numbers.Numbered] = [*entries.orders, *entries.directives]
    numbers.once("number", ((e.label, e.entry.number) for e in numbered), faults)
    known = Known.beside(entries)
    checker = Checker(known, faults, at)
    checker.outages(entries.outages)
    new = checker.orders(entries.orders)
    numbers.addresses(new, Order, faults)
    numbers.of_another_noun(new, Directive, faults)
    chains.check(new, entries.numbers, faults)
    _directives(entries, known, checker.findings, faults, at)
    return checker.findings


def _directives(
    entries: Entries, known: Known, findings: Findings, faults: Faults, at: datetime
) -> None:
    findings.directives = directives.check(entries, known, faults, at)
    findings.unchanged += len(entries.directives) - len(findings.directives)
    numbers.addresses(findings.directives, Directive, faults)
    numbers.of_another_noun(findings.directives, Order, faults)


class Checker:
    """Checks the entries of one document, noun by noun, and sorts out what is new."""

    def __init__(self, known: Known, faults: Faults, at: datetime) -> None:
        self._known, self._faults, self._at = known, faults, at
        self.findings = Findings()

    def outages(self, entries: Sequence[Named[OutageEntry]]) -> None:
        """What is new, what is restored by now, what is there already."""
        there: dict[str, OutageEntry] = {}
        for chunk in held.chunks([each.entry.ref for each in entries]):
            rows = held.outages(Outage.objects.filter(ref__in=chunk))
            there.update((old.ref, old) for old in rows)
        for label, entry in ((each.label, each.entry) for each in entries):
            old = there.get(entry.ref)
            if entry.ref in self._known.called_off:
                self._faults.add(label, "ref", "called_off", entry.ref)
            elif old is None:
                self._outage(label, entry)
                self.findings.outages.append(entry)
            elif self._lacks_restoration(label, old, entry):
                # What was checked when it came is not asked again.
                self._outage(label, replace(entry, districts=(), expected_end=None))
                self.findings.restored.append(entry)
            else:
                self.findings.unchanged += 1

    def orders(self, entries: Sequence[Named[OrderEntry]]) -> list[Named[OrderEntry]]:
        """The orders that are new; one that is there already must say the same."""
        there: dict[str, OrderEntry] = {}
        for chunk in held.chunks([each.entry.number for each in entries]):
            rows = Order.objects.filter(number__in=chunk, state=ISSUED).select_related("amends")
            there.update((old.number, old) for old in held.orders(rows))
        new = []
        for named in entries:
            old = there.get(named.entry.number)
            if old is None:
                self._order(named.label, named.entry)
                new.append(named)
                continue
            self.findings.unchanged += 1
            for name, was in differences(old, named.entry):
                self._faults.add(named.label, name, "differs", said(was))
        self.findings.orders = [each.entry for each in new]
        return new

    def _lacks_restoration(self, label: str, old: OutageEntry, new: OutageEntry) -> bool:
        lacking = False
        for name, was in differences(old, new):
            if name in ("restored_at", "confirmed_at") and was is None:
                lacking = True
            else:
                self._faults.add(label, name, "differs", said(was))
        return lacking

    def _outage(self, label: str, entry: OutageEntry) -> None:
        self._scope(label, "", entry)
        for fault in coverage.outage_faults(entry.stated(), self._known.serves):
            self._rule(label, "", entry.discom, fault)
        self._not_future(label, "restored_at", entry.restored_at)
        self._not_future(label, "confirmed_at", entry.confirmed_at)

    def _order(self, label: str, entry: OrderEntry) -> None:
        self._not_future(label, "issued_at", entry.issued_at)
        if entry.lift and entry.amends is None:
            self._faults.add(label, "amends", "lift_amends_nothing")
        if entry.lift and entry.coverage:
            self._faults.add(label, "coverage", "lift_coverage")
        if not entry.lift and not entry.coverage:
            self._faults.add(label, "coverage", "no_coverage")
        for index, line in enumerate(entry.coverage):
            self._line(label, f"coverage[{index}].", line)

    def _line(self, label: str, prefix: str, line: LineEntry) -> None:
        self._scope(label, prefix, line)
        if line.until_restored in self._known.called_off:
            self._faults.add(label, f"{prefix}until_restored", "called_off", line.until_restored)
        elif line.until_restored is not None and line.until_restored not in self._known.refs:
            self._faults.add(
                label, f"{prefix}until_restored", "unknown_outage", line.until_restored
            )
        for fault in coverage.faults(line.stated(), self._known.serves):
            self._rule(label, prefix, line.discom, fault)

    def _scope(self, label: str, prefix: str, entry: OutageEntry | LineEntry) -> None:
        if entry.discom not in self._known.discoms:
            self._faults.add(label, f"{prefix}discom", "unknown_discom", entry.discom)
        for slug in entry.districts:
            if slug not in self._known.districts:
                self._faults.add(label, f"{prefix}districts", "unknown_district", slug)

    def _rule(self, label: str, prefix: str, discom: str, fault: coverage.Fault) -> None:
        if fault.name == "district_not_served" and (
            discom not in self._known.discoms or fault.value not in self._known.districts
        ):
            return  # Said already: the discom or the district is unknown.
        self._faults.add_rule(label, prefix, fault)

    def _not_future(self, label: str, field: str, moment: datetime | None) -> None:
        if moment is not None and moment > self._at:
            self._faults.add(label, field, "future")

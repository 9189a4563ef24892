"""What the directives of a document may not say, beside what is on record already."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from ...models import Directive
from ...rules.directives import Grounds, kind_fault, kind_for, repeated
from ...rules.instants import write
from ...rules.lifecycle import ISSUED, REFUSALS
from ...rules.scope import ALL_STATE_DISCOMS
from . import grounds, held
from .entries import DirectiveEntry, differences, said
from .grounds import Ground
from .known import Known
from .reading import Entries, Named
from .refusal import Faults


def check(
    entries: Entries, known: Known, faults: Faults, at: datetime
) -> list[Named[DirectiveEntry]]:
    """The directives that are new; one that is there already must say the same.

    Notes every rule that one breaks (contract, section 2). A kind that follows from the order
    says nothing and is left out.
    """
    there = _there(entries.directives)
    named = {each.entry.order for each in entries.directives}
    rests_on = grounds.of_orders(named | {old.order for old in there.values()}, entries)
    confirmed = grounds.confirmations(rests_on.values(), entries)
    new = []
    for each in entries.directives:
        entry = _plain(each.entry, rests_on)
        old = there.get(entry.number)
        if old is not None:
            for name, was in differences(old, entry):
                stated = was or _usual(old, rests_on) if name == "kind" else said(was)
                faults.add(each.label, name, "differs", stated)
            continue
        _addressed(each.label, entry, known, faults)
        if entry.issued_at > at:
            faults.add(each.label, "issued_at", "future")
        ground = rests_on.get(entry.order)
        if ground is not None:
            _grounded(each.label, entry, ground, confirmed, faults)
        elif entry.order not in entries.numbers:
            faults.add(each.label, "order", "unknown_order", entry.order)
        new.append(Named(each.label, entry))
    _replacing(new, entries.directive_numbers, faults)
    return new


def _there(named: Sequence[Named[DirectiveEntry]]) -> dict[str, DirectiveEntry]:
    found: dict[str, DirectiveEntry] = {}
    for chunk in held.chunks([each.entry.number for each in named]):
        rows = Directive.objects.filter(number__in=chunk, state=ISSUED)
        rows = rows.select_related("order", "replaces").order_by()
        found.update((old.number, old) for old in held.directives(rows))
    return found


def _plain(entry: DirectiveEntry, rests_on: Mapping[str, Ground]) -> DirectiveEntry:
    return replace(entry, kind="") if entry.kind == _usual(entry, rests_on) else entry


def _usual(entry: DirectiveEntry, rests_on: Mapping[str, Ground]) -> str:
    """The kind that follows from the order; "" if that is unknown."""
    ground = rests_on.get(entry.order)
    return "" if ground is None else kind_for(Grounds(amends=ground.amends, lift=ground.lift))


def _addressed(label: str, entry: DirectiveEntry, known: Known, faults: Faults) -> None:
    if not entry.addressed_to:
        faults.add(label, "addressed_to", "no_addressee")
    for code in dict.fromkeys(repeated(entry.addressed_to)):
        faults.add(label, "addressed_to", "repeated", code)
    for code in dict.fromkeys(entry.addressed_to):
        if code not in known.discoms or code == ALL_STATE_DISCOMS:
            faults.add(label, "addressed_to", "unknown_discom", code)


def _grounded(
    label: str,
    entry: DirectiveEntry,
    ground: Ground,
    confirmed: Mapping[str, datetime | None],
    faults: Faults,
) -> None:
    if entry.issued_at < ground.issued_at:
        faults.add(label, "issued_at", "before_order", write(ground.issued_at))
    if entry.kind and (fault := kind_fault(entry.kind, ground.at(entry.issued_at, confirmed))):
        faults.add_words(label, "kind", REFUSALS[fault])


def _replacing(new: Sequence[Named[DirectiveEntry]], named: frozenset[str], faults: Faults) -> None:
    """Note every replacement of what is unknown, replaced already, or not issued before it.

    `named` are the numbers of all directives of the document: one that could not be read is
    not unknown. A replacement is issued after what it replaces, so no circle can close.
    """
    replacing = [each for each in new if each.entry.replaces is not None]
    replacing.sort(key=lambda each: (each.entry.issued_at, each.entry.number))
    wanted = sorted({each.entry.replaces or "" for each in replacing})
    issued, replaced_by = _issued(wanted), _replaced(wanted)
    issued.update((each.entry.number, each.entry.issued_at) for each in new)
    for label, entry in ((each.label, each.entry) for each in replacing):
        before = entry.replaces or ""
        if before == entry.number:
            faults.add(label, "replaces", "replaces_itself")
        elif before not in issued:
            if before not in named:
                faults.add(label, "replaces", "unknown_directive", before)
        elif issued[before] >= entry.issued_at:
            when = f"{before}, {write(issued[before])}"
            faults.add(label, "replaces", "not_after_replaced", when)
        elif replaced_by.setdefault(before, entry.number) != entry.number:
            faults.add(label, "replaces", "replaced_already", replaced_by[before])


def _issued(numbers: Sequence[str]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for chunk in held.chunks(numbers):
        rows = Directive.objects.filter(number__in=chunk, state=ISSUED).order_by()
        for number, moment in rows.values_list("number", "issued_at"):
            if number is not None and moment is not None:
                found[number] = moment
    return found


def _replaced(numbers: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for chunk in held.chunks(numbers):
        rows = Directive.objects.filter(replaces__number__in=chunk, state=ISSUED).order_by()
        for before, number in rows.values_list("replaces__number", "number"):
            found[before or ""] = number or ""
    return found

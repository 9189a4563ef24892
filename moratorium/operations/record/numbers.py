"""Numbers and the addresses made from them: none is taken twice."""

from collections.abc import Iterable, Sequence

from ...models import Directive, Order
from ...rules import numbering
from . import held
from .entries import DirectiveEntry, OrderEntry
from .reading import Named
from .refusal import Faults

Numbered = Named[OrderEntry] | Named[DirectiveEntry]


def once(field: str, names: Iterable[tuple[str, str]], faults: Faults) -> None:
    """Note every name that an entry before it has; `names` are pairs of label and name."""
    first: dict[str, str] = {}
    for label, name in names:
        if name in first:
            faults.add(label, field, "taken", first[name])
        first.setdefault(name, label)


def of_another_noun(
    new: Sequence[Numbered], other: type[Order] | type[Directive], faults: Faults
) -> None:
    """Numbers are unique over the whole record, orders and directives together (contract, 2)."""
    taken: set[str | None] = set()
    for chunk in held.chunks([each.entry.number for each in new]):
        rows = other.objects.filter(number__in=chunk).order_by()
        taken.update(rows.values_list("number", flat=True))
    name = "number_of_order" if other is Order else "number_of_directive"
    for each in new:
        if each.entry.number in taken:
            faults.add(each.label, "number", name)


def addresses(new: Sequence[Numbered], noun: type[Order] | type[Directive], faults: Faults) -> None:
    """No two entries of a noun share an address (contract, section 3)."""
    slugs = {each.entry.number: numbering.slug(each.entry.number) for each in new}
    owners: dict[str, str] = {}
    for chunk in held.chunks(list(slugs.values())):
        rows = noun.objects.filter(slug__in=chunk).order_by()
        owners.update((each.slug or "", each.number or "") for each in rows)
    for each in new:
        slug = slugs[each.entry.number]
        owner = owners.setdefault(slug, each.entry.number)
        if owner != each.entry.number:
            faults.add(each.label, "number", "slug_taken", owner)
        if len(slug) > numbering.MAX_LENGTH:
            faults.add(each.label, "number", "slug_long")

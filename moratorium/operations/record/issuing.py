"""Writing the directives that are new: drafts, their letters, then one UPDATE for them all.

The guards of the database issue no directive without its letter.
"""

from collections.abc import Mapping, Sequence

from ...models import Directive, Discom, Order, Target
from ...rules import numbering
from ...rules.directives import Grounds, kind_for
from ...rules.lifecycle import DRAFT, ISSUED, Refused
from ...rules.wording import Text
from .. import letters
from . import held
from .entries import DirectiveEntry
from .reading import Named
from .refusal import Faults
from .storing import BATCH, update

# Where a text of the letter comes from in the record; the rest is rendered from the order.
_FIELDS = {"subject": "subject", "body": "body", "to": "addressed_to", "number": "number"}


def add_directives(
    named: Sequence[Named[DirectiveEntry]], head: str, faults: Faults
) -> list[Directive]:
    """Insert directives with their targets and letters, and issue them.

    `head` is the journal's digest before the act, which the letters bear. Raises RecordRefused
    if a text cannot be set in type.
    """
    entries = [each.entry for each in named]
    orders = _orders(entries)
    directives = Directive.objects.bulk_create(
        (_directive(entry, orders[entry.order]) for entry in entries), batch_size=BATCH
    )
    _add_targets(directives, entries)
    _link(directives, entries)
    _set_letters(directives, named, head, faults)
    Directive.objects.filter(state=DRAFT, imported=True, number__isnull=False).update(state=ISSUED)
    for directive in directives:
        directive.state = ISSUED
    return directives


def _orders(entries: Sequence[DirectiveEntry]) -> dict[str, Order]:
    found: dict[str, Order] = {}
    for chunk in held.chunks(sorted({entry.order for entry in entries})):
        rows = Order.objects.filter(number__in=chunk).select_related("amends")
        found.update((order.number or "", order) for order in rows)
    return found


def _directive(entry: DirectiveEntry, order: Order) -> Directive:
    usual = kind_for(Grounds(amends=order.amends_id is not None, lift=order.lift))
    return Directive(
        state=DRAFT,
        number=entry.number,
        slug=numbering.slug(entry.number),
        order=order,
        kind=entry.kind or usual,
        subject_hi=entry.subject.hi,
        subject_en=entry.subject.en,
        body_hi=entry.body.hi,
        body_en=entry.body.en,
        public=entry.public,
        issued_at=entry.issued_at,
        demonstration=entry.demonstration,
        imported=True,
    )


def _add_targets(directives: Sequence[Directive], entries: Sequence[DirectiveEntry]) -> None:
    Target.objects.bulk_create(
        (
            Target(directive=directive, position=position, discom_id=code)
            for directive, entry in zip(directives, entries, strict=True)
            for position, code in enumerate(sorted(entry.addressed_to))
        ),
        batch_size=BATCH,
    )


def _link(directives: Sequence[Directive], entries: Sequence[DirectiveEntry]) -> None:
    """Say which directive replaces which, once every one has its key."""
    by_number = {directive.number: directive for directive in directives}
    wanted = {entry.replaces for entry in entries if entry.replaces is not None}
    for chunk in held.chunks(sorted(wanted - by_number.keys())):
        by_number.update((each.number, each) for each in Directive.objects.filter(number__in=chunk))
    pairs = []
    for directive, entry in zip(directives, entries, strict=True):
        if entry.replaces is not None:
            directive.replaces = by_number[entry.replaces]
            pairs.append((directive.replaces.pk, directive.pk))
    update(Directive, "replaces_id = %s", pairs)


def _set_letters(
    directives: Sequence[Directive],
    named: Sequence[Named[DirectiveEntry]],
    head: str,
    faults: Faults,
) -> None:
    discoms = {each.code: each.name for each in Discom.objects.all()}
    for directive, each in zip(directives, named, strict=True):
        try:
            kept = letters.keep_imported(directive, _addressed(each.entry, discoms), head=head)
            kept.pdf = b""  # on record by now, and many of them would fill the memory
        except Refused as refused:
            faults.add_words(each.label, _field(refused.field), refused.words)
    faults.refuse_any()


def _addressed(entry: DirectiveEntry, discoms: Mapping[str, Text]) -> tuple[Text, ...]:
    return tuple(discoms[code] for code in sorted(entry.addressed_to))


def _field(of_letter: str) -> str:
    """The field of the entry that a part of the letter comes from, such as `body_hi`."""
    part, _, language = of_letter.rpartition("_")
    if language not in ("hi", "en"):
        part, language = of_letter, ""
    field = _FIELDS.get(part, "order")
    return f"{field}.{language}" if language and field in ("subject", "body") else field

"""Directives: what one says, its letter, and how it stands at an instant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from ..models import Directive, Letter, Order, Outage, Target
from ..rules import directives as rules
from ..rules.directives import Grounds, Restoration, Since
from ..rules.lifecycle import ISSUED
from ..rules.wording import EN, HI, LineWords, Text
from . import coverage, orders, places
from .coverage import OrderRef


@dataclass(frozen=True, slots=True)
class Basis:
    """The order that a directive rests on, in words, as known at an instant."""

    order: OrderRef
    grounds: Grounds
    lines: tuple[LineWords, ...]
    restorations: tuple[Restoration, ...]

    def subject(self, kind: str) -> Text:
        """The subject of a directive of a kind."""
        number = self.order.number
        return Text(*(rules.subject(kind, self.lines, number, each) for each in (HI, EN)))

    def operative(self, kind: str) -> tuple[Text, ...]:
        """The operative part of a directive of a kind, a sentence an item."""
        said = [
            rules.operative(kind, self.lines, self.restorations, each, lift=self.grounds.lift)
            for each in (HI, EN)
        ]
        return tuple(Text(*pair) for pair in zip(*said, strict=True))


@dataclass(frozen=True, slots=True)
class DirectiveRef:
    """How an issued directive is named and linked."""

    number: str
    slug: str
    kind: str
    subject: Text
    issued_at: datetime
    public: bool
    demonstration: bool


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """An issued letter without its bytes: size in bytes, SHA-256 in hex."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class DirectiveFacts:
    """An issued directive with everything that its page shows. `pk` is never shown."""

    pk: int
    ref: DirectiveRef
    basis: Basis
    body: Text
    operative: tuple[Text, ...]
    addressed_to: tuple[Text, ...]
    replaces: DirectiveRef | None
    replaced_by: DirectiveRef | None
    standing: str
    due_at: datetime
    letter: LetterFacts
    imported: bool


def basis(order: Order, at: datetime) -> Basis:
    """An issued order as a directive would rest on it at an instant; few queries."""
    reference = places.load()
    lines = coverage.of_orders([order.pk])
    outages = list(Outage.objects.filter(lines__order=order).distinct().order_by("ref"))
    ended = [o for o in outages if o.confirmed_at is not None and o.confirmed_at <= at]
    return Basis(
        order=orders.ref(order),
        grounds=Grounds(
            amends=order.amends_id is not None,
            lift=order.lift,
            has_outage=bool(outages),
            unconfirmed=tuple(o.ref for o in outages if o not in ended),
        ),
        lines=tuple(coverage.words(each, reference) for each in lines),
        restorations=tuple(
            Restoration(o.title, o.restored_at, o.confirmed_at)
            for o in ended
            if o.restored_at is not None and o.confirmed_at is not None
        ),
    )


def get(slug: str, at: datetime) -> DirectiveFacts | None:
    """A public directive by its slug, as it stands at an instant; None if there is none."""
    found = _issued().filter(slug=slug, public=True).first()
    return None if found is None else facts(found, at)


def by_key(pk: int, at: datetime) -> DirectiveFacts | None:
    """An issued directive, public or not, for whoever was let in to read it."""
    found = _issued().filter(pk=pk).first()
    return None if found is None else facts(found, at)


def facts(directive: Directive, at: datetime) -> DirectiveFacts:
    """An issued directive as it stands at an instant. Its words are those of its issue."""
    assert directive.issued_at is not None
    rests_on = basis(directive.order, directive.issued_at)
    after = Directive.objects.filter(replaces=directive, state=ISSUED, issued_at__lte=at).first()
    before = directive.replaces
    letter = Letter.objects.only("size", "sha256").get(directive=directive)
    return DirectiveFacts(
        pk=directive.pk,
        ref=ref(directive),
        basis=rests_on,
        body=directive.body,
        operative=rests_on.operative(directive.kind),
        addressed_to=_addressed(directive),
        replaces=ref(before) if before is not None and before.state == ISSUED else None,
        replaced_by=None if after is None else ref(after),
        standing=_standing(directive, after is not None, at),
        due_at=rules.due_at(directive.issued_at, directive.due_hours),
        letter=LetterFacts(letter.size, letter.sha256),
        imported=directive.imported,
    )


def public_letter(slug: str) -> bytes | None:
    """The bytes of a public directive's letter; None if there is none."""
    found = Letter.objects.filter(directive__slug=slug, directive__public=True)
    return _bytes(found.filter(directive__state=ISSUED))


def letter(pk: int) -> bytes | None:
    """The bytes of an issued directive's letter, for whoever was let in to have it."""
    return _bytes(Letter.objects.filter(directive=pk, directive__state=ISSUED))


def of_orders(numbers: Iterable[str]) -> list[tuple[DirectiveRef, LetterFacts]]:
    """The public directives that rest on some orders, newest first; one query."""
    found = Directive.objects.filter(
        order__number__in=list(numbers), state=ISSUED, public=True
    ).order_by("-issued_at", "-id")
    # The bytes of the letters stay where they are.
    rows = found.select_related("letter").defer("letter__pdf")
    return [(ref(each), LetterFacts(each.letter.size, each.letter.sha256)) for each in rows]


def ref(directive: Directive) -> DirectiveRef:
    """How an issued directive is named."""
    assert directive.number is not None
    assert directive.slug is not None
    assert directive.issued_at is not None
    return DirectiveRef(
        directive.number, directive.slug, directive.kind, directive.subject,
        directive.issued_at, directive.public, directive.demonstration,
    )  # fmt: skip


def _issued() -> QuerySet[Directive]:
    return Directive.objects.filter(state=ISSUED).select_related("order", "replaces")


def _bytes(letters: QuerySet[Letter]) -> bytes | None:
    found = letters.values_list("pdf", flat=True).first()
    return None if found is None else bytes(found)


def _standing(directive: Directive, replaced: bool, at: datetime) -> str:
    order = directive.order
    later = _later(order, at)
    since = Since(
        replaced=replaced,
        lifted=any(each.lift for each in later),
        amended=bool(later),
        standing=orders.facts_of([order], at)[0].state,
    )
    return rules.standing(directive.kind, since)


def _later(order: Order, at: datetime) -> Sequence[Order]:
    """The versions of a chain after one, as known at an instant, oldest first."""
    found: list[Order] = []
    newest = order
    while True:
        after = Order.objects.filter(amends=newest, state=ISSUED, issued_at__lte=at).first()
        if after is None:
            return found
        found.append(after)
        newest = after


def _addressed(directive: Directive) -> tuple[Text, ...]:
    """The discoms whose offices a directive is for, by name."""
    reference = places.load()
    rows = Target.objects.filter(directive=directive).values_list("discom", "office__discom")
    codes = {discom or of_office for discom, of_office in rows}
    return tuple(reference.suppliers[code].name for code in sorted(codes))

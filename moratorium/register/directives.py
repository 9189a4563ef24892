"""Directives: what one says, its letter, and how it stands at an instant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from ..models import Directive, Letter, Order, Outage, Target
from ..rules import directives as rules
from ..rules.directives import Grounds, Restoration, Since
from ..rules.lifecycle import ISSUED
from ..rules.wording import EN, HI, LineWords, Text
from . import coverage, orders, places
from .coverage import OrderRef
from .orders import OrderFacts


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
class Listed:
    """A public directive in a list: its letter, the order's number, whether it was replaced."""

    ref: DirectiveRef
    letter: LetterFacts
    order: str
    replaced: bool


@dataclass(frozen=True, slots=True)
class DirectiveFacts:
    """An issued directive with everything that its page shows. `pk` is never shown.

    `order` is the order as it stands at the instant, `since` are the newer versions of its
    chain, oldest first. What replaces or was replaced may be internal: see `DirectiveRef.public`.
    """

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
    order: OrderFacts
    since: tuple[OrderRef, ...]


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
    later = _later(directive.order, at)
    order = orders.facts_of([directive.order], at)[0]
    return DirectiveFacts(
        pk=directive.pk,
        ref=ref(directive),
        basis=rests_on,
        body=directive.body,
        operative=rests_on.operative(directive.kind),
        addressed_to=_addressed(directive),
        replaces=ref(before) if before is not None and before.state == ISSUED else None,
        replaced_by=None if after is None else ref(after),
        standing=rules.standing(
            directive.kind,
            Since(
                replaced=after is not None,
                lifted=any(each.lift for each in later),
                amended=bool(later),
                standing=order.state,
            ),
        ),
        due_at=rules.due_at(directive.issued_at, directive.due_hours),
        letter=LetterFacts(*Letter.objects.values_list("size", "sha256").get(directive=directive)),
        imported=directive.imported,
        order=order,
        since=tuple(orders.ref(each) for each in later),
    )


def public_letter_facts(slug: str) -> LetterFacts | None:
    """Size and digest of a public directive's letter; None if there is none. One query."""
    found = _public_letters(slug).values_list("size", "sha256").first()
    return None if found is None else LetterFacts(*found)


def public_letter(slug: str) -> bytes | None:
    """The bytes of a public directive's letter; None if there is none."""
    return _bytes(_public_letters(slug))


def letter(pk: int) -> bytes | None:
    """The bytes of an issued directive's letter, for whoever was let in to have it."""
    return _bytes(Letter.objects.filter(directive=pk, directive__state=ISSUED))


def of_orders(numbers: Iterable[str], at: datetime) -> list[Listed]:
    """The public directives that rest on some orders, newest first; one query."""
    after = Directive.objects.filter(replaces=OuterRef("pk"), state=ISSUED, issued_at__lte=at)
    found = Directive.objects.filter(
        order__number__in=list(numbers), state=ISSUED, public=True
    ).order_by("-issued_at", "-id")
    # The bytes of the letters stay where they are.
    rows = found.annotate(replaced=Exists(after)).select_related("letter", "order")
    return [
        Listed(
            ref(each), LetterFacts(each.letter.size, each.letter.sha256),
            each.order.number or "", each.replaced,
        )
        for each in rows.defer("letter__pdf")
    ]  # fmt: skip


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


def _public_letters(slug: str) -> QuerySet[Letter]:
    return Letter.objects.filter(
        directive__slug=slug, directive__public=True, directive__state=ISSUED
    )


def _bytes(letters: QuerySet[Letter]) -> bytes | None:
    found = letters.values_list("pdf", flat=True).first()
    return None if found is None else bytes(found)


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

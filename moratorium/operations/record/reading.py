"""Reading the entries of a document into plain values, whatever the record holds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from ...models.outages import SERVICES
from ...rules.directives import KINDS, MAX_BODY
from ...rules.scope import LINE_AREAS
from ...rules.wording import Text
from .document import Document
from .entries import DirectiveEntry, LineEntry, OrderEntry, OutageEntry
from .fields import Fields
from .refusal import Faults, shown

E = TypeVar("E", OutageEntry, OrderEntry, DirectiveEntry)

_OPTIONAL = frozenset({"sources", "demonstration"})
_OUTAGE = frozenset({
    "ref", "title", "discom", "districts", "area", "services", "announced_at", "starts_at",
    "expected_end", "restored_at", "confirmed_at", "note",
})  # fmt: skip
_ORDER = frozenset({"number", "title", "text", "issued_at", "amends", "lift", "coverage"})
_LINE = frozenset({
    "discom", "districts", "area", "restricted_to", "starts_at", "ends_at", "until_restored",
    "grace_hours",
})  # fmt: skip
_DIRECTIVE = frozenset({
    "number", "order", "issued_at", "subject", "body", "addressed_to", "public",
})  # fmt: skip
_MOST_TITLE, _MOST_RESTRICTION, _MOST_LINES = 300, 1000, 32_767


@dataclass(frozen=True, slots=True)
class Named(Generic[E]):
    """An entry, and how a message names it: `orders[3] MO/2022-23/0004`."""

    label: str
    entry: E


@dataclass(frozen=True, slots=True)
class Entries:
    """The sound entries of a document, and every name that it uses, sound or not."""

    outages: list[Named[OutageEntry]]
    orders: list[Named[OrderEntry]]
    directives: list[Named[DirectiveEntry]]
    refs: frozenset[str]
    numbers: frozenset[str]
    directive_numbers: frozenset[str]


def read(document: Document, faults: Faults) -> Entries:
    """The entries of a document; one that cannot be read is noted and left out."""
    return Entries(
        outages=_all("outages", "ref", document.outages, _outage, faults),
        orders=_all("orders", "number", document.orders, _order, faults),
        directives=_all("directives", "number", document.directives, _directive, faults),
        refs=_names("ref", document.outages),
        numbers=_names("number", document.orders),
        directive_numbers=_names("number", document.directives),
    )


def _all(
    noun: str, key: str, raws: list[Any], make: Callable[[Fields], E], faults: Faults
) -> list[Named[E]]:
    found: list[Named[E]] = []
    for index, raw in enumerate(raws):
        label = f"{noun}[{index}]"
        if not isinstance(raw, dict):
            faults.add(label, "", "object")
            continue
        if isinstance(name := raw.get(key), str):
            label = f"{label} {shown(name)}"
        before = len(faults)
        entry = make(Fields(raw, label, "", faults))
        if len(faults) == before:
            found.append(Named(label, entry))
    return found


def _names(key: str, raws: list[Any]) -> frozenset[str]:
    names = (raw.get(key) for raw in raws if isinstance(raw, dict))
    return frozenset(name for name in names if isinstance(name, str))


def _outage(fields: Fields) -> OutageEntry:
    fields.has_keys(_OUTAGE, _OPTIONAL)
    services = fields.texts("services")
    for service in services:
        if service not in SERVICES:
            fields.fault("services", "choice", ", ".join(SERVICES))
        elif services.count(service) > 1:
            fields.fault("services", "repeated", service)
            break
    return OutageEntry(
        ref=fields.number("ref"),
        title=fields.words("title", _MOST_TITLE, needed=True),
        discom=fields.text("discom"),
        districts=fields.texts("districts"),
        area=fields.choice("area", LINE_AREAS),
        services=services,
        announced_at=fields.instant_or_none("announced_at"),
        starts_at=fields.instant("starts_at"),
        expected_end=fields.instant_or_none("expected_end"),
        restored_at=fields.instant_or_none("restored_at"),
        confirmed_at=fields.instant_or_none("confirmed_at"),
        note=fields.words("note"),
        sources=fields.sources(),
        demonstration=fields.flag("demonstration"),
    )


def _order(fields: Fields) -> OrderEntry:
    fields.has_keys(_ORDER, _OPTIONAL | {"basis"})
    lines = fields.inners("coverage", _LINE)
    if len(lines) > _MOST_LINES:
        fields.fault("coverage", "too_many", _MOST_LINES)
    return OrderEntry(
        number=fields.number("number"),
        basis=fields.choice("basis", ("order", "assurance"), "order"),
        title=fields.words("title", _MOST_TITLE, needed=True),
        text=fields.words("text"),
        issued_at=fields.instant("issued_at"),
        amends=fields.name("amends"),
        lift=fields.flag("lift"),
        coverage=tuple(map(_line, lines)),
        sources=fields.sources(),
        demonstration=fields.flag("demonstration"),
    )


def _line(fields: Fields) -> LineEntry:
    places = fields.words("restricted_to", _MOST_RESTRICTION)
    return LineEntry(
        discom=fields.text("discom"),
        districts=fields.texts("districts"),
        area=fields.choice("area", LINE_AREAS),
        restricted_to=Text(places.hi.strip(), places.en.strip()),
        starts_at=fields.instant("starts_at"),
        ends_at=fields.instant_or_none("ends_at"),
        until_restored=fields.name("until_restored"),
        grace_hours=fields.whole("grace_hours"),
    )


def _directive(fields: Fields) -> DirectiveEntry:
    fields.has_keys(_DIRECTIVE, frozenset({"kind", "replaces", "demonstration"}))
    return DirectiveEntry(
        number=fields.number("number"),
        order=fields.text("order"),
        issued_at=fields.instant("issued_at"),
        subject=fields.words("subject", _MOST_TITLE, needed=True),
        body=fields.words("body", MAX_BODY),
        addressed_to=fields.texts("addressed_to"),
        public=fields.flag("public"),
        kind=fields.choice("kind", KINDS),
        replaces=fields.name("replaces"),
        demonstration=fields.flag("demonstration"),
    )

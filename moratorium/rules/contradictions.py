"""The check of a draft order for contradictions: what refuses it, and what wants a tick.

`REFUSES` and `WARNS` are the whole table. Both persons tick: whoever submits and whoever
approves.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time

from . import gaps, wording
from .comparison import gains_before
from .coverage import FAULTS, Stated, faults
from .gaps import Supplied
from .instants import IST, write
from .lifecycle import REFUSALS
from .preamble import hours_and_dates
from .protection import Line
from .scope import ANY_AREA, AREAS, Place, Scope
from .windows import NO_END, Window, window
from .wording import EN, HI, LineWords, Text

_LINE_FAULTS = (
    "district_not_served", "districts_repeated", "end_not_after_start", "end_missing",
    "grace_range", "grace_without_outage", "restricted_one_language",
)  # fmt: skip
_ORDER_FAULTS = ("no_coverage", "lift_coverage", "one_language", "nothing_new")

REFUSES: Mapping[str, Text] = {
    **{name: REFUSALS[name] for name in _ORDER_FAULTS},
    **{name: FAULTS[name] for name in _LINE_FAULTS},
}
WARNS: Mapping[str, Text] = {
    "end_without_hour": Text(
        "{line}: समाप्ति का दिन लिखा है, घंटा नहीं; अर्थ होगा {end}। क्या यही अभिप्रेत है?",
        "{line}: the end is given as a day without an hour, which means {end}. Is that meant?",
    ),
    "two_suppliers": Text(
        "{line}: जनपद {district} में {suppliers} भी आपूर्ति करता है; यह पंक्ति केवल {discom} के उपभोक्ताओं पर लागू होगी।",
        "{line}: {suppliers} also supplies district {district}; this line binds only the part of {discom}.",
    ),
    "overlap": Text(
        "{line}: आदेश {order} {districts} में {window} पहले से लागू है या होगा।",
        "{line}: order {order} already protects {districts} {window}.",
    ),
    "past_start": Text(
        "{line}: प्रारंभ बीत चुका है: {start}। संरक्षण पिछली तिथि से दिया जा रहा है।",
        "{line}: the start is in the past: {start}. Protection would be granted backwards.",
    ),
    "ends_before_outage": Text(
        "{line}: लिखी समाप्ति ({end}) बिलिंग व्यवधान “{outage}” की अनुमानित समाप्ति ({expected}) से पहले है।",
        "{line}: the stated end ({end}) lies before the expected end ({expected}) of the billing outage “{outage}”.",
    ),
    "hours_in_preamble": Text(
        "प्रस्तावना में समय या तिथि लिखी है: {found}। अवधि केवल पंक्तियों से तय होती है; दोनों में अंतर न रहे।",
        "The preamble names an hour or a date: {found}. Only the lines say when; the two must not differ.",
    ),
}  # fmt: skip
_LINE = Text("पंक्ति {number} ({where})", "Line {number} ({where})")
_OPEN_END = Text("बिलिंग बहाल होने की पुष्टि तक", "until billing is confirmed restored")
_WHOLE = Text("इस पंक्ति के सभी जनपदों", "all districts of this line")
_MORE = Text("{names} और {count} अन्य", "{names} and {count} more")
_NAMED = 5


@dataclass(frozen=True, slots=True)
class StatedLine:
    """A line of a draft as it would hold if the draft were issued at the moment of the check."""

    line: Line
    words: LineWords
    outage_ref: str | None = None
    expected_end: datetime | None = None

    @property
    def entered(self) -> Stated:
        """The line for the rules about a line alone."""
        scope, words = self.line.scope, self.words
        return Stated(
            discom=scope.discom,
            districts=tuple(sorted(scope.districts)),
            restricted_hi=words.restricted_to.hi,
            restricted_en=words.restricted_to.en,
            starts_at=words.starts_at,
            ends_at=words.ends_at,
            has_outage=self.outage_ref is not None,
            grace_hours=words.grace_hours,
        )

    @property
    def said(self) -> tuple[object, ...]:
        """All that it says, so that two lines can be compared."""
        return (self.entered, self.line.scope.area, self.outage_ref)


@dataclass(frozen=True, slots=True)
class StatedOrder:
    """What an order says; the lines as entered."""

    basis: str
    title: Text
    text: Text
    lift: bool = False
    lines: tuple[StatedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What stands around a draft at the instant `at`, in plain values.

    `others` are the lines of other chains that may go on after `at`; `amended` those of the
    order that it amends, as if nothing had amended them. Names by slug and by code.
    """

    at: datetime
    supplied: Supplied
    districts: Mapping[str, Text] = field(default_factory=dict)
    discoms: Mapping[str, Text] = field(default_factory=dict)
    others: tuple[Line, ...] = ()
    amended: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a draft cannot be issued: the field, and the line counted from 0, if any."""

    name: str
    field: str
    words: Text
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Warning:
    """What a person must look at and tick. `line` counts from 0; None: the order as a whole."""

    name: str
    words: Text
    line: int | None = None
    facts: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Under which it is ticked: another line or other facts are another warning."""
        number = "" if self.line is None else str(self.line + 1)
        return ":".join([self.name, number, " ".join(self.facts)])


def refusals(
    order: StatedOrder,
    amended: StatedOrder | None,
    serves: Mapping[str, Collection[str]],
    districts: Mapping[str, Text] | None = None,
) -> Iterator[Refusal]:
    """Everything for which the draft cannot be submitted or approved.

    `serves` gives the districts of a discom code and of `*`, `districts` their names.
    """
    lines = [line.entered for line in order.lines]
    yield from entry_refusals(order.title, order.text, lines, serves, order.lift, districts)
    if amended is not None and _said(order) == _said(amended):
        yield Refusal("nothing_new", "", REFUSES["nothing_new"])


def entry_refusals(
    title: Text,
    text: Text,
    lines: Sequence[Stated],
    serves: Mapping[str, Collection[str]],
    lift: bool = False,
    districts: Mapping[str, Text] | None = None,
) -> Iterator[Refusal]:
    """What not even a draft may state; it needs nothing but what was entered."""
    if lift and lines:
        yield Refusal("lift_coverage", "lines", REFUSES["lift_coverage"])
    if not lift and not lines:
        yield Refusal("no_coverage", "lines", REFUSES["no_coverage"])
    for name, said in (("title", title), ("text", text)):
        if bool(said.hi.strip()) != bool(said.en.strip()):
            missing = EN if said.hi.strip() else HI
            yield Refusal("one_language", f"{name}_{missing}", REFUSES["one_language"])
    for number, line in enumerate(lines):
        for fault in faults(line, serves):
            value = (districts or {}).get(fault.value) or Text(fault.value, fault.value)
            words = _filled(FAULTS[fault.name], value=value)
            yield Refusal(fault.name, fault.field, words, number)


def warnings(order: StatedOrder, around: Circumstances) -> tuple[Warning, ...]:
    """Every warning, those about the whole order first, then line by line."""
    found = [*_about_preamble(order.text)]
    for number, line in enumerate(order.lines):
        for check in (_end_without_hour, _two_suppliers, _overlaps, _past_start, _ends_early):
            found += check(number, line, around)
    return tuple(found)


def _said(order: StatedOrder) -> tuple[object, ...]:
    texts = (order.title.hi, order.title.en, order.text.hi, order.text.en)
    words = tuple(" ".join(text.split()) for text in texts)
    return (order.basis, order.lift, words, sorted(str(line.said) for line in order.lines))


def _about_preamble(text: Text) -> Iterator[Warning]:
    found = tuple(dict.fromkeys([*hours_and_dates(text.hi), *hours_and_dates(text.en)]))
    if found:
        quoted = ", ".join(f"“{each}”" for each in found)
        words = _filled(WARNS["hours_in_preamble"], found=Text(quoted, quoted))
        yield Warning("hours_in_preamble", words, None, found)


def _end_without_hour(number: int, line: StatedLine, _around: Circumstances) -> Iterator[Warning]:
    end = line.words.ends_at
    if end is not None and end.astimezone(IST).time() == time():
        yield _warning("end_without_hour", number, line, (write(end),), end=_until(end))


def _two_suppliers(number: int, line: StatedLine, around: Circumstances) -> Iterator[Warning]:
    """ "Urban" or "rural" of a district that others supply too: they are not bound."""
    scope = line.line.scope
    if scope.area == ANY_AREA:
        return
    for slug in sorted(scope.districts):
        unbound = [code for code in _suppliers(slug, around) if not _binds(scope, code, around)]
        if unbound:
            yield _warning(
                "two_suppliers", number, line, (slug, *unbound),
                district=around.districts[slug],
                suppliers=_joined([around.discoms[code] for code in unbound]),
                discom=line.words.discom or wording.ALL_DISCOMS,
            )  # fmt: skip


def _suppliers(slug: str, around: Circumstances) -> list[str]:
    supplied = around.supplied.districts
    return [
        code
        for code in around.supplied.kinds
        if any(slug in supplied.get((code, area), ()) for area in AREAS)
    ]


def _binds(scope: Scope, code: str, around: Circumstances) -> bool:
    kind = around.supplied.kinds[code]
    return any(scope.applies_to(Place(code, kind, area)) for area in AREAS)


def _overlaps(number: int, line: StatedLine, around: Circumstances) -> Iterator[Warning]:
    """One warning for each other order that already protects a part of the line."""
    own = window(line.line.term, around.at)
    if own is None:
        return
    places = _places(line.line.scope, around)
    found: dict[str, tuple[Window, frozenset[Place]]] = {}
    for other in around.others:
        both = _common(own, window(other.term, around.at), around.at)
        shared = places & _places(other.scope, around) if both else frozenset()
        if both and shared:
            before, named = found.get(other.order, (both, frozenset()))
            whole = Window(min(before.start, both.start), max(before.end, both.end))
            found[other.order] = (whole, named | shared)
    for order, (both, shared) in sorted(found.items()):
        facts = (order, write(both.start), "" if both.end == NO_END else write(both.end))
        yield _warning(
            "overlap", number, line, facts, order=Text(order, order),
            districts=_where(shared, places, around), window=_during(both),
        )  # fmt: skip


def _places(scope: Scope, around: Circumstances) -> frozenset[Place]:
    return frozenset(gaps.places(scope, around.supplied))


def _common(own: Window, other: Window | None, at: datetime) -> Window | None:
    """The hours that both protect, if any of them lie ahead."""
    if other is None or not own.overlaps(other):
        return None
    both = Window(max(own.start, other.start), min(own.end, other.end))
    return both if both.end > at else None


def _past_start(number: int, line: StatedLine, around: Circumstances) -> Iterator[Warning]:
    """An amendment restates old starts, which alone grants nothing backwards."""
    start = line.words.starts_at
    places = gaps.places(line.line.scope, around.supplied)
    if start < around.at and gains_before(around.at, around.amended, line.line, places):
        yield _warning("past_start", number, line, (write(start),), start=_since(start))


def _ends_early(number: int, line: StatedLine, _around: Circumstances) -> Iterator[Warning]:
    end, expected, outage = line.words.ends_at, line.expected_end, line.line.term.outage
    if end is None or expected is None or outage is None or outage.confirmed_at is not None:
        return
    if end < expected:
        yield _warning(
            "ends_before_outage", number, line, (write(end), write(expected)),
            end=_until(end), expected=_until(expected), outage=line.words.outage or Text("", ""),
        )  # fmt: skip


def _warning(
    name: str, number: int, line: StatedLine, facts: tuple[str, ...], **parts: Text
) -> Warning:
    discom = line.words.discom or wording.ALL_DISCOMS
    area = line.words.area
    where = Text(f"{discom.hi}, {wording.area(area, HI)}", f"{discom.en}, {wording.area(area, EN)}")
    digits = Text(str(number + 1), str(number + 1))
    named = _filled(_LINE, number=digits, where=where)
    return Warning(name, _filled(WARNS[name], line=named, **parts), number, facts)


def _where(shared: Collection[Place], places: Collection[Place], around: Circumstances) -> Text:
    slugs, all_slugs = ({p.district for p in some if p.district} for some in (shared, places))
    if slugs == all_slugs:
        return _WHOLE
    names = [around.districts[slug] for slug in sorted(slugs)]
    shown = _joined(names[:_NAMED])
    count = str(len(names) - _NAMED)
    return _filled(_MORE, names=shown, count=Text(count, count)) if len(names) > _NAMED else shown


def _joined(names: Iterable[Text]) -> Text:
    names = list(names)
    return Text(", ".join(name.hi for name in names), ", ".join(name.en for name in names))


def _until(end: datetime) -> Text:
    return Text(wording.until(end, HI), wording.until(end, EN))


def _since(start: datetime) -> Text:
    return Text(wording.since(start, HI), wording.since(start, EN))


def _during(span: Window) -> Text:
    start, end = _since(span.start), _OPEN_END if span.end == NO_END else _until(span.end)
    return Text(f"{start.hi} {end.hi}", f"{start.en} {end.en}")


def _filled(template: Text, **parts: Text) -> Text:
    return Text(
        template.hi.format(**{name: text.hi for name, text in parts.items()}),
        template.en.format(**{name: text.en for name, text in parts.items()}),
    )

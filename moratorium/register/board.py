"""The board: what is in force at an instant, what is coming, and each district's answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..rules import protection, wording
from ..rules.protection import DEPENDS, NOT_PROTECTED, PROTECTED, Verdict
from ..rules.scope import AREAS, Scope
from ..rules.windows import NO_END, Window, window
from ..rules.wording import LineWords, Text
from . import coverage, notices, places
from .coverage import Coverage, OrderRef
from .notices import Notice
from .places import Places, Region, Supply
from .verdicts import Reader


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of an order at an instant, with its window and its words."""

    order: OrderRef
    words: LineWords
    window: Window
    planned_end: datetime | None
    overdue: bool  # its planned end has passed and it still protects
    outage_ref: str | None
    scope: Scope
    position: int  # among the order's lines, as entered

    @property
    def end(self) -> datetime | None:
        """When it ends as things stand; None if that is not known."""
        return None if self.window.end == NO_END else self.window.end

    @property
    def sentence(self) -> Text:
        """The operative sentence in both languages."""
        return Text(
            wording.operative([self.words], wording.HI)[0],
            wording.operative([self.words], wording.EN)[0],
        )


@dataclass(frozen=True, slots=True)
class Protection:
    """An order with those of its lines that stand on the board."""

    order: OrderRef
    standings: tuple[Standing, ...]

    @property
    def overdue(self) -> bool:
        return any(each.overdue for each in self.standings)


@dataclass(frozen=True, slots=True)
class SupplyAnswer:
    """The verdict for one supplier in one area of a district."""

    supply: Supply
    verdict: Verdict
    orders: tuple[OrderRef, ...]


@dataclass(frozen=True, slots=True)
class AreaAnswer:
    """The answer for the urban or the rural area of a district.

    `state` is the verdict that every supplier there shares, else `depends`.
    """

    area: str
    state: str
    supplies: tuple[SupplyAnswer, ...]


@dataclass(frozen=True, slots=True)
class DistrictAnswer:
    """A district's answer: its areas, and the state they share, else `depends`."""

    region: Region
    areas: tuple[AreaAnswer, ...]
    several_suppliers: bool

    @property
    def state(self) -> str:
        return shared_state(answer.state for answer in self.areas)


@dataclass(frozen=True, slots=True)
class Board:
    """What the public is told of one instant `at`, as known at `known_at`."""

    at: datetime
    known_at: datetime
    current: tuple[Protection, ...]
    upcoming: tuple[Protection, ...]
    districts: tuple[DistrictAnswer, ...]
    latest: tuple[Notice, ...]
    next_change: datetime | None
    places: Places

    @property
    def standings(self) -> list[Standing]:
        """Every line that is in force or upcoming."""
        return [s for each in (*self.current, *self.upcoming) for s in each.standings]

    @property
    def overdue(self) -> tuple[Protection, ...]:
        """Orders in force whose planned end has passed."""
        return tuple(each for each in self.current if each.overdue)

    @property
    def demonstration(self) -> bool:
        return any(p.order.demonstration for p in (*self.current, *self.upcoming))


def shared_state(states: Iterable[str]) -> str:
    """The one state that all share; `depends` if they differ; not protected if none."""
    found = set(states)
    if len(found) > 1:
        return DEPENDS
    return found.pop() if found else NOT_PROTECTED


def board(at: datetime, known_at: datetime | None = None, *, latest: int = 5) -> Board:
    """The board of an instant; six queries, whatever the archive holds."""
    known_at = at if known_at is None else known_at
    reference = places.load()
    covering = coverage.reaching(at, known_at)
    acts = tuple(notices.newest(latest)) if latest else ()
    return of_coverings(covering, reference, at, known_at, acts)


def of_coverings(
    covering: Sequence[Coverage],
    reference: Places,
    at: datetime,
    known_at: datetime,
    latest: tuple[Notice, ...] = (),
) -> Board:
    """The board that some lines make, whether they are on record or only would be."""
    standing = standings(covering, reference, at, known_at)
    reader = Reader([each.line for each in covering])
    orders = {each.order.number: each.order for each in covering}
    return Board(
        at=at,
        known_at=known_at,
        current=_by_order(s for s in standing if s.window.contains(at)),
        upcoming=_by_order(s for s in standing if s.window.start > at),
        districts=tuple(
            _district(region, reference, reader, orders, at, known_at)
            for region in reference.regions.values()
        ),
        latest=latest,
        next_change=_next_change(standing, at),
        places=reference,
    )


def district(slug: str, at: datetime, known_at: datetime | None = None) -> DistrictAnswer | None:
    """One district's answer at an instant; None if there is no such district. Five queries."""
    known_at = at if known_at is None else known_at
    reference = places.load()
    region = reference.regions.get(slug)
    if region is None:
        return None
    covering = coverage.reaching(at, known_at)
    reader = Reader([each.line for each in covering])
    orders = {each.order.number: each.order for each in covering}
    return _district(region, reference, reader, orders, at, known_at)


def standings(
    covering: Iterable[Coverage], reference: Places, at: datetime, known_at: datetime
) -> list[Standing]:
    """The lines among some that stand at an instant or will, as known at another."""
    found = (_standing(each, reference, at, known_at) for each in covering)
    return [each for each in found if each is not None]


def _standing(
    each: Coverage, reference: Places, at: datetime, known_at: datetime
) -> Standing | None:
    span = window(each.line.term, known_at)
    if span is None or span.end <= at:
        return None
    planned = each.planned_end
    return Standing(
        order=each.order,
        words=coverage.words(each, reference),
        window=span,
        planned_end=planned,
        overdue=span.contains(at) and planned is not None and planned <= at,
        outage_ref=each.outage_ref,
        scope=each.line.scope,
        position=each.position,
    )


def _by_order(standings: Iterable[Standing]) -> tuple[Protection, ...]:
    grouped: dict[str, list[Standing]] = {}
    for each in standings:
        grouped.setdefault(each.order.number, []).append(each)
    protections = [Protection(several[0].order, tuple(several)) for several in grouped.values()]
    return tuple(
        sorted(protections, key=lambda p: (p.order.issued_at, p.order.number), reverse=True)
    )


def _district(
    region: Region,
    reference: Places,
    reader: Reader,
    orders: dict[str, OrderRef],
    at: datetime,
    known_at: datetime,
) -> DistrictAnswer:
    def supply_answer(supply: Supply) -> SupplyAnswer:
        place = reference.place(supply.supplier.code, supply.area, region.slug)
        verdict = reader.timeline(place, known_at).at(at)
        return SupplyAnswer(supply, verdict, tuple(orders[n] for n in verdict.orders))

    def area_answer(area: str) -> AreaAnswer:
        answers = tuple(supply_answer(s) for s in reference.supplying(region.slug, area))
        return AreaAnswer(area, shared_state(a.verdict.verdict for a in answers), answers)

    return DistrictAnswer(
        region,
        tuple(area_answer(area) for area in AREAS),
        reference.has_several_suppliers(region.slug),
    )


def _next_change(standings: Iterable[Standing], at: datetime) -> datetime | None:
    bounds = {s.window.start for s in standings} | {s.window.end for s in standings}
    return min((b for b in bounds - {NO_END} if b > at), default=None)


__all__ = [
    "DEPENDS", "NOT_PROTECTED", "PROTECTED", "AreaAnswer",
    "Board", "DistrictAnswer", "Protection", "Standing", "SupplyAnswer", "board", "district",
    "of_coverings", "protection", "shared_state", "standings",
]  # fmt: skip

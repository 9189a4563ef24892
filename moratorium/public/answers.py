"""A district's answer made ready to read: each supplier's verdict with its reasons."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..register.board import (
    AreaAnswer,
    Board,
    DistrictAnswer,
    Protection,
    Standing,
    SupplyAnswer,
)
from ..register.places import Region, Supply
from ..rules.scope import ALL_STATE_DISCOMS, STATE, Place


@dataclass(frozen=True, slots=True)
class SupplyReading:
    """One supplier's answer in one area, with the lines it rests on.

    `unnamed` are the orders to all discoms of the Corporation that do not name this
    private licensee or franchisee. `coming` are the lines that begin later.
    """

    supply: Supply
    answer: SupplyAnswer
    standings: tuple[Standing, ...]
    unnamed: tuple[Standing, ...]
    coming: tuple[Standing, ...]

    @property
    def state(self) -> str:
        return self.answer.verdict.verdict

    @property
    def assured(self) -> bool:
        """Whether it rests on assurances only."""
        bases = {order.basis for order in self.answer.orders}
        return bases == {"assurance"}

    @property
    def is_state(self) -> bool:
        return self.supply.supplier.kind == STATE

    @property
    def places(self) -> list[Standing]:
        """The lines that hold only for named places."""
        return [each for each in self.standings if each.words.restricted_to]


@dataclass(frozen=True, slots=True)
class AreaReading:
    """The answer for an area: every supplier there, and why it depends if they differ."""

    area: str
    state: str
    supplies: tuple[SupplyReading, ...]

    @property
    def several(self) -> bool:
        return len(self.supplies) > 1

    @property
    def differing(self) -> bool:
        return len({each.state for each in self.supplies}) > 1


@dataclass(frozen=True, slots=True)
class DistrictReading:
    """A district's page: both areas, and the orders to quote when calling."""

    region: Region
    state: str
    areas: tuple[AreaReading, ...]
    several_suppliers: bool

    @property
    def differing(self) -> bool:
        """Whether the urban and the rural area are answered differently."""
        return len({each.state for each in self.areas}) > 1

    @property
    def quoted(self) -> list[str]:
        """The numbers of all orders that speak for the district now."""
        numbers = {
            order.number
            for area in self.areas
            for each in area.supplies
            for order in each.answer.orders
        }
        return sorted(numbers)


def read(board: Board, slug: str) -> DistrictReading | None:
    """One district's answer from the board; None if there is no such district."""
    answer = next((each for each in board.districts if each.region.slug == slug), None)
    if answer is None:
        return None
    return DistrictReading(
        answer.region,
        answer.state,
        tuple(_area(board, answer, each) for each in answer.areas),
        answer.several_suppliers,
    )


def _area(board: Board, district: DistrictAnswer, area: AreaAnswer) -> AreaReading:
    return AreaReading(
        area.area, area.state, tuple(_supply(board, district, each) for each in area.supplies)
    )


def _supply(board: Board, district: DistrictAnswer, answer: SupplyAnswer) -> SupplyReading:
    supply, numbers = answer.supply, answer.verdict.orders
    supplier, slug = supply.supplier, district.region.slug
    place = Place(supplier.code, supplier.kind, supply.area, slug)
    # The same place, were the supplier one of the Corporation's own.
    of_state = Place(ALL_STATE_DISCOMS, STATE, supply.area, slug)
    current = list(_lines(board.current))
    return SupplyReading(
        supply,
        answer,
        tuple(s for s in current if s.order.number in numbers and s.scope.applies_to(place)),
        tuple(s for s in current if supplier.kind != STATE and s.scope.applies_to(of_state)),
        tuple(s for s in _lines(board.upcoming) if s.scope.applies_to(place)),
    )


def _lines(protections: Iterable[Protection]) -> Iterable[Standing]:
    return (standing for protection in protections for standing in protection.standings)

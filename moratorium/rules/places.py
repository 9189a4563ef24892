"""Places as plain values: discoms, districts, and who supplies what."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from . import names
from .gaps import Supplied
from .scope import ALL_STATE_DISCOMS, AREAS, STATE, Place
from .wording import Text


@dataclass(frozen=True, slots=True)
class Supplier:
    """A discom: its code, kind and names."""

    code: str
    kind: str
    name: Text
    short: Text


@dataclass(frozen=True, slots=True)
class Region:
    """A district: its slug, names, former names, and its place on the tile map."""

    slug: str
    name: Text
    aliases: tuple[str, ...]
    column: int | None
    row: int | None


@dataclass(frozen=True, slots=True)
class Supply:
    """That a supplier serves the urban or rural area of a district, or the named part of it."""

    district: str
    area: str
    supplier: Supplier
    places: Text


@dataclass(frozen=True, slots=True)
class Places:
    """All reference data of one moment. `serves` also has `*`, every state discom together."""

    suppliers: dict[str, Supplier]
    regions: dict[str, Region]
    supplies: tuple[Supply, ...]
    serves: dict[str, frozenset[str]] = field(init=False)
    _by_place: dict[tuple[str, str], tuple[Supply, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """What follows from the rest; it need not be stored."""
        object.__setattr__(self, "serves", _serves(self.suppliers, self.supplies))
        object.__setattr__(self, "_by_place", _by_place(self.supplies))

    def place(self, discom: str, area: str, district: str | None = None) -> Place:
        """The place asked about, for the rules. Raises KeyError for an unknown discom."""
        return Place(discom, self.suppliers[discom].kind, area, district)

    def supplying(self, district: str, area: str) -> tuple[Supply, ...]:
        """Who serves an area of a district; may be several or none."""
        return self._by_place.get((district, area), ())

    def has_several_suppliers(self, district: str) -> bool:
        """Whether the district alone does not settle the discom."""
        return len({s.supplier.code for a in AREAS for s in self.supplying(district, a)}) > 1

    @property
    def supplied(self) -> Supplied:
        """The reference data as the rules about places want it."""
        districts: dict[tuple[str, str], set[str]] = {}
        for supply in self.supplies:
            districts.setdefault((supply.supplier.code, supply.area), set()).add(supply.district)
        return Supplied({code: s.kind for code, s in self.suppliers.items()}, districts)

    def find_district(self, name: str) -> Region | None:
        """The district of a slug, an English, Hindi or former name, however it is spelled."""
        wanted = names.key(name)
        for region in self.regions.values():
            if wanted in {names.key(n) for n in district_names(region)}:
                return region
        return None


def district_names(region: Region) -> tuple[str, ...]:
    """Every name under which a district is found."""
    return (region.slug, region.name.en, region.name.hi, *region.aliases)


def _serves(
    suppliers: dict[str, Supplier], supplies: Iterable[Supply]
) -> dict[str, frozenset[str]]:
    served: dict[str, set[str]] = {code: set() for code in suppliers}
    served[ALL_STATE_DISCOMS] = set()
    for supply in supplies:
        served[supply.supplier.code].add(supply.district)
        if supply.supplier.kind == STATE:
            served[ALL_STATE_DISCOMS].add(supply.district)
    return {code: frozenset(slugs) for code, slugs in served.items()}


def _by_place(supplies: Iterable[Supply]) -> dict[tuple[str, str], tuple[Supply, ...]]:
    found: dict[tuple[str, str], list[Supply]] = {}
    for supply in supplies:
        found.setdefault((supply.district, supply.area), []).append(supply)
    return {place: tuple(several) for place, several in found.items()}

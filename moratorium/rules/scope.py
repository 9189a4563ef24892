"""Who a coverage line speaks for, and who is asked about (contract, section 1)."""

from dataclasses import dataclass

ALL_STATE_DISCOMS = "*"
STATE = "state"
ANY_AREA = "any"
AREAS = ("urban", "rural")
LINE_AREAS = (ANY_AREA, *AREAS)


@dataclass(frozen=True, slots=True)
class Place:
    """Who is asked about: a discom and its kind, an area, and perhaps a district (its slug)."""

    discom: str
    kind: str
    area: str
    district: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Who a coverage line speaks for.

    `discom` is a code, or `*` for every discom of kind `state`; no districts means all
    of them; `restricted` says that the line holds only for named towns or places.
    """

    discom: str
    districts: frozenset[str] = frozenset()
    area: str = ANY_AREA
    restricted: bool = False

    def applies_to(self, place: Place) -> bool:
        """Whether the line applies, surely or conditionally (contract, section 1)."""
        return (
            self._names(place)
            and self.area in (ANY_AREA, place.area)
            and (place.district is None or not self.districts or place.district in self.districts)
        )

    def is_sure_for(self, place: Place) -> bool:
        """Whether an applying line leaves no question open about this place.

        It is conditional if it holds only for named places, or if it names districts
        and none was given, whichever districts the discom serves.
        """
        return not self.restricted and not (self.districts and place.district is None)

    def _names(self, place: Place) -> bool:
        if self.discom == ALL_STATE_DISCOMS:
            return place.kind == STATE
        return self.discom == place.discom

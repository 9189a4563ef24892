"""The tile map: each district a tile, its left half urban and its right half rural."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ..rules.scope import AREAS
from .board import DistrictAnswer

WIDTH, HEIGHT = 80, 62
GAP = 4
# How many Latin letters of the label's size fit on a line of a tile, and how many still
# read well when they are squeezed into it.
ROOM, SQUEEZED = 10.3, 12.3
_ENDINGS = ("nagar", "नगर")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a label, and whether it must be squeezed to fit."""

    text: str

    @property
    def squeezed(self) -> bool:
        return width(self.text) > ROOM


@dataclass(frozen=True, slots=True)
class Tile:
    """One district's tile: where it stands, its two states, and its label."""

    x: int
    y: int
    slug: str
    name: str
    urban: str
    rural: str
    label: tuple[Line, ...]

    @property
    def shape(self) -> str:
        """Which of the nine drawings shows the two states, such as `pn`."""
        return self.urban[0] + self.rural[0]

    @property
    def baseline(self) -> int:
        """Where the first line of the label stands."""
        return self.y + (21 if len(self.label) == 1 else 15)

    @property
    def second_baseline(self) -> int:
        return self.y + 29

    @property
    def middle(self) -> int:
        return self.x + (WIDTH - GAP) // 2


@dataclass(frozen=True, slots=True)
class TileMap:
    """The picture's size and its tiles."""

    width: int
    height: int
    tiles: tuple[Tile, ...]


def tile_map(answers: Iterable[DistrictAnswer], language: str) -> TileMap:
    """Every district that has a place on the grid."""
    tiles = tuple(
        _tile(answer, language)
        for answer in answers
        if answer.region.column is not None and answer.region.row is not None
    )
    width = max((tile.x for tile in tiles), default=0) + WIDTH - GAP
    height = max((tile.y for tile in tiles), default=0) + HEIGHT - GAP
    return TileMap(width, height, tiles)


def _tile(answer: DistrictAnswer, language: str) -> Tile:
    region = answer.region
    assert region.column is not None
    assert region.row is not None
    states = {each.area: each.state for each in answer.areas}
    urban, rural = (states[area] for area in AREAS)
    name = region.name[language]
    x, y = region.column * WIDTH, region.row * HEIGHT
    return Tile(x, y, region.slug, name, urban, rural, label(name))


def label(name: str) -> tuple[Line, ...]:
    """A name on one or two lines of a tile, cut short only where nothing else helps."""
    parts = (name,) if width(name) <= ROOM else _parts(name)
    return tuple(Line(_cut(part)) for part in parts)


def width(text: str) -> float:
    """About how wide a text is, in Latin letters of the same size.

    A Devanagari letter is as wide as one and a half, a half letter less, marks above and
    below nothing, marks beside (ा, ी, ो) a little.
    """
    total = 0.0
    for char, after in zip(text, text[1:] + " ", strict=True):
        kind = unicodedata.category(char)
        if kind == "Lo":
            total += 0.75 if after == "्" else 1.45
        elif kind == "Mc":
            total += 0.55
        elif kind != "Mn":
            total += 1
    return total


def _parts(name: str) -> tuple[str, ...]:
    words = name.split(" ")
    if len(words) > 1:
        # The break that leaves the longer line shortest.
        cuts = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
        return min(cuts, key=lambda cut: max(map(width, cut)))
    if width(name) > SQUEEZED:
        for ending in _ENDINGS:
            if name.endswith(ending) and name != ending:
                return (name[: -len(ending)] + "-", ending)
    return (name,)


def _cut(line: str) -> str:
    while width(line) > SQUEEZED:
        line = line.rstrip("…")[:-1].rstrip() + "…"
    return line

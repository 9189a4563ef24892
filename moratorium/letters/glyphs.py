"""Which characters the font can show and how wide they are, read from the font once a process.

Source: the OpenType specification, tables `cmap` (format 12), `head`, `hhea` and `hmtx`.
"""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import fontpkg_noto_sans

FOLDER = Path(fontpkg_noto_sans.ROOT) / "files"
_UPRIGHT = FOLDER / "NotoSans[wdth,wght].ttf"
_BOLD = 1.15  # how much wider the widest letters are in bold


@cache
def advances() -> dict[str, float]:
    """Every character that has a glyph, whether or not it leaves ink, with its width in ems."""
    font = _UPRIGHT.read_bytes()
    (units,) = struct.unpack_from(">H", _table(font, b"head"), 18)
    (count,) = struct.unpack_from(">H", _table(font, b"hhea"), 34)
    widths = [
        width for width, _bearing in struct.iter_unpack(">Hh", _table(font, b"hmtx")[: 4 * count])
    ]
    return {
        chr(point): widths[min(glyph, count - 1)] / units
        for point, glyph in _glyphs(_table(font, b"cmap"))
    }


def width(word: str) -> float:
    """No less than the width of a word in ems, in bold as well.

    Letters that join take less than each alone.
    """
    known = advances()
    return _BOLD * sum(known.get(character, 1.0) for character in word)


def _glyphs(cmap: bytes) -> Iterator[tuple[int, int]]:
    """Code points, each with the number of its glyph."""
    start = _form_twelve(cmap)
    (groups,) = struct.unpack_from(">L", cmap, start + 12)
    for group in range(groups):
        first, last, glyph = struct.unpack_from(">LLL", cmap, start + 16 + 12 * group)
        yield from zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True)


def _form_twelve(cmap: bytes) -> int:
    (count,) = struct.unpack_from(">H", cmap, 2)
    starts = (struct.unpack_from(">L", cmap, 8 + 8 * n)[0] for n in range(count))
    return next(start for start in starts if struct.unpack_from(">H", cmap, start) == (12,))


def _table(font: bytes, name: bytes) -> bytes:
    (count,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4s4xLL", font, 12 + 16 * n) for n in range(count))
    start, length = next((start, length) for tag, start, length in entries if tag == name)
    return font[start : start + length]

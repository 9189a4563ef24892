"""A look into a workbook's archive before anything else reads it.

A reader of sheets takes memory for the rectangle that the cells span, and a cell's reference
is a claim of a few bytes. So every part is unpacked here, piece by piece within bounds, and the
references in it are read: what is no list is refused before it costs anything.
"""

import re
from collections.abc import Iterator
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as BadDeflate

from ...rules.bad_lists import BadList
from ...rules.wording import grouped
from .bounds import MIB, ZIP, Bounds
from .sheet_spans import DATA, Odd, Spans, measured

_ENCRYPTED = 0x1
# A part that is smaller may be compressed as much as it likes.
_LARGE = _PIECE = MIB
_BOOK = "xl/workbook.xml"
_STRINGS = "sharedstrings.xml"
# By these a reader takes the archive for another kind of book, whose cells are not looked for.
_OTHER_BOOKS = {"content.xml", "mimetype", "xl/workbook.bin"}
_STATED_STRINGS = re.compile(rb'uniqueCount\s*=\s*["\']\s*(\d{1,19})')


def look(file: IO[bytes], bounds: Bounds) -> None:
    """Raises BadList for a workbook that is no list or larger than one may be."""
    try:
        with ZipFile(file) as archive:
            parts = archive.infolist()
            _judge_contents(parts, bounds)
            _Look(archive, bounds).judge(parts)
    except BadList:
        raise
    except (BadZipFile, BadDeflate, EOFError, NotImplementedError, OSError, ValueError):
        raise BadList("damaged") from None


def _judge_contents(parts: list[ZipInfo], bounds: Bounds) -> None:
    """What the table of contents claims; that it is true is seen when the parts are read."""
    if len(parts) > bounds.parts:
        raise BadList("parts", grouped(bounds.parts))
    names = {part.filename.replace("\\", "/").lstrip("/").casefold() for part in parts}
    if names & _OTHER_BOOKS:
        raise BadList("other_book")
    if _BOOK not in names or len(names) != len(parts):
        raise BadList("damaged")
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise BadList("locked")
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise BadList("other_book")
    if sum(part.file_size for part in parts) > bounds.unpacked:
        raise BadList("unpacked", grouped(bounds.unpacked // MIB))


class _Look:
    """The parts of an archive, judged one after the other."""

    def __init__(self, archive: ZipFile, bounds: Bounds) -> None:
        self._archive, self._bounds = archive, bounds
        self._left = bounds.unpacked
        self._cells = self._strings = 0

    def judge(self, parts: list[ZipInfo]) -> None:
        """Raises BadList."""
        for part in parts:
            stated = part.file_size
            taken = self._judge(part)
            if taken != stated:
                raise BadList("size")
            self._left -= taken
            if self._cells > self._bounds.cells:
                raise BadList("cells", grouped(self._bounds.cells))
            if self._strings > self._bounds.strings:
                raise BadList("strings", grouped(self._bounds.strings))

    def _judge(self, part: ZipInfo) -> int:
        """Read a part; how many bytes it has."""
        taken, before, spans = 0, b"", None
        named_strings = part.filename.casefold().endswith(_STRINGS)
        for piece in self._unpacked(part):
            taken += len(piece)
            if named_strings:
                self._count_strings(before + piece)
            if spans is None and DATA in before + piece:
                spans = Spans()
                piece = before + piece
            if spans is not None:
                try:
                    spans.take(piece)
                except Odd:
                    return self._judge_slowly(part)
            before = piece[-len(DATA) :]
        if spans is not None:
            spans.finish()
            if self._cells + spans.cells > self._bounds.cells:
                return self._judge_slowly(part)  # without the rows that have no cells
            self._cells += spans.cells
        return taken

    def _judge_slowly(self, part: ZipInfo) -> int:
        sizes: list[int] = []
        pieces = self._unpacked(part)
        spans = measured((_counted(piece, sizes) for piece in pieces), self._bounds.depth)
        self._cells += spans.cells
        return sum(sizes)

    def _count_strings(self, text: bytes) -> None:
        stated = _STATED_STRINGS.search(text)
        self._strings += max(text.count(b"<si"), text.count(b":si"))
        if stated is not None and int(stated[1]) > self._bounds.strings:
            raise BadList("strings", grouped(self._bounds.strings))

    def _unpacked(self, part: ZipInfo) -> Iterator[bytes]:
        """The bytes of a part, to the end of its stream whatever length it states."""
        bounds, taken, packed = self._bounds, 0, max(1, part.compress_size)
        part.file_size = self._left + 1
        with self._archive.open(part) as opened:
            while piece := opened.read(_PIECE):
                if not taken and piece.startswith(ZIP):
                    raise BadList("nested")
                taken += len(piece)
                if taken > self._left:
                    raise BadList("unpacked", grouped(bounds.unpacked // MIB))
                if taken > _LARGE and taken > bounds.ratio * packed:
                    raise BadList("ratio", bounds.ratio)
                yield piece


def _counted(piece: bytes, sizes: list[int]) -> bytes:
    sizes.append(len(piece))
    return piece

"""How large a rectangle the cells of a sheet span, by the references in its XML.

Every usual writer gives each cell its reference first: `<c r="B7"`. Such a sheet is looked
through by a few searches in each piece, which is quick: one finds the cells outside the rectangle
that is known so far, and of these there are few. What is written in any other way is `Odd`, and
is read element by element.
"""

import re
from collections.abc import Iterable
from xml.parsers import expat

from ...rules.bad_lists import BadList

# Excel's grid.
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
DATA = b"sheetData"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MOST_TAG = 4096  # bytes of a tag that the end of a piece cuts
_MOST_FOUND = 200  # cells outside the known rectangle, before the sheet counts as odd

_ROW = re.compile(rb'<row r="([1-9][0-9]{0,6})"')
_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})[0-9]')
_REFERENCE = re.compile(rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"')
_ANY_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.IGNORECASE)
# A cell under a prefix. A comment is no hiding place: what stands in it is taken for a cell.
_PREFIXED = b":c"


class Odd(Exception):
    """A sheet that is not written in the usual way."""


class Spans:
    """The rectangle from A1 that the cells of a sheet span: its last row and column."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self._rest = b""
        self._found = 0

    @property
    def cells(self) -> int:
        """How many cells the rectangle has."""
        return self.rows * self.columns

    def take(self, piece: bytes) -> None:
        """Take in the next piece of a sheet that is written in the usual way.

        The rectangle may come out too large by rows without cells. Raises Odd, and BadList for
        a cell outside Excel's grid.
        """
        text = self._rest + piece
        cut = text.rfind(b"<")
        text, self._rest = text[:cut], text[cut:]
        if len(self._rest) > _MOST_TAG:
            if self._rest.startswith((b"<c", b"<row")):
                raise Odd
            self._rest = b""  # the long text of a cell
        if _PREFIXED in text:
            raise Odd
        self._measure(text)

    def finish(self) -> None:
        """Take in what stands behind the last piece."""
        self.take(b"<")

    def _measure(self, text: bytes) -> None:
        # Rows come in order: that the last one is the last is seen by the search below.
        last = _ROW.match(text, text.rfind(b"<row"))
        if last is not None:
            self._extend(int(last[1]), 0)
        if not self.columns:
            self._extend(0, max(map(_column, set(_COLUMN.findall(text))), default=0))
        at = 0
        outside = self._outside()
        while (cell := outside.search(text, at)) is not None:
            reference = _REFERENCE.match(text, cell.start())
            self._found += 1
            if reference is None or self._found > _MOST_FOUND:
                raise Odd
            self._extend(int(reference[2]), _column(reference[1]))
            at, outside = reference.end(), self._outside()

    def _outside(self) -> re.Pattern[bytes]:
        """What finds a cell outside the rectangle, or one without a reference in front."""
        # The usual cell is told by the first condition alone.
        inside = f'r="(?:{_up_to_column(self.columns)})(?:{_up_to(self.rows)})"'
        outside = f"<c(?! {inside})(?=[\\s/>])"
        return re.compile(outside.encode())

    def _extend(self, row: int, column: int) -> None:
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        if self.rows > MOST_ROWS or self.columns > MOST_COLUMNS:
            raise BadList("grid")


class SlowSpans(Spans):
    """The same by a parser, whichever way the sheet is written; rows without cells aside."""

    def __init__(self, depth: int) -> None:
        super().__init__()
        self._row = self._column = self._depth = 0
        self._most_depth = depth
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._declare

    def take(self, piece: bytes) -> None:
        """Take in the next piece. Raises BadList."""
        self._parse(piece, False)

    def finish(self) -> None:
        self._parse(b"", True)

    def _parse(self, piece: bytes, last: bool) -> None:
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError:
            raise BadList("damaged") from None

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > self._most_depth:
            raise BadList("nested")
        local = name.rpartition(":")[2]
        if local == "row":
            stated = attributes.get("r")
            self._row, self._column = self._row + 1 if stated is None else _number(stated), 0
        elif local == "c":
            self._cell(attributes.get("r"))

    def _cell(self, stated: str | None) -> None:
        self._column += 1
        row = self._row
        if stated is not None:
            found = _ANY_REFERENCE.fullmatch(stated)
            if found is None:
                raise BadList("grid")
            self._column, row = _column(found[1].upper().encode()), int(found[2])
        self._extend(row, self._column)

    def _end(self, _name: str) -> None:
        self._depth -= 1

    def _declare(self, *_stated: object) -> None:
        raise BadList("damaged")


def measured(pieces: Iterable[bytes], depth: int) -> Spans:
    """What a sheet spans, by the parser. Raises BadList."""
    spans = SlowSpans(depth)
    for piece in pieces:
        spans.take(piece)
    spans.finish()
    return spans


def _number(stated: str) -> int:
    if not stated.isascii() or not stated.isdigit() or len(stated) > 7:
        raise BadList("grid")
    return int(stated)


def _column(letters: bytes) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _up_to_column(most: int) -> str:
    """A pattern for the letters of the columns from 1 to `most`."""
    letters = ""
    while most:
        most, place = divmod(most - 1, 26)
        letters = _LETTERS[place] + letters
    return _no_later(letters, _LETTERS, "A") if letters else "(?!)"


def _up_to(most: int) -> str:
    """A pattern for the numbers from 1 to `most`, without zeros in front."""
    return _no_later(str(most), "0123456789", "1") if most else "(?!)"


def _no_later(last: str, alphabet: str, first: str) -> str:
    """A pattern for what is shorter than `last`, or as long and not later in order.

    The first character of each is not earlier than `first`.
    """
    every = f"[{alphabet[0]}-{alphabet[-1]}]"
    parts = [last]
    # Most are close to the last: what shares most with it is tried first.
    for index in reversed(range(len(last))):
        begin = alphabet[0] if index else first
        if last[index] > begin:
            before = alphabet[alphabet.index(last[index]) - 1]
            parts.append(f"{last[:index]}[{begin}-{before}]{every}{{{len(last) - index - 1}}}")
    if len(last) > 1:
        parts.append(f"[{first}-{alphabet[-1]}]{every}{{0,{len(last) - 2}}}+(?!{every})")
    return "|".join(parts)

"""A list in CSV, read strictly as bytes and answered row by row (contract, section 5).

Most lines of a list hold no quotation mark. Such a line is split at its commas; only the
others are looked through for the end of each cell. Either way a row comes back byte for byte
as it was, with its answer behind it.
"""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from io import StringIO
from itertools import chain
from operator import itemgetter
from typing import IO

from ...rules.bad_lists import BadList
from ...rules.screening import ADDED, INVALID, BadHeader
from .bounds import BLOCK, MOST_ROW, Bounds
from .screener import Kept, Screener
from .screening import Progress, Screening

BOM = b"\xef\xbb\xbf"
# How a text in UTF-16 and an Excel file of old begin; neither is a list that can be read.
_FOREIGN = (b"\xff\xfe", b"\xfe\xff", b"\xd0\xcf\x11\xe0")
# Bytes that are no UTF-8 are carried through, so that a column nobody reads keeps them.
_CARRIED = "surrogateescape"
_SPACE = b" \t\r\n\x0b\x0c"
_MOST_KEPT = 16 * 1024 * 1024  # bytes of answers that are kept for rows that ask the same

# A quoted cell from its mark on, and the same on a later line; the group is the closing mark.
_QUOTED = re.compile(rb'"(?:[^"]|"")*+("?)')
_CONTINUED = re.compile(rb'(?:[^"]|"")*+("?)')
_PLAIN = re.compile(rb"[^,\r\n]*+")

Numbered = Iterator[tuple[int, bytes]]
Answer = tuple[str, bytes]


class CsvList:
    """A list in UTF-8, with or without BOM; what comes out is UTF-8 without BOM.

    Lines end as the header's does. A row without a filled cell is none and is left out.
    """

    def __init__(self, file: IO[bytes], screener: Screener, bounds: Bounds) -> None:
        """Reads the header. Raises BadList."""
        self._file = file
        self._look: Callable[[], object] = _nothing
        self._lines: Numbered = enumerate(chain.from_iterable(self._blocks()), 1)
        number, first = self._first()
        self._end = b"\r\n" if first.endswith(b"\r\n") else b"\n"
        cells = _cells(first, number, self._lines)
        self.screening = Screening([_decoded(cell) for cell in cells], screener, bounds)
        self._header = b",".join([*cells, *(each.encode() for each in ADDED)]) + self._end
        self._kept: Kept[tuple[bytes, ...], Answer] = Kept(_MOST_KEPT)
        self._unasked: Answer | None = None
        self.size: int | None = None

    def count(self, progress: Progress) -> None:
        """Go over the rows and count them by verdict. Raises BadList.

        `progress` is told now and then how many rows there are.
        """
        self._look = lambda: progress(self.screening.rows())
        self.size = len(self._header) + sum(map(len, self._rows()))
        self._look()

    def answered(self) -> Iterator[bytes]:
        """The header and every row with its answer. Raises BadList."""
        self._look = self.screening.rows
        yield self._header
        yield from self._rows()
        self._look()

    def _blocks(self) -> Iterator[list[bytes]]:
        """The lines of one block after the other, each line with its end."""
        rest, number = b"", 1
        while block := self._file.read(BLOCK):
            lines = (rest + block).splitlines(keepends=True)
            rest = lines.pop()  # it may go on, and a \r be followed by \n
            yield lines
            number += len(lines)
            if len(rest) > MOST_ROW:
                raise BadList("long_row", number)
            self._look()
        yield rest.splitlines(keepends=True)

    def _first(self) -> tuple[int, bytes]:
        """The first line with anything in it, and its number."""
        for number, line in self._lines:
            if number == 1 and line.startswith(_FOREIGN):
                raise BadList("encoding")
            line = line.removeprefix(BOM)
            if line.strip(b"\r\n"):
                return number, line
        raise BadHeader("empty")

    def _rows(self) -> Iterator[bytes]:
        # One loop without calls for the usual line: it runs a million times.
        wanted, width = itemgetter(*self.screening.indexes), self.screening.width
        counts, get, end = self.screening.counts, self._kept.get, self._end
        for number, line in self._lines:
            body = line.rstrip(b"\r\n")
            if not body:
                continue
            cells = _cells(line, number, self._lines) if b'"' in body else body.split(b",")
            if len(cells) != width:
                yield self._ragged(cells)
                continue
            key = wanted(cells)
            answer = get(key)
            if answer is None:
                if _is_blank(cells):
                    continue
                answer = self._answer(key)
            counts[answer[0]] += 1
            if b'"' in body:
                body = b",".join(cells)
            yield body + answer[1] + end

    def _ragged(self, cells: list[bytes]) -> bytes:
        """The added columns stand where the header has them; cells beyond stay, behind them.

        Empty for a row without a filled cell.
        """
        if _is_blank(cells):
            return b""
        count, width = len(cells), self.screening.width
        key = (b"%d" % count,)
        answer = self._kept.get(key) or self._keep(key, self.screening.ragged(count))
        self.screening.counts[INVALID] += 1
        if count < width:
            return b",".join(cells) + b"," * (width - count) + answer[1] + self._end
        beyond = b",".join([answer[1], *cells[width:]])
        return b",".join(cells[:width]) + beyond + self._end

    def _answer(self, key: tuple[bytes, ...]) -> Answer:
        """The verdict, and the bytes that stand behind a row with these cells."""
        if not _is_blank(key):
            return self._keep(key, self._added(key))
        # Not kept by its cells: the next row without any of these may have no filled cell at all.
        if self._unasked is None:
            added = self._added(key)
            self._unasked = added[0], _behind(added)
        return self._unasked

    def _added(self, key: tuple[bytes, ...]) -> list[str]:
        discom, district, area, planned = map(_decoded, key)
        return self.screening.added((discom, district, area, planned))

    def _keep(self, key: tuple[bytes, ...], added: list[str]) -> Answer:
        behind = _behind(added)
        weight = 400 + len(behind) + sum(map(len, key))
        return self._kept.keep(key, (added[0], behind), weight)


def _cells(line: bytes, number: int, following: Numbered) -> list[bytes]:
    """The cells of a row as they stand, with as many more lines as its last cell takes.

    Raises BadList, naming the line in which a cell began that does not end as it must.
    """
    cells: list[bytes] = []
    at = 0
    while True:
        began = number
        if line.startswith(b'"', at):
            cell, number, line, at = _quoted(line, at, number, following)
            cells.append(cell)
        else:
            plain = _PLAIN.match(line, at)
            assert plain is not None
            cells.append(plain[0])
            at = plain.end()
        if not line.startswith(b",", at):
            break
        at += 1
    if line[at:].rstrip(b"\r\n"):
        raise BadList("misplaced", began)
    return cells


def _quoted(
    line: bytes, at: int, number: int, following: Numbered
) -> tuple[bytes, int, bytes, int]:
    """A cell within marks; then the line in which it ends, that line's number, and where."""
    began, parts, size = number, [], 0
    found = _QUOTED.match(line, at)
    while found is not None and not found[1]:
        parts.append(found[0])
        size += len(found[0])
        number, line = next(following, (0, b""))
        if not line or size > MOST_ROW:
            raise BadList("unclosed", began)
        found = _CONTINUED.match(line)
    assert found is not None
    if size + len(found[0]) > MOST_ROW:
        raise BadList("unclosed", began)
    return b"".join([*parts, found[0]]), number, line, found.end()


def _decoded(cell: bytes) -> str:
    """What a cell says, without the marks around it."""
    return _unquoted(cell).decode("utf-8", _CARRIED)


def _unquoted(cell: bytes) -> bytes:
    return cell[1:-1].replace(b'""', b'"') if cell.startswith(b'"') else cell


def _is_blank(cells: Sequence[bytes]) -> bool:
    return all(not _unquoted(cell).strip(_SPACE) for cell in cells)


def _behind(added: list[str]) -> bytes:
    """Added cells as CSV, with the comma before them and without a line's end."""
    out = StringIO(newline="")
    # Without \r and \n in its line end, the writer would leave them unquoted in a cell.
    csv.writer(out, lineterminator="\r\n").writerow(["", *added])
    return out.getvalue()[:-2].encode("utf-8", "replace")


def _nothing() -> None:
    return None

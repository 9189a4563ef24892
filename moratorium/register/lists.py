"""A list screened: CSV as bytes, or the first sheet of an XLSX file.

Most lines of a list hold no quotation mark. Such a line is split at its commas and gets its
answer behind it, byte for byte as it was; only the others go through the csv module. That
makes a million rows a matter of seconds.
"""

import csv
from collections import Counter, deque
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO, StringIO, TextIOWrapper
from operator import itemgetter
from typing import IO

from ..rules.screening import BadHeader
from . import screening, sheets
from .screener import forget_many
from .screening import Screening

BOM = b"\xef\xbb\xbf"
# An XLSX file is a ZIP archive, and no CSV begins like one.
_ZIP = b"PK\x03\x04"
# What one sends in at a time, in bytes; the command takes any size.
MOST = 20 * 1024 * 1024
# Bytes that are no UTF-8 are carried through, so that a column nobody reads keeps them.
_CARRIED = "surrogateescape"


def screen_sent(content: bytes, out: IO[bytes], now: datetime) -> Counter[str]:
    """Screen a list that somebody sent, XLSX or else CSV; what comes out is CSV.

    Returns how many rows had which verdict. Raises BadHeader, NotASheet and csv.Error.
    """
    if content.startswith(_ZIP):
        return screen_sheet(content, out, now)
    return screen(BytesIO(content), out, now)


def screen(content: IO[bytes], out: IO[bytes], now: datetime) -> Counter[str]:
    """Screen a list in UTF-8, with or without BOM; what comes out is UTF-8 without BOM.

    Lines end as the header's does. Returns how many rows had which verdict. Raises
    BadHeader before anything is written, and csv.Error for what is no CSV.
    """
    lines = iter(content)
    first = _first(lines)
    end = b"\r\n" if first.endswith(b"\r\n") else b"\n"
    rows = _parsed(first, lines)
    found = Screening(next(rows), now)
    out.write(_written(found.titles) + end)
    out.writelines(_written(found.row(row)) + end for row in rows)
    out.writelines(_answered(lines, found, end))
    return found.counts


def screen_sheet(content: bytes, out: IO[bytes], now: datetime) -> Counter[str]:
    """Screen the first sheet of an XLSX file; what comes out is CSV, as from `screen`.

    Raises BadHeader before anything is written, and NotASheet.
    """
    rows = sheets.rows(content)
    text = TextIOWrapper(out, "utf-8", "replace", "", write_through=True)
    try:
        return screening.screen(rows, csv.writer(text).writerow, now)
    finally:
        text.detach()


def _first(lines: Iterator[bytes]) -> bytes:
    """The first line with anything in it."""
    for line in lines:
        line = line.removeprefix(BOM)
        if line.strip(b"\r\n"):
            return line
    raise BadHeader("empty")


def _parsed(line: bytes, rest: Iterator[bytes]) -> Iterator[list[str]]:
    """The rows that begin in a line, with as many more lines as the last of them takes."""
    pieces = deque(_pieces(line))

    def feed() -> Iterator[str]:
        while True:
            if not pieces:
                pieces.extend(_pieces(next(rest, b"")))
            if not pieces:
                return
            yield pieces.popleft()

    reader = csv.reader(feed())
    while pieces:
        yield next(reader)


def _pieces(line: bytes) -> list[str]:
    return list(StringIO(line.decode("utf-8", _CARRIED), newline=""))


def _answered(lines: Iterator[bytes], found: Screening, end: bytes) -> Iterator[bytes]:
    # One loop without calls for the usual line: it runs a million times.
    wanted, width, counts = itemgetter(*found.indexes), found.width, found.counts
    kept: dict[tuple[bytes, ...], tuple[str, bytes]] = {}
    for line in lines:
        body = line.rstrip(b"\r\n")
        cells = body.split(b",")
        if b'"' in body or b"\r" in body or len(cells) != width:
            yield from (_written(found.row(row)) + end for row in _parsed(line, lines))
            continue
        key = wanted(cells)
        answer = kept.get(key)
        if answer is None:
            forget_many(kept)
            answer = kept[key] = _answer(found, key, end)
        counts[answer[0]] += 1
        yield body + answer[1]


def _answer(found: Screening, key: tuple[bytes, ...], end: bytes) -> tuple[str, bytes]:
    """The verdict, and the bytes that stand behind a line with these cells."""
    discom, district, area, planned = (cell.decode("utf-8", _CARRIED) for cell in key)
    added = found.added((discom, district, area, planned))
    return added[0], b"," + _written(added) + end


def _written(row: list[str]) -> bytes:
    """A row as CSV, without a line's end."""
    if not row:
        return b""
    out = StringIO(newline="")
    # Without \r and \n in its line end, the writer would leave them unquoted in a cell.
    csv.writer(out, lineterminator="\r\n").writerow(row)
    return out.getvalue()[:-2].encode("utf-8", _CARRIED)

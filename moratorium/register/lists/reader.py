"""The process that reads one list: started fresh, limited before it reads anything.

    python -m moratorium.register.lists.reader LIST FACTS BOUNDS

LIST and FACTS are open files in memory, BOUNDS is JSON. The list is gone over twice: once to
check and to count, then to answer. Replies about older lines of the record come on standard
input, everything is said on standard output (see `frames`).
"""

import gc
import json
import os
import pickle
import resource
import sys
import traceback
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO

from ...rules.bad_lists import BadList
from ...rules.protection import Line
from . import frames
from .bounds import BLOCK, ZIP, Bounds
from .csv_lists import CsvList
from .screener import Facts, Screener
from .screening import List

IN, OUT = 0, 1
# How the process ends when memory is out and even saying so might fail.
OUT_OF_MEMORY = 7
_AFTER = 5  # seconds


def main(arguments: list[str]) -> int:
    """Read, check and answer a list; the exit status."""
    listed, facts = (os.fdopen(int(each), "rb", buffering=0) for each in arguments[:2])
    bounds = Bounds(**json.loads(arguments[2]))
    is_book = os.pread(listed.fileno(), len(ZIP), 0) == ZIP
    limit(bounds, is_book)
    gc.disable()  # nothing here refers to itself, and rows are many
    try:
        _answer(listed, is_book, Screener(_facts(facts), _Older(facts)), bounds)
    except BadList as bad:
        refused = {"name": bad.name, "given": bad.given, "columns": bad.columns}
        frames.send_json(OUT, frames.REFUSED, refused)
    except MemoryError:
        return OUT_OF_MEMORY
    except BrokenPipeError:
        return 1  # nobody listens any more
    except BaseException as error:
        # Where it happened and no more: a message may hold what stands in the list.
        places = [f"{f.filename}:{f.lineno}" for f in traceback.extract_tb(error.__traceback__)]
        frames.send_json(OUT, frames.FAILED, [type(error).__name__, *places])
        return 1
    return 0


def limit(bounds: Bounds, is_book: bool) -> None:
    """Limit this process before it reads anything of the list."""
    # A core file would be the list on disk.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    memory = bounds.book_memory if is_book else bounds.csv_memory
    if memory is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    most = bounds.rows or bounds.cells
    # The soft limit comes first and says by its signal that it was time.
    hard = bounds.processor * (1 + most // bounds.step) + _AFTER
    resource.setrlimit(resource.RLIMIT_CPU, (bounds.processor, hard))


class _Progress:
    """Gives processor time for the rows that were read, and tells that the work goes on."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds, self._steps = bounds, 0

    def __call__(self, rows: int) -> None:
        steps = rows // self._bounds.step
        if steps > self._steps:
            self._steps = steps
            hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
            soft = min(hard - _AFTER, self._bounds.processor * (1 + steps))
            resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
        frames.send(OUT, frames.ALIVE)


class _Older:
    """Asks the process that started this one for older lines of the record."""

    def __init__(self, facts: IO[bytes]) -> None:
        self._facts = facts

    def __call__(self, since: datetime) -> Sequence[Line]:
        frames.send_json(OUT, frames.ASKED, since.isoformat())
        reply = b""
        while len(reply) < frames.REPLY.size:
            piece = os.read(IN, frames.REPLY.size - len(reply))
            if not piece:
                raise BrokenPipeError
            reply += piece
        begin, length = frames.REPLY.unpack(reply)
        found: Sequence[Line] = pickle.loads(_part(self._facts, begin, length))
        return found


def _facts(file: IO[bytes]) -> Facts:
    found: Facts = pickle.loads(_part(file, 0, os.fstat(file.fileno()).st_size))
    return found


def _part(file: IO[bytes], begin: int, length: int) -> bytes:
    parts = []
    while length:
        piece = os.pread(file.fileno(), length, begin)
        if not piece:
            raise EOFError
        parts.append(piece)
        begin, length = begin + len(piece), length - len(piece)
    return b"".join(parts)


def _answer(listed: IO[bytes], is_book: bool, screener: Screener, bounds: Bounds) -> None:
    found = _opened(listed, is_book, screener, bounds)
    found.count(_Progress(bounds))
    checked = {"counts": found.screening.counts, "size": found.size}
    frames.send_json(OUT, frames.CHECKED, checked)
    found = found if is_book else _opened(listed, is_book, screener, bounds)
    _send(found.answered())
    frames.send(OUT, frames.END)


def _opened(listed: IO[bytes], is_book: bool, screener: Screener, bounds: Bounds) -> List:
    listed.seek(0)
    if not is_book:
        return CsvList(listed, screener, bounds)
    from .books import Book  # its library is of no use to a list in CSV

    return Book(listed, screener, bounds)


def _send(rows: Iterable[bytes]) -> None:
    """Send rows in blocks."""
    held: list[bytes] = []
    size = 0
    for row in rows:
        held.append(row)
        size += len(row)
        if size >= BLOCK:
            frames.send(OUT, frames.ROWS, b"".join(held))
            held.clear()
            size = 0
    frames.send(OUT, frames.ROWS, b"".join(held))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

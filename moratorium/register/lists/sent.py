"""A list that somebody sends in, from its first byte to the last of the answer."""

import logging
import os
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from ...rules.bad_lists import BadList
from ...rules.instants import IST
from ...rules.wording import grouped
from . import turns
from .bounds import MIB, MOST_BYTES, SENT, Bounds
from .reading import Broken, Left, Reading
from .watch import IDLE, WHOLE, Watch

# Nothing else can be told of an answer that has begun, if it does not say its length.
INCOMPLETE = (
    "\r\nयह उत्तर अधूरा है; सूची फिर भेजें। / This answer is incomplete; send the list again.\r\n"
).encode()
log = logging.getLogger(__name__)


class SentList:
    """Takes the list in, has it read, and is an iterator over the answer's blocks.

    It holds a turn until it is closed, nothing moves for a minute, or a quarter of an hour is
    over. The list lies in memory outside the process, and is gone with its reading.
    """

    def __init__(
        self, person: int, now: datetime, *, left: Left | None = None, bounds: Bounds = SENT,
        idle: float = IDLE, whole: float = WHOLE,
    ) -> None:  # fmt: skip
        """`left` says whether whoever sends it is gone. Raises turns.Busy."""
        self._now, self._client_left, self._bounds = now, left, bounds
        self._reading: Reading | None = None
        self._is_over = self._is_broken = False
        self.size = 0
        self._turn = turns.take(person, now.astimezone(IST).date())
        self._file = os.fdopen(os.memfd_create("list"), "wb", buffering=0)
        self._watch = Watch(self._end, idle, whole)

    def expect(self, size: int) -> None:
        """Be told how many bytes will come. Raises BadList if they are more than a list may have."""
        if size > MOST_BYTES:
            raise BadList("bytes", grouped(MOST_BYTES // MIB))

    def write(self, piece: bytes) -> None:
        """Take in the next bytes of the list. Raises BadList."""
        self._watch.moved()
        self.size += len(piece)
        self.expect(self.size)
        if self._is_over:
            raise BadList("time")
        view = memoryview(piece)
        while view:
            view = view[self._file.write(view) :]

    def check(self) -> Counter[str]:
        """Have the list checked whole; how many rows have which verdict.

        Raises BadList, and reading.ClientLeft.
        """
        if self._is_over:
            raise BadList("time")
        self._reading = Reading(
            self._file.fileno(), self._now, left=self._has_left, bounds=self._bounds
        )
        self._file.close()
        return self._reading.counts

    def headers(self) -> dict[str, str]:
        """What a checked list's answer says of itself: its length, by which a part is told."""
        size = None if self._reading is None else self._reading.size
        return {} if size is None else {"Content-Length": str(size)}

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        """The next block of the answer. If it ends too early, its length or the last block says so.

        Raises reading.ClientLeft.
        """
        assert self._reading is not None
        self._watch.moved()
        if self._is_broken:
            raise StopIteration
        try:
            return next(self._reading)
        except Broken:
            log.error("the reader of a list ended before its answer did")
            self._is_broken = True
            self.close()
            if self.headers():
                raise StopIteration from None
            return INCOMPLETE
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the reading and free the turn; may be called again."""
        self._watch.stop()
        if self._reading is not None:
            self._reading.close()
        self._file.close()
        self._turn.release()

    def _has_left(self) -> bool:
        if self._is_over:
            raise BadList("time")
        self._watch.moved()  # this process asks only while it waits for the reader, not the client
        return self._client_left is not None and bool(self._client_left())

    def _end(self) -> None:
        """Called by the watch, in its own thread."""
        self._is_over = True
        if self._reading is not None:
            self._reading.end()
        self._turn.release()

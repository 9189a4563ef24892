"""Answers that are made piece by piece, sent no quicker than the client takes them.

RSGI's own stream takes every piece at once and keeps what the client has not read yet, the whole
answer of a client that reads nothing (findings/stream-of-rsgi.sh). A file it reads as the
client takes it, and a named pipe is one: what is in it lies in the kernel, never on disk.
"""

import errno
import os
import select
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

OPENED_WITHIN = 10.0  # seconds: the server opens it at once, unless the client has left
TAKEN_WITHIN = 60.0  # seconds for the next piece; who takes nothing holds a thread
_LOOK_AGAIN = 0.005  # seconds


class Pipe:
    """A named pipe that somebody else opens by its path to read it, once."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="answer-", dir=_place()))
        self.path = self._folder / "pipe"

    def __enter__(self) -> "Pipe":
        os.mkfifo(self.path, 0o600)
        return self

    def __exit__(self, *_: object) -> None:
        self._remove()

    def _remove(self) -> None:
        if self._folder.exists():
            self.path.unlink(missing_ok=True)
            self._folder.rmdir()

    def write_all(self, pieces: Iterable[bytes]) -> None:
        """Write what there is to write. It ends early, without an error, once nobody reads."""
        end = self._opened()
        if end is None:
            return
        try:
            self._remove()  # both ends are open: whatever ends this process, nothing is left
            for piece in pieces:
                if not _write(end, piece):
                    return
        finally:
            os.close(end)

    def _opened(self) -> int | None:
        """The end to write to, once the other is open."""
        deadline = time.monotonic() + OPENED_WITHIN
        while time.monotonic() < deadline:
            try:
                return os.open(self.path, os.O_WRONLY | os.O_NONBLOCK)
            except OSError as error:
                if error.errno != errno.ENXIO:
                    raise
            time.sleep(_LOOK_AGAIN)
        return None


def _write(end: int, piece: bytes) -> bool:
    """Whether all of it was taken."""
    left, poll = memoryview(piece), select.poll()
    poll.register(end, select.POLLOUT)
    while left:
        if not poll.poll(TAKEN_WITHIN * 1000):
            return False
        try:
            left = left[os.write(end, left) :]
        except BlockingIOError:
            continue
        except BrokenPipeError:
            return False
    return True


def _place() -> Path:
    place = Path(settings.VAR_DIR) / "pipes"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place

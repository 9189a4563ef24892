"""A list read by a process of its own, seen from the process that was asked for it.

The list lies in memory outside this process's own (a memfd), and never on disk. The other
process is a fresh interpreter under limits; if it dies, the list is refused and nothing else
is harmed.
"""

import json
import logging
import os
import pickle
import select
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from json import JSONDecodeError
from pathlib import Path
from typing import IO, Any

from ...rules.bad_lists import BadList
from ...rules.screening import OUTCOMES
from . import facts, frames
from .bounds import SENT, Bounds
from .reader import OUT_OF_MEMORY

_HOUSE = Path(__file__).resolve().parents[3]
_MODULE = "moratorium.register.lists.reader"
_PAUSE = 100  # milliseconds between two looks whether the client is still there
_PIECE = 256 * 1024
# What the reader is started with: nothing of the settings, no key, no database.
_INHERITED = ("PATH", "PYTHONPYCACHEPREFIX")
log = logging.getLogger(__name__)

Left = Callable[[], bool]


class ClientLeft(Exception):
    """Whoever sent the list is gone."""


class Broken(Exception):
    """The reader died after its answer had begun; the answer must not look whole."""


class Reading:
    """A list that is being read. `counts` says how many rows have which verdict, `size` how many
    bytes the answer has, of a book None.

    It is an iterator over the answer's blocks, for once, and closed with the last of them.
    """

    def __init__(
        self, listed: int, now: datetime, *, left: Left | None = None, bounds: Bounds = SENT
    ) -> None:
        """Start a reader over an open file and wait until the list is checked whole.

        Raises BadList, and ClientLeft if `left` says so meanwhile.
        """
        self._older, self._left = facts.older_as_known(now), left or _stays
        self._frames, self._was_ended = frames.Frames(), False
        self._facts = os.fdopen(os.memfd_create("facts"), "wb", buffering=0)
        _write(self._facts, pickle.dumps(facts.read(now)))
        self._process = _started(listed, self._facts.fileno(), bounds)
        self.size: int | None = None
        try:
            self.counts = self._checked()
        except BaseException:
            self.close()
            raise

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        """The next block of the answer. Raises Broken, and ClientLeft."""
        try:
            kind, content = self._next()
        except (BadList, frames.BadFrame):
            kind, content = frames.FAILED, b""
        except BaseException:
            self.close()
            raise
        if kind == frames.ROWS:
            return content
        self.close()
        if kind == frames.END:
            raise StopIteration
        raise Broken

    def end(self) -> None:
        """Kill the reader; any thread may do so, and again."""
        self._was_ended = True
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """End the reader and let go of all that was opened for it."""
        self.end()
        for each in (self._facts, self._process.stdin, self._process.stdout):
            if each is not None:
                each.close()

    def _checked(self) -> Counter[str]:
        kind = frames.FAILED
        said: Any = ["what the reader says is not understood"]
        with suppress(frames.BadFrame, JSONDecodeError):
            kind, content = self._next()
            said = json.loads(content)
        if kind == frames.CHECKED:
            self.size = None if said["size"] is None else int(said["size"])
            return Counter({name: int(said["counts"].get(name, 0)) for name in OUTCOMES})
        if kind == frames.REFUSED:
            raise BadList(said["name"], said["given"], said["columns"])
        log.error("a list could not be read: %s", said)
        raise BadList("damaged")

    def _next(self) -> tuple[bytes, bytes]:
        """The next frame that says something about the list."""
        while True:
            frame = self._frames.next()
            if frame is None:
                self._frames.feed(self._arrived())
            elif frame[0] == frames.ASKED:
                self._reply(datetime.fromisoformat(json.loads(frame[1])))
            elif frame[0] != frames.ALIVE:
                return frame

    def _arrived(self) -> bytes:
        """What the reader says next. Raises ClientLeft, and BadList if it died."""
        out = self._process.stdout
        assert out is not None
        waiting = select.poll()
        waiting.register(out, select.POLLIN)
        while True:
            if self._left():
                raise ClientLeft
            if waiting.poll(_PAUSE):
                break
        content = os.read(out.fileno(), _PIECE)
        if not content:
            raise BadList(self._cause(self._process.wait()))
        return content

    def _reply(self, since: datetime) -> None:
        lines = pickle.dumps(self._older(since))
        begin = self._facts.tell()
        _write(self._facts, lines)
        pipe = self._process.stdin
        assert pipe is not None
        with suppress(BrokenPipeError):  # it died: that is seen by what it no longer says
            pipe.write(frames.REPLY.pack(begin, len(lines)))

    def _cause(self, status: int) -> str:
        """Why a list is refused whose reader died."""
        if self._was_ended or status == -signal.SIGXCPU:
            return "time"
        if status in (OUT_OF_MEMORY, -signal.SIGABRT, -signal.SIGSEGV, -signal.SIGKILL):
            return "memory"
        return "damaged"


def _started(listed: int, facts_file: int, bounds: Bounds) -> "subprocess.Popen[bytes]":
    environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    numbers = (str(listed), str(facts_file))
    return subprocess.Popen(
        [sys.executable, "-s", "-m", _MODULE, *numbers, json.dumps(asdict(bounds))],
        cwd=_HOUSE, env=environment | {"LC_ALL": "C.UTF-8"}, pass_fds=(listed, facts_file),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0,
    )  # fmt: skip


def _write(file: IO[bytes], content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[file.write(view) :]


def _stays() -> bool:
    return False

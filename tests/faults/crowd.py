"""A crowd: threads that ask over connections they keep, and note what they got, and when."""

import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

HEADS_END = b"\r\n\r\n"
CACHED = b"\r\nX-Cache: HIT"


@dataclass(frozen=True, slots=True)
class Got:
    """One answer, with the instants between which it was made, in seconds by the reader's clock."""

    path: str
    status: int
    body: bytes
    asked: float
    came: float
    cached: bool = False  # a cache before the portal said that it had it


@dataclass
class Crowd:
    """What the readers got; `lost` are the requests that had no answer."""

    answers: list[Got] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def read(
    port: int, paths: Sequence[str], enough: Callable[[Crowd], bool], *, readers: int = 3,
    keep: bool = True, headers: str = "", pause: float = 0,
) -> Crowd:  # fmt: skip
    """Ask for the paths in turn until it is enough; each reader pauses between two requests."""
    crowd, stop = Crowd(), threading.Event()
    threads = [
        threading.Thread(target=_reader, args=(port, paths, crowd, stop, keep, headers, pause))
        for _ in range(readers)
    ]
    for thread in threads:
        thread.start()
    try:
        while not enough(crowd):
            time.sleep(0.02)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    return crowd


def _reader(
    port: int, paths: Sequence[str], crowd: Crowd, stop: threading.Event, keep: bool, headers: str,
    pause: float,
) -> None:  # fmt: skip
    line = Line(port)
    # The same body is one object, however often it came.
    known: dict[bytes, bytes] = {}
    while not stop.is_set():
        for path in paths:
            try:
                asked = time.time()
                status, body = line.get(path, headers)
                came, cached = time.time(), CACHED in line.head
            except OSError as error:
                crowd.lost.append(f"{path}: {error!r}")
                line.close()
                time.sleep(0.01)
                continue
            body = known.setdefault(body, body)
            crowd.answers.append(Got(path, status, body, asked, came, cached))
            if not keep:
                line.close()
            if pause:
                time.sleep(pause)
    line.close()


class Line:
    """A connection to loopback; HTTP/1.1, no more of it than a test needs."""

    def __init__(self, port: int, over: socket.socket | None = None) -> None:
        self._port = port
        self._socket = over
        self._left = b""
        self.head = b""  # of the last answer

    def get(self, path: str, headers: str = "") -> tuple[int, bytes]:
        """The status and the body. Raises OSError if there is no whole answer."""
        fresh = self._socket is None
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=30)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._left = b""
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode()
        try:
            self._socket.sendall(request)
            return self._answer()
        except (BrokenPipeError, ConnectionResetError, EOFError) as error:
            self.close()
            if fresh or self._left:
                raise OSError(f"no answer: {error!r}") from error
            # A connection that was idle may be closed at any time (RFC 9112, 9.3.1).
            return self.get(path, headers)

    def _answer(self) -> tuple[int, bytes]:
        while HEADS_END not in self._left:
            self._more()
        self.head, _, rest = self._left.partition(HEADS_END)
        lines = self.head.split(b"\r\n")
        length = next((int(e[15:]) for e in lines if e[:15].lower() == b"content-length:"), 0)
        self._left = rest
        while len(self._left) < length:
            self._more()
        body, self._left = self._left[:length], self._left[length:]
        return int(lines[0][9:12]), body

    def _more(self) -> None:
        assert self._socket is not None
        got = self._socket.recv(262_144)
        if not got:
            raise EOFError("the server closed the connection")
        self._left += got

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

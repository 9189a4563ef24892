"""Connections that ask for much of a server and never end: what it must bear at once."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

UNFINISHED = (
    b"POST /api/v1/verdicts HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    b"Content-Length: 1000\r\n\r\n{"
)
HALF_A_HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept"
UNREAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 8  # more than the kernel takes at once


@dataclass(frozen=True)
class Crowding:
    """The connections of each kind."""

    unfinished: list[socket.socket]
    others: list[socket.socket]


@contextmanager
def crowding(
    port: int, *, bodies: int = 200, idle: int = 500, heads: int = 100, readers: int = 50
) -> Iterator[Crowding]:
    """So many unfinished bodies, idle connections, half heads and readers that read nothing."""
    with ExitStack() as stack:

        def opened(count: int, sent: bytes) -> list[socket.socket]:
            lines = [
                stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=60))
                for _ in range(count)
            ]
            for line in lines:
                line.sendall(sent)
            return lines

        others = opened(idle, b"") + opened(heads, HALF_A_HEAD) + opened(readers, UNREAD)
        yield Crowding(opened(bodies, UNFINISHED), others)

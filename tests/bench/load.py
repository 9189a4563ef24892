"""A load: connections that are kept, as a crowd has them, counted by bytes.

Each sends its next request when the answer is there, as browsers do, or several at once. Nothing is
installed for it. All answers must be of one length.
"""

import selectors
import socket
import time
from dataclasses import dataclass

CONNECTIONS = 64
HOST = ("127.0.0.1",)


@dataclass
class Line:
    """One connection, and how many bytes are still to come."""

    socket: socket.socket
    awaited: int = 0


def request(path: str, headers: str = "Accept-Encoding: gzip\r\n") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode()


def length(port: int, asked: bytes) -> int:
    """The bytes of one answer, head and body."""
    with socket.create_connection((*HOST, port), timeout=60) as connection:
        connection.sendall(asked)
        got = b""
        while b"\r\n\r\n" not in got:
            got += connection.recv(65_536)
        head = got.partition(b"\r\n\r\n")[0]
        assert head.startswith(b"HTTP/1.1 200"), head
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        return len(head) + 4 + int(fields[b"content-length"])


def rate(
    port: int, asked: bytes, seconds: float, at_once: int = 1, connections: int = CONNECTIONS
) -> float:
    """Answers in a second."""
    size = length(port, asked)
    lines = [Line(socket.create_connection((*HOST, port))) for _ in range(connections)]
    try:
        return _answers(lines, asked * at_once, size * at_once, at_once, seconds)
    finally:
        for line in lines:
            line.socket.close()


def _answers(lines: list[Line], asked: bytes, size: int, at_once: int, seconds: float) -> float:
    selector, space = selectors.DefaultSelector(), bytearray(1 << 20)
    for line in lines:
        selector.register(line.socket, selectors.EVENT_READ, line)
        line.socket.sendall(asked)
        line.awaited = size
    began, done = time.perf_counter(), 0
    while (passed := time.perf_counter() - began) < seconds:
        for key, _ in selector.select(timeout=1):
            line: Line = key.data
            line.awaited -= line.socket.recv_into(space)
            assert line.awaited >= 0, "an answer was longer than the first"
            if line.awaited == 0:
                done += at_once
                line.awaited = size
                line.socket.sendall(asked)
    return done / passed

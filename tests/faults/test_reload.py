"""A worker that is to end stops taking connections, answers those it has, and ends then."""

import os
import signal
import socket
import time
from collections import defaultdict
from pathlib import Path

import pytest

from tests import builders as build
from tests.faults import servers
from tests.faults.servers import Server, until
from tests.management.test_worker import database

pytestmark = pytest.mark.usefixtures("committed_db")
LISTENING = "0A"  # /proc/net/tcp
REQUEST = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


def test_a_connection_that_was_silent_is_answered_by_the_worker_that_is_to_end(
    tmp_path: Path,
) -> None:
    build.served("varanasi")
    with servers.serving(tmp_path, database()) as server:
        until(lambda: len(server.workers()) == 2, "two workers")
        held = _connections_to_each(server)
        queue = _queue(server)
        assert all(queue in _sockets(pid) for pid in held)
        os.kill(server.process.pid, signal.SIGHUP)
        for _ in range(len(held)):
            pid = _turned_away(held, queue)
            for each in held.pop(pid):
                assert _answer(each).startswith(b"HTTP/1.1 200")
        until(lambda: len(server.workers()) == 2, "two others in their place")
        assert server.get("/healthz")[0] == 200


def _connections_to_each(server: Server) -> dict[int, list[socket.socket]]:
    """Connections on which nothing is said, by the worker that took them."""
    held, workers = defaultdict(list), server.workers()
    deadline = time.monotonic() + servers.PATIENCE
    while len(held) < len(workers):
        assert time.monotonic() < deadline, "one worker takes them all"
        line = socket.create_connection(("127.0.0.1", server.port), timeout=servers.PATIENCE)
        until(lambda line=line: _owner(line, server, workers), "nobody took it")
        held[_owner(line, server, workers)].append(line)
    return held


def _turned_away(held: dict[int, list[socket.socket]], queue: str) -> int:
    """The next worker that takes no more, within the time in which it still answers."""
    found: list[int] = []
    until(lambda: found.extend(p for p in held if queue not in _sockets(p)) or found, "none ends")
    return found[0]


def _answer(line: socket.socket) -> bytes:
    with line:
        line.sendall(REQUEST)
        return line.recv(1000)


def _queue(server: Server) -> str:
    """The inode of the socket at which the server listens."""
    return next(r[9] for r in _tcp() if r[3] == LISTENING and _port(r[1]) == server.port)


def _owner(line: socket.socket, server: Server, workers: set[int]) -> int:
    """The worker that holds the other end of a connection; 0: it still waits in the queue."""
    mine = line.getsockname()[1]
    ends = {r[9] for r in _tcp() if (_port(r[1]), _port(r[2])) == (server.port, mine)}
    return next((pid for pid in workers if ends & _sockets(pid)), 0)


def _tcp() -> list[list[str]]:
    return [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]


def _port(address: str) -> int:
    return int(address.partition(":")[2], 16)


def _sockets(pid: int) -> set[str]:
    """The inodes of the sockets that a process holds."""
    found = set()
    for each in Path(f"/proc/{pid}/fd").iterdir():
        try:
            name = os.readlink(each)
        except OSError:
            continue  # closed meanwhile
        if name.startswith("socket:["):
            found.add(name[8:-1])
    return found

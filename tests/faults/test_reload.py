"""A worker that is to end stops taking connections, answers those it has, and ends then."""

import os
import signal
import socket
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
    command = ("-m", "tests.faults.patient", "PORT")
    with servers.serving(tmp_path, database(), *command) as server:
        until(lambda: len(server.workers()) == 2, "two workers")
        held = servers.connections_by_worker(server)
        queue = _queue(server)
        assert all(queue in servers.sockets_of(pid) for pid in held)
        os.kill(server.process.pid, signal.SIGHUP)
        for _ in range(len(held)):
            pid = _turned_away(held, queue)
            for each in held.pop(pid):
                assert _answer(each).startswith(b"HTTP/1.1 200")
        until(lambda: len(server.workers()) == 2, "two others in their place")
        assert server.get("/healthz")[0] == 200


def _turned_away(held: dict[int, list[socket.socket]], queue: str) -> int:
    """The next worker that takes no more, within the time in which it still answers."""
    found: list[int] = []
    until(
        lambda: found.extend(p for p in held if queue not in servers.sockets_of(p)) or found,
        "none ends",
    )
    return found[0]


def _answer(line: socket.socket) -> bytes:
    with line:
        line.sendall(REQUEST)
        return line.recv(1000)


def _queue(server: Server) -> str:
    """The inode of the socket at which the server listens."""
    listening = (row for row in servers.tcp_table() if row[3] == LISTENING)
    return next(row[9] for row in listening if servers.port_of(row[1]) == server.port)

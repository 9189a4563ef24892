"""Whoever sends without end, or reads nothing, holds up nobody."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal.server import limits
from portal.server.django_threads import THREADS
from tests import builders as build
from tests import soak
from tests.faults import servers
from tests.faults.bodies import NARROW, PIECES
from tests.faults.crowding import UNFINISHED, crowding
from tests.faults.servers import Server, until
from tests.management.test_worker import database

PAGES = {
    "/": 200, "/en/": 200, "/healthz": 200, "/readyz": 200, "/en/districts/varanasi/": 200,
    "/api/v1/protections": 200, "/orders/": 200, "/static/portal/portal.css": 200, "/admin/": 302,
    "/nothing/": 404,
}  # fmt: skip
ASKED = b"GET /orders/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
SILENT = 2.0  # seconds in which whoever is held up is seen to be
pytestmark = pytest.mark.usefixtures("committed_db")


@contextmanager
def served(place: Path, mode: str) -> Iterator[Server]:
    build.served("varanasi")
    command = ("-m", "tests.faults.bodies", mode, "PORT")
    with servers.serving(place, database(), *command) as server:
        yield server


def connect(server: Server, sent: bytes, timeout: float = servers.PATIENCE) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", server.port), timeout=timeout)
    line.sendall(sent)
    return line


def answer(line: socket.socket) -> bytes:
    return line.recv(65_536)


def test_every_page_is_answered_among_bodies_that_never_end(tmp_path: Path) -> None:
    with served(tmp_path, "portal") as server, crowding(server.port) as crowd:
        end, turns = time.monotonic() + soak.length(0.0, 60.0), 0
        while turns < 2 or time.monotonic() < end:
            turns += 1
            for path, status in PAGES.items():
                asked = time.monotonic()
                assert server.get(path)[0] == status, path
                assert soak.is_within(2.0, asked), path
        for line in crowd.unfinished[::50]:
            line.sendall(b" " * 999)
            assert answer(line).startswith(b"HTTP/1.1 400"), "an object that is no question"


def test_with_threads_that_wait_for_bodies_a_page_is_not_answered(tmp_path: Path) -> None:
    """The control."""
    with (
        served(tmp_path, "threads") as server,
        crowding(server.port, bodies=THREADS, idle=0, heads=0, readers=0) as crowd,
        connect(server, ASKED, timeout=SILENT) as line,
    ):
        with pytest.raises(TimeoutError):
            answer(line)
        for each in crowd.unfinished:
            each.sendall(b" " * 999)
        line.settimeout(servers.PATIENCE)
        assert answer(line).startswith(b"HTTP/1.1 200")


def test_by_a_bound_of_few_connections_idle_ones_shut_everybody_out(tmp_path: Path) -> None:
    """The control; the portal's own bound is the files that it may open."""
    with served(tmp_path, "narrow") as server:
        with (
            crowding(server.port, bodies=0, idle=2 * NARROW, heads=0, readers=0),
            connect(server, ASKED, timeout=SILENT) as line,
            pytest.raises(TimeoutError),
        ):
            answer(line)
        assert server.get("/orders/")[0] == 200


def test_a_body_that_does_not_come_is_answered_408_in_words(tmp_path: Path) -> None:
    with servers.serving(tmp_path, database()) as server:
        with connect(server, UNFINISHED) as line:
            said = answer(line)
        form = UNFINISHED.replace(b"/api/v1/verdicts", b"/en/verify/")
        with connect(server, form) as line:
            page = whole(line)
    assert said.startswith(b"HTTP/1.1 408")
    assert b"application/problem+json" in said
    assert page.startswith(b"HTTP/1.1 408")
    assert b"did not arrive in time" in page


@pytest.mark.parametrize(
    ("path", "length", "words"),
    [
        ("/api/v1/verdicts", 21 << 20, "application/problem+json"),
        ("/verify/", 11 << 20, "10 MB"),
        ("/en/login/", 3 << 20, "at most 2 MB"),
    ],
)
def test_a_body_beyond_the_addresss_limit_is_refused_before_it_comes(
    tmp_path: Path, path: str, length: int, words: str
) -> None:
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\n\r\n"
    with served(tmp_path, "portal") as server, connect(server, head.encode()) as line:
        said = whole(line)
    assert said.startswith(b"HTTP/1.1 413")
    assert words in said.decode()


def test_a_body_that_says_no_length_is_taken_where_it_changes_nothing(tmp_path: Path) -> None:
    head = (
        b"POST /api/v1/verdicts HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    form = head.replace(b"/api/v1/verdicts", b"/en/login/")
    too_much = limits.STRANGERS + 1
    with served(tmp_path, "portal") as server:
        with connect(server, head + b"1\r\na\r\n0\r\n\r\n") as line:
            assert answer(line).startswith(b"HTTP/1.1 400"), "it came, and is no JSON"
        with connect(server, form + b"1\r\na\r\n0\r\n\r\n") as line:
            assert answer(line).startswith(b"HTTP/1.1 411")
        with connect(server, head) as line:
            line.sendall(b"%x\r\n" % too_much + b"a" * too_much)
            assert answer(line).startswith(b"HTTP/1.1 413")


def test_an_answer_is_made_no_quicker_than_it_is_read(tmp_path: Path) -> None:
    with served(tmp_path, "pieces") as server:
        with connect(server, b"GET /pieces HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n") as line:
            until(lambda: made(server)["made"] > 1, "it did not begin")
            before = made(server)
            assert line.recv(100)
        until(lambda: made(server)["ended"], "whoever leaves ends the work")
        after = made(server)
    assert not before["ended"]
    assert after["made"] < PIECES


def test_over_rsgis_own_stream_the_whole_answer_waits_for_the_reader(tmp_path: Path) -> None:
    """The control."""
    asked = b"GET /pieces HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with served(tmp_path, "stream") as server, connect(server, asked):
        until(lambda: made(server)["made"] == PIECES, "it is made though nobody reads")


def test_whoever_waits_for_an_answer_and_leaves_is_seen_to_have_left(tmp_path: Path) -> None:
    with served(tmp_path, "pieces") as server:
        line = connect(server, b"GET /wait HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert not made(server)["left"]
        line.close()
        until(lambda: made(server)["left"], "it was not seen")


def made(server: Server) -> dict[str, int]:
    return dict(json.loads(server.get("/made")[2]))


def whole(line: socket.socket) -> bytes:
    """All until the server closes the connection."""
    got = b""
    while piece := answer(line):
        got += piece
    return got

"""Lists that officers send to the real server: turns over its workers, and who holds up whom."""

import http.client
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from moratorium.models import Person
from tests import builders as build
from tests.faults import servers
from tests.faults.servers import Server, until
from tests.management.test_worker import database

pytestmark = pytest.mark.usefixtures("committed_db")
HEADER = b"account,discom,district,area,planned_at\n"
ROW = b"0000000001,PUVVNL,varanasi,rural,31-12-2022\n"
LONG = HEADER + ROW * 300_000  # its answer does not fit into what lies between two processes
READER = b"moratorium.register.lists.reader"


@contextmanager
def served(place: Path) -> Iterator[Server]:
    build.served("varanasi")
    with servers.serving(place, database(), SECRET_KEY=settings.SECRET_KEY) as server:
        yield server


def cookie(person: Person) -> str:
    """The session's cookie of somebody who is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def officers(count: int) -> list[str]:
    """The cookies of so many test people, each posted to an office of their own."""
    found = []
    for number in range(count):
        someone = build.person(f"posted-{number}", f"परीक्षण {number}", f"Test {number}")
        build.posting(someone, build.office(f"LIST-{number}", "division"))
        found.append(cookie(someone))
    return found


def head(who: str, length: int) -> bytes:
    return (
        f"POST /api/v1/screenings HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/csv\r\n"
        f"Cookie: {who}\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


def send(server: Server, who: str, content: bytes) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", server.port), timeout=servers.PATIENCE)
    line.sendall(head(who, len(content)) + content)
    return line


def ask(server: Server, who: str, content: bytes) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=servers.PATIENCE)
    headers = {"Cookie": who, "Content-Type": "text/csv"}
    connection.request("POST", "/api/v1/screenings", content, headers)
    answer = connection.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read()


def readers(server: Server) -> list[int]:
    """The processes that read lists now."""
    return [
        child
        for worker in server.workers()
        for child in servers.children(worker)
        if READER in servers.command_of(child)
    ]


def test_a_list_is_answered_whole_and_a_strangers_is_not_read(tmp_path: Path) -> None:
    [officer] = officers(1)
    with served(tmp_path) as server:
        status, headers, body = ask(server, officer, HEADER + ROW * 30_000)
        assert status == 200
        assert int(headers["content-length"]) == len(body)
        assert body.count(b"not_protected") == 30_000
        with send(server, "sessionid=nobodys", b"") as line:
            assert line.recv(1000).startswith(b"HTTP/1.1 401")
        stranger = socket.create_connection(("127.0.0.1", server.port), timeout=servers.PATIENCE)
        with stranger as line:
            line.sendall(head("sessionid=nobodys", 100 << 20))
            assert line.recv(1000).startswith(b"HTTP/1.1 401"), "and nothing of it is waited for"


def test_a_third_list_is_told_when_to_come_whichever_worker_has_the_others(tmp_path: Path) -> None:
    first, second, third = officers(3)
    with served(tmp_path) as server:
        held = [send(server, who, LONG) for who in (first, second)]
        until(lambda: len(readers(server)) == 2, "two lists are not read")
        for who in (third, first):
            status, headers, _ = ask(server, who, HEADER + ROW)
            assert (status, headers["retry-after"]) == (429, "60")
        assert server.get("/orders/")[0] == server.get("/")[0] == 200, "nobody else waits"
        for line in held:
            line.close()
        until(lambda: not readers(server), "whoever leaves ends the work")
        until(lambda: ask(server, third, HEADER + ROW)[0] == 200, "the turns are not free")


def test_a_reader_that_dies_takes_no_worker_with_it(tmp_path: Path) -> None:
    [officer] = officers(1)
    with served(tmp_path) as server:
        until(lambda: len(server.workers()) == 2, "two workers")
        before = server.workers()
        with send(server, officer, LONG) as line:
            until(lambda: readers(server), "it is not read")
            os.kill(readers(server)[0], signal.SIGKILL)
            answer = b""
            while piece := line.recv(1 << 20):
                answer += piece
                if answer.startswith(b"HTTP/1.1 413"):
                    break
        if answer.startswith(b"HTTP/1.1 200"):  # it was killed while it answered
            stated = int(answer.partition(b"content-length: ")[2].split(b"\r\n")[0])
            assert len(answer.partition(b"\r\n\r\n")[2]) < stated
        assert server.workers() == before
        until(lambda: ask(server, officer, HEADER + ROW)[0] == 200, "its turn is not free")

"""Several workers: an act is seen on each, a reload drops nothing, a lost one is made anew."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from moratorium.register import editions
from tests import builders as build
from tests import soak
from tests.faults import crowd, servers
from tests.faults.crowd import Crowd, Line
from tests.faults.servers import Server, until
from tests.management.test_worker import database

pytestmark = pytest.mark.usefixtures("committed_db")
PATHS = ("/api/v1/protections", "/", "/en/districts/varanasi/")
SEEN_WITHIN = 1.0  # seconds, held in the long form
PAUSE = soak.length(0.005, 0.0)  # seconds between two requests of a reader


def act() -> str:
    """An official act; the edition's number after it."""
    order = build.issued(timezone.now(), lines=[{"ends_at": build.ist(2090, 1, 1)}])
    build.entry(timezone.now(), act="order.issued", subject=order.number, public=True)
    number = editions.current()
    connection.close()
    return number


def shown(server: Server) -> str:
    return str(json.loads(server.get(PATHS[0])[2])["edition"])


def shown_on(line: Line) -> str:
    return str(json.loads(line.get(PATHS[0])[1])["edition"])


def test_an_act_is_seen_on_every_worker(tmp_path: Path) -> None:
    build.served("varanasi")
    act()
    with servers.serving(tmp_path, database()) as server:
        until(lambda: len(server.workers()) == 2, "two workers")
        lines = [
            Line(server.port, each[0]) for each in servers.connections_by_worker(server).values()
        ]
        for _ in range(3):
            number = act()
            acted = time.monotonic()
            for line in lines:  # a line stays with its worker
                until(lambda line=line, n=number: shown_on(line) == n, "an old edition is shown")
            assert soak.is_within(SEEN_WITHIN, acted)
            assert {shown_on(line) for line in lines * 10} == {number}, "and it stays so"
        for line in lines:
            line.close()


def test_a_reload_under_load_drops_no_request(tmp_path: Path) -> None:
    build.served("varanasi")
    act()
    with servers.serving(tmp_path, database()) as server:
        until(lambda: len(server.workers()) == 2, "two workers")
        before = server.workers()
        told = False

        def enough(seen: Crowd) -> bool:
            nonlocal told
            if not told and len(seen.answers) > 100:
                os.kill(server.process.pid, signal.SIGHUP)
                told = True
            workers = server.workers()
            return told and len(workers) == 2 and not workers & before

        seen = crowd.read(server.port, PATHS, _bounded(enough), readers=6, keep=False, pause=PAUSE)
        after = crowd.read(server.port, PATHS, lambda got: len(got.answers) > 100, keep=False)
    assert seen.lost == after.lost == []
    assert {each.status for each in [*seen.answers, *after.answers]} == {200}


def test_a_worker_that_is_killed_is_made_anew(tmp_path: Path) -> None:
    build.served("varanasi")
    number = act()
    with servers.serving(tmp_path, database()) as server:
        until(lambda: len(server.workers()) == 2, "two workers")
        before = server.workers()
        killed = min(before)
        os.kill(killed, signal.SIGKILL)
        until(lambda: len(server.workers() - {killed}) == 2, "another in its place")
        until(lambda: _all_answer(server, number), "both answer")


def _all_answer(server: Server, number: str) -> bool:
    try:
        return all(shown(server) == number for _ in range(10))
    except OSError:
        return False


@pytest.mark.parametrize("before", ["unused", "used"])
def test_an_application_loaded_before_the_fork_watches_in_the_child(
    tmp_path: Path, before: str
) -> None:
    build.served("varanasi")
    number = act()
    command = [sys.executable, "-m", "tests.faults.forked", before]
    process = subprocess.Popen(
        command, cwd=servers.HOUSE, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=servers.environment(tmp_path / "var", DATABASE_URL=database()), start_new_session=True,
    )  # fmt: skip
    try:
        for _ in range(1 if before == "unused" else 2):
            assert _line_of(process) == number
        number = act()
        acted = time.monotonic()
        until(lambda: _next_line(process) == number, "the act is not seen")
        assert soak.is_within(SEEN_WITHIN, acted)
        process.stdin.close()
        assert process.wait(servers.PATIENCE) == 0
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # a session of its own: itself and its child
        process.wait()


def test_a_worker_begins_before_it_is_asked_and_never_looks_through_what_it_loaded(
    tmp_path: Path,
) -> None:
    build.served("varanasi")
    act()
    said = subprocess.run(
        [sys.executable, "-m", "tests.faults.spawned"], cwd=servers.HOUSE, text=True, check=True,
        env=servers.environment(tmp_path / "var", DATABASE_URL=database()), timeout=60,
        stdout=subprocess.PIPE,
    )  # fmt: skip
    assert said.stdout.split() == ["True", "True"]


def _next_line(process: "subprocess.Popen[str]") -> str:
    """What the child shows now."""
    print(file=process.stdin, flush=True)
    return _line_of(process)


def _line_of(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    assert select.select([process.stdout], [], [], servers.PATIENCE)[0], "it says nothing"
    return process.stdout.readline().strip()


def _bounded(enough: Callable[[Crowd], bool]) -> Callable[[Crowd], bool]:
    deadline = time.monotonic() + servers.PATIENCE

    def within(seen: Crowd) -> bool:
        assert time.monotonic() < deadline, "the workers were not replaced"
        return enough(seen)

    return within

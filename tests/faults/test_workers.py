"""Several workers: an act is seen on each, a reload drops nothing, a lost one is made anew."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from moratorium.register import editions
from tests import builders as build
from tests.faults import crowd, servers
from tests.faults.crowd import Crowd
from tests.faults.servers import Server, until
from tests.management.test_worker import database

pytestmark = pytest.mark.usefixtures("committed_db")
PATHS = ("/api/v1/protections", "/", "/en/districts/varanasi/")
SEEN_WITHIN = 1.0  # seconds


def act() -> str:
    """An official act; the edition's number after it."""
    order = build.issued(timezone.now(), lines=[{"ends_at": build.ist(2090, 1, 1)}])
    build.entry(timezone.now(), act="order.issued", subject=order.number, public=True)
    number = editions.current()
    connection.close()
    return number


def shown(server: Server) -> str:
    return str(json.loads(server.get(PATHS[0])[2])["edition"])


def test_an_act_is_seen_on_every_worker_within_a_second(tmp_path: Path) -> None:
    build.served("varanasi")
    act()
    with servers.serving(tmp_path, database()) as server:
        until(lambda: len(server.workers()) == 2, "two workers")
        for _ in range(3):
            [server.get(PATHS[0]) for _ in range(10)]
            number = act()
            acted = time.monotonic()
            # Whichever worker takes a connection, none shows the old edition a second later.
            time.sleep(SEEN_WITHIN)
            answers = [shown(server) for _ in range(40)]
            assert set(answers) == {number}
            assert time.monotonic() - acted < 60


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

        seen = crowd.read(server.port, PATHS, _bounded(enough), readers=6, keep=False)
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
    with subprocess.Popen(
        command, cwd=servers.HOUSE, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=servers.environment(tmp_path / "var", DATABASE_URL=database()),
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(1 if before == "unused" else 2):
            assert process.stdout.readline().strip() == number
        number = act()
        time.sleep(SEEN_WITHIN)
        print(file=process.stdin, flush=True)
        assert process.stdout.readline().strip() == number
        process.stdin.close()
        assert process.wait(30) == 0


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


def _bounded(enough: Callable[[Crowd], bool]) -> Callable[[Crowd], bool]:
    deadline = time.monotonic() + servers.PATIENCE

    def within(seen: Crowd) -> bool:
        assert time.monotonic() < deadline, "the workers were not replaced"
        return enough(seen)

    return within

"""Boundaries under load: what was read is right at the reader's own instant, byte for byte."""

import gzip
import json
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from moratorium.register import editions
from tests import builders as build
from tests import soak
from tests.faults import crowd, servers
from tests.faults.crowd import Crowd, Got
from tests.faults.servers import Server, until
from tests.management.test_worker import database

pytestmark = pytest.mark.usefixtures("committed_db")

STEP = 0.2  # seconds between two boundaries
LINES = 100  # orders, so boundaries: more than are crossed, as a busy machine begins late
LEAD = 3  # seconds until the first, in which the orders are written and the server sees them
PATHS = ("/en/", "/api/v1/protections", "/districts/varanasi/")
ANSWERS, CROSSED = soak.length(3_000, 60_000), soak.length(10, 40)
PAUSE = soak.length(0.001, 0.0)  # seconds between two requests of a reader
LONGEST = soak.length(150, 900)  # seconds within which enough was asked, with other work beside it


@dataclass(frozen=True)
class Story:
    """Order n is in force from first + n steps for two steps, so that one begins and one ends."""

    first: float
    numbers: tuple[str, ...]

    def step(self, at: float) -> int:
        """Between which two boundaries an instant lies; the seconds to microseconds, as on record."""
        return int((round(at * 1_000_000) - round(self.first * 1_000_000)) // (STEP * 1_000_000))

    def in_force(self, step: int) -> set[str]:
        return {n for place, n in enumerate(self.numbers) if place <= step < place + 2}


def a_story() -> Story:
    build.served("varanasi")
    now = timezone.now()
    first = (now + timedelta(seconds=LEAD)).replace(microsecond=0)
    issued_at = now - timedelta(hours=1)
    numbers = []
    for n in range(LINES):
        starts = first + timedelta(seconds=n * STEP)
        line = {"starts_at": starts, "ends_at": starts + timedelta(seconds=2 * STEP)}
        order = build.issue(build.draft(lines=[line]), issued_at)
        numbers.append(str(order.number))
    build.entry(issued_at, act="order.issued", subject=numbers[-1], public=True)
    connection.close()
    return Story(first.timestamp(), tuple(numbers))


class Judge:
    """Says what Django renders at an instant, and holds what was read against that."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._client = Client()
        self._right: dict[tuple[str, int], bytes] = {}
        self._opened: dict[bytes, bytes] = {}

    def wrong(self, got: Got) -> bool:
        """Whether an answer is right at no instant between question and answer."""
        first, last = self._story.step(got.asked), self._story.step(got.came)
        steps = range(min(first, LINES + 1), min(last, LINES + 1) + 1)  # then nothing changes
        body = self._open(got.body)
        return not any(body == self._expected(got.path, step) for step in steps)

    def _open(self, body: bytes) -> bytes:
        if body not in self._opened:
            packed = body.startswith(b"\x1f\x8b")
            self._opened[body] = gzip.decompress(body) if packed else body
        return self._opened[body]

    def _expected(self, path: str, step: int) -> bytes:
        if (path, step) not in self._right:
            middle = datetime.fromtimestamp(self._story.first + (step + 0.5) * STEP, UTC)
            with time_machine.travel(middle, tick=False):
                body = self._client.get(path).content
            if path.startswith("/api/"):
                said = {each["number"] for each in json.loads(body)["current"]}
                assert said == self._story.in_force(step), "by the arithmetic of the story"
            self._right[path, step] = body
        return self._right[path, step]


def cross(tmp_path: Path, mode: str, answers: int, crossed: int) -> tuple[Crowd, Judge]:
    command = ("-m", "tests.faults.crossing", mode, "PORT")
    with servers.serving(tmp_path, database(), *command) as server:
        story = a_story()
        until(lambda: shown(server) == editions.current(), "the orders are not shown")
        connection.close()
        for path in PATHS:
            assert server.get(path)[0] == 200
        time.sleep(max(0.0, story.first - time.time()))
        began = time.time()

        def enough(seen: Crowd) -> bool:
            now = time.time()
            assert now < began + LONGEST, f"only {len(seen.answers)} answers"
            return len(seen.answers) >= answers and now - began > (crossed + 2) * STEP

        asking = "Accept-Encoding: gzip\r\n"
        seen = crowd.read(server.port, PATHS, enough, headers=asking, pause=PAUSE)
    assert not seen.lost
    steps = {min(story.step(each.asked), LINES) for each in seen.answers}
    assert max(steps) - min(steps) >= crossed
    return seen, Judge(story)


def shown(server: Server) -> str:
    """The edition that a server shows."""
    return str(json.loads(server.get("/api/v1/protections")[2])["edition"])


def test_no_body_is_wrong_across_boundaries_under_load(tmp_path: Path) -> None:
    seen, judge = cross(tmp_path, "exact", ANSWERS, CROSSED)
    assert len(seen.answers) >= ANSWERS
    assert {each.status for each in seen.answers} == {200}
    wrong = [each for each in seen.answers if judge.wrong(each)]
    assert Counter(each.path for each in wrong) == Counter()


@pytest.mark.parametrize("mode", ["unchecked", "cached"])
def test_without_the_look_at_the_clock_bodies_are_wrong(tmp_path: Path, mode: str) -> None:
    """The controls: the same crowd and judge find what is wrong."""
    seen, judge = cross(tmp_path, mode, 300, CROSSED)
    assert any(judge.wrong(each) for each in seen.answers)

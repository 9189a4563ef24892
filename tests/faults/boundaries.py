"""A record with a boundary every so often, and who says what was right between two of them."""

import gzip
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests import builders as build
from tests.faults.crowd import Got
from tests.faults.servers import Server

LEAD = 3  # seconds until the first, in which the orders are written and the server sees them


@dataclass(frozen=True)
class Story:
    """Order n is in force from first + n steps for two steps, so that one begins and one ends."""

    first: float
    pace: float  # seconds between two boundaries
    numbers: tuple[str, ...]

    def step(self, at: float) -> int:
        """Between which two boundaries an instant lies; the seconds to microseconds, as on record."""
        since = round(at * 1_000_000) - round(self.first * 1_000_000)
        return int(since // (self.pace * 1_000_000))

    def in_force(self, step: int) -> set[str]:
        return {n for place, n in enumerate(self.numbers) if place <= step < place + 2}


def a_story(pace: float, lines: int) -> Story:
    """The record of so many orders, which begins in a moment."""
    build.served("varanasi")
    now = timezone.now()
    first = (now + timedelta(seconds=LEAD)).replace(microsecond=0)
    issued_at = now - timedelta(hours=1)
    numbers = []
    for n in range(lines):
        starts = first + timedelta(seconds=n * pace)
        line = {"starts_at": starts, "ends_at": starts + timedelta(seconds=2 * pace)}
        order = build.issue(build.draft(lines=[line]), issued_at)
        numbers.append(str(order.number))
    build.entry(issued_at, act="order.issued", subject=numbers[-1], public=True)
    connection.close()
    return Story(first.timestamp(), pace, tuple(numbers))


class Judge:
    """Says what Django renders at an instant, and holds what was read against that."""

    def __init__(self, story: Story) -> None:
        self._story, self._last = story, len(story.numbers) + 1
        self._client = Client()
        self._right: dict[tuple[str, int], bytes] = {}
        self._opened: dict[bytes, bytes] = {}

    def wrong(self, got: Got) -> bool:
        """Whether an answer is right at no instant between question and answer."""
        first, last = self._story.step(got.asked), self._story.step(got.came)
        steps = range(min(first, self._last), min(last, self._last) + 1)  # then nothing changes
        body = self._open(got.body)
        return not any(body == self._expected(got.path, step) for step in steps)

    def _open(self, body: bytes) -> bytes:
        if body not in self._opened:
            packed = body.startswith(b"\x1f\x8b")
            self._opened[body] = gzip.decompress(body) if packed else body
        return self._opened[body]

    def _expected(self, path: str, step: int) -> bytes:
        if (path, step) not in self._right:
            story = self._story
            middle = datetime.fromtimestamp(story.first + (step + 0.5) * story.pace, UTC)
            with time_machine.travel(middle, tick=False):
                body = self._client.get(path).content
            if path.startswith("/api/"):
                said = {each["number"] for each in json.loads(body)["current"]}
                assert said == story.in_force(step), "by the arithmetic of the story"
            self._right[path, step] = body
        return self._right[path, step]


def shown(server: Server) -> str:
    """The edition that a server shows."""
    return str(json.loads(server.get("/api/v1/protections")[2])["edition"])

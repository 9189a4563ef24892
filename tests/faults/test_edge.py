"""Boundaries behind nginx and Varnish, under load: no reader is shown a page of another time.

Nor are those who keep pages themselves, as browsers do. Each defence has its control, in which the
same crowd and judge find pages that are wrong.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from django.db import connection

from moratorium.register import editions
from tests import soak
from tests.faults import crowd, edge, servers
from tests.faults.boundaries import Judge, Story, a_story, shown
from tests.faults.crowd import Got
from tests.faults.servers import Server, until
from tests.management.test_worker import database
from tests.publishing.cache import SharedCache

pytestmark = [pytest.mark.usefixtures("committed_db"), pytest.mark.sqlite]

STEP = 2.7  # seconds between two boundaries: caches hold pages for whole seconds
ANSWERS, CROSSED = soak.length(2_000, 20_000), soak.length(4, 20)
LINES = 60  # orders, so boundaries: more than are crossed, as a busy machine begins late
PATHS = ("/en/", "/api/v1/protections", "/districts/varanasi/")
PAUSE = soak.length(0.005, 0.001)  # seconds between two requests of a reader
LONGEST = soak.length(150, 900)  # seconds within which enough was asked, with other work beside it
BY_ITS_OWN_SECONDS = {
    "proxy_cache portal;": "proxy_cache portal; proxy_ignore_headers X-Accel-Expires;"
}
Before = Callable[..., AbstractContextManager[Server]]
WITHOUT_DATE = {"proxy_pass_header Date;": ""}


@dataclass
class Seen:
    """What the crowd was sent, and what browsers that keep pages showed meanwhile."""

    sent: list[Got]
    kept: list[Got]
    judge: Judge

    def wrong(self) -> Counter[str]:
        return Counter(each.path for each in self.sent if self.judge.wrong(each))

    def wrongly_kept(self) -> Counter[str]:
        return Counter(each.path for each in self.kept if self.judge.wrong(each))


@contextmanager
def portal(place: Path, mode: str) -> Iterator[tuple[Server, Story]]:
    """The portal, with boundaries that begin in a moment and are shown already."""
    command = ("-m", "tests.faults.crossing", mode, "PORT")
    with servers.serving(place, database(), *command) as server:
        story = a_story(STEP, LINES)
        until(lambda: shown(server) == editions.current(), "the orders are not shown")
        connection.close()
        yield server, story


def cross(server: Server, story: Story, browsed: Server | None = None) -> Seen:
    """A crowd asks across the boundaries, and browsers beside it, of another server if there is one."""
    time.sleep(max(0.0, story.first - time.time()))
    began = time.time()
    kept: list[Got] = []
    done = threading.Event()
    arguments = (browsed or server, PATHS[1], done, kept)
    browsers = threading.Thread(target=browse, args=arguments)
    browsers.start()

    def enough(seen: crowd.Crowd) -> bool:
        now = time.time()
        assert now < began + LONGEST, f"only {len(seen.answers)} answers"
        return len(seen.answers) >= ANSWERS and now - began > (CROSSED + 1) * STEP

    try:
        asking = "Accept-Encoding: gzip\r\n"
        seen = crowd.read(server.port, PATHS, enough, headers=asking, pause=PAUSE)
    finally:
        done.set()
        browsers.join()
    assert not seen.lost
    assert {each.status for each in seen.answers} == {200}
    steps = {min(story.step(each.asked), LINES) for each in seen.answers}
    assert max(steps) - min(steps) >= CROSSED
    return Seen(seen.answers, kept, Judge(story))


def browse(server: Server, path: str, done: threading.Event, kept: list[Got]) -> None:
    """Now and then a browser comes, looks at a page again and again for a while, and asks for it
    only when what it keeps is out of date (RFC 9111). Note what it shows out of what it keeps.
    """
    open_ones: list[SharedCache] = []
    while not done.is_set():
        open_ones = [*open_ones[-6:], SharedCache(lambda asked: asked_of(server, path))]
        for _ in range(20):
            time.sleep(0.01)
            for each in open_ones:
                now = time.time()
                body, kind, _came = each.get(now)
                if kind == "hit":
                    kept.append(Got(path, 200, body, now, now))


def asked_of(server: Server, path: str) -> tuple[dict[str, str], bytes, float]:
    """An answer as `SharedCache` reads it."""
    _status, headers, body = server.get(path)
    made = parsedate_to_datetime(headers["date"]).timestamp()
    told = {"Cache-Control": headers["cache-control"], "Date": str(made)}
    return told | ({"Age": headers["age"]} if "age" in headers else {}), body, time.time()


def came_from_the_cache(answers: list[Got]) -> bool:
    return sum(each.cached for each in answers) > len(answers) / 5


@pytest.mark.parametrize("standing_before", [edge.nginx, edge.varnish], ids=["nginx", "varnish"])
def test_nothing_is_wrong_behind_it(tmp_path: Path, standing_before: Before) -> None:
    with (
        portal(tmp_path, "exact") as (server, story),
        standing_before(tmp_path / "before", server.port) as before,
    ):
        seen = cross(before, story)
    assert seen.wrong() == Counter()
    assert seen.wrongly_kept() == Counter()
    assert came_from_the_cache(seen.sent)
    assert seen.kept


def test_by_the_clock_of_nginx_pages_are_wrong(tmp_path: Path) -> None:
    """The controls: without X-Accel-Expires nginx keeps a page for up to a second too long, and
    without the portal's Date it says of what it kept that it was made just now.
    """
    with (
        portal(tmp_path, "exact") as (server, story),
        edge.nginx(tmp_path / "one", server.port, BY_ITS_OWN_SECONDS) as one,
        edge.nginx(tmp_path / "other", server.port, WITHOUT_DATE) as other,
    ):
        seen = cross(one, story, browsed=other)
    assert seen.wrong()
    assert seen.wrongly_kept()


def test_a_varnish_that_may_shows_pages_past_their_time(tmp_path: Path) -> None:
    """The control: told nothing, Varnish shows a page for ten seconds more while it asks."""
    with (
        portal(tmp_path, "permissive") as (server, story),
        edge.varnish(tmp_path / "varnish", server.port, untold=True) as before,
    ):
        judge = Judge(story)
        assert any(judge.wrong(asked_late(before, story)) for _ in range(LINES // 3))


def test_a_varnish_that_may_not_shows_none(tmp_path: Path) -> None:
    """The same reader, and a Varnish that is told nothing but by the pages themselves."""
    with (
        portal(tmp_path, "exact") as (server, story),
        edge.varnish(tmp_path / "varnish", server.port, untold=True) as before,
    ):
        judge = Judge(story)
        assert not any(judge.wrong(asked_late(before, story)) for _ in range(3))


def asked_late(server: Server, story: Story) -> Got:
    """A page that is asked for soon after a boundary, and again after the next: not between."""
    path = PATHS[0]
    boundary = story.first + (story.step(time.time()) + 1) * STEP
    for instant in (boundary + 0.2, boundary + STEP + 0.05):
        time.sleep(max(0.0, instant - time.time()))
        asked = time.time()
        status, _headers, body = server.get(path, Accept_Encoding="gzip")
    return Got(path, status, body, asked, time.time())

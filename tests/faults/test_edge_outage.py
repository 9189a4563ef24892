"""The portal ends behind nginx and Varnish: what they kept is shown up to the boundary, then not."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection

from moratorium.register import editions
from tests.faults import edge, servers
from tests.faults.asking import ask
from tests.faults.boundaries import Judge, Story, a_story, shown
from tests.faults.crowd import Got
from tests.faults.servers import Server, until
from tests.management.test_worker import database

pytestmark = [pytest.mark.usefixtures("committed_db"), pytest.mark.sqlite]
STEP = 12.0  # seconds between two boundaries; pages are kept for two, and while nobody answers
PATH = "/api/v1/protections"
COPY = b'{"copy": true}'


@dataclass(frozen=True)
class Standing:
    """A portal whose pages are kept briefly, and what stands before it."""

    portal: Server
    nginx: Server
    varnish: Server
    story: Story


@pytest.fixture
def standing(tmp_path: Path) -> Iterator[Standing]:
    copy = tmp_path / "copy"
    (copy / "api/v1").mkdir(parents=True)
    (copy / "api/v1/protections.json").write_bytes(COPY)
    (copy / "index.html").write_text("<p>प्रति</p>")
    command = ("-m", "tests.faults.crossing", "brief", "PORT")
    with (
        servers.serving(tmp_path, database(), *command) as portal,
        edge.nginx(tmp_path / "nginx", portal.port, copy=copy) as nginx,
        edge.varnish(tmp_path / "varnish", portal.port) as varnish,
    ):
        story = a_story(STEP, 20)
        until(lambda: shown(portal) == editions.current(), "the orders are not shown")
        connection.close()
        yield Standing(portal, nginx, varnish, story)


def test_what_was_kept_is_shown_up_to_the_boundary_and_then_the_copy(standing: Standing) -> None:
    story, judge = standing.story, Judge(standing.story)
    boundary = _next_boundary(story)
    # Into both caches within the first half second of a stretch, then nobody answers.
    for each in (standing.nginx, standing.varnish):
        assert ask(each, PATH).status == 200
    standing.portal.process.terminate()
    standing.portal.process.wait(servers.PATIENCE)
    by_nginx, by_varnish = [], []
    while time.time() < boundary + STEP + 2:
        by_nginx.append(_got(standing.nginx))
        by_varnish.append(_got(standing.varnish))
        time.sleep(0.1)
    kept = [got for got in by_nginx if got.body != COPY]
    assert [got for got in kept if judge.wrong(got)] == []
    assert {got.status for got in by_nginx} == {200}
    assert by_nginx[-1].body == COPY
    _was_stale_and_right(kept, boundary)

    kept = [got for got in by_varnish if got.status == 200]
    assert [got for got in kept if judge.wrong(got)] == []
    assert by_varnish[-1].status == 503
    _was_stale_and_right(kept, boundary)

    last_resort = ask(standing.nginx, "/")
    assert (last_resort.status, last_resort.headers["Cache-Control"]) == (200, "no-store")
    assert last_resort.headers["Content-Type"] == "text/html; charset=utf-8"
    assert ask(standing.nginx, "/nothing/").status == 503
    assert ask(standing.varnish, "/").status == 503


def _was_stale_and_right(kept: list[Got], began: float) -> None:
    """Whether something was shown after the two seconds for which it was fresh."""
    assert max(got.asked for got in kept) > began + 4


def _next_boundary(story: Story) -> float:
    """Wait until a boundary has just passed; when it was."""
    boundary = story.first + max(0, story.step(time.time()) + 1) * STEP
    time.sleep(max(0.0, boundary - time.time()) + 0.1)
    return boundary


def _got(server: Server) -> Got:
    asked = time.time()
    answer = ask(server, PATH)
    return Got(PATH, answer.status, answer.body, asked, time.time())

"""Boundaries under load: what was read is right at the reader's own instant, byte for byte."""

import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection

from moratorium.register import editions
from tests import soak
from tests.faults import crowd, servers
from tests.faults.boundaries import Judge, a_story, shown
from tests.faults.crowd import Crowd
from tests.faults.servers import until
from tests.management.test_worker import database

pytestmark = pytest.mark.usefixtures("committed_db")

STEP = 0.2  # seconds between two boundaries
LINES = 100  # orders, so boundaries: more than are crossed, as a busy machine begins late
PATHS = ("/en/", "/api/v1/protections", "/districts/varanasi/")
ANSWERS, CROSSED = soak.length(3_000, 60_000), soak.length(10, 40)
PAUSE = soak.length(0.001, 0.0)  # seconds between two requests of a reader
LONGEST = soak.length(150, 900)  # seconds within which enough was asked, with other work beside it


def cross(tmp_path: Path, mode: str, answers: int, crossed: int) -> tuple[Crowd, Judge]:
    command = ("-m", "tests.faults.crossing", mode, "PORT")
    with servers.serving(tmp_path, database(), *command) as server:
        story = a_story(STEP, LINES)
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

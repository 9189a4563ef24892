"""PostgreSQL is stopped under load while boundaries pass: the crowd's pages stay right."""

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from moratorium.rules.instants import IST
from tests import soak
from tests.faults import crowd, servers
from tests.faults.crowd import Got
from tests.faults.servers import Server, address, manage, until

pytestmark = pytest.mark.postgresql
STEP = 1.0  # seconds between two boundaries; one an order
ORDERS = soak.length(90, 240)  # for longer than the test takes; where they end, none is in force
PATHS = (
    "/api/v1/protections", "/en/", "/districts/varanasi/", "/feeds/notices.atom",
    "/en/feeds/districts/varanasi.atom", "/calendar.ics",
)  # fmt: skip
DOCUMENT, FEED, CALENDAR = PATHS[0], PATHS[4], PATHS[5]
OUT = soak.length(4, 60)  # seconds that the database is out under load
PAUSE = soak.length(0.01, 0.0)  # seconds between two requests of a reader


def document(first: datetime) -> str:
    """Order n is in force from first + n steps for two steps."""
    issued = (first - timedelta(hours=1)).astimezone(IST).isoformat()

    def written(step: int) -> str:
        return (first + timedelta(seconds=step * STEP)).astimezone(IST).isoformat()

    orders = [
        {"number": f"X/{n:03d}", "basis": "order", "title": {"hi": "परीक्षण", "en": "Test"},
         "text": {"hi": "", "en": ""}, "issued_at": issued, "amends": None, "lift": False,
         "coverage": [{"discom": "*", "districts": [], "area": "any",
                       "restricted_to": {"hi": "", "en": ""}, "starts_at": written(n),
                       "ends_at": written(n + 2), "until_restored": None, "grace_hours": 0}],
         "sources": [], "demonstration": True}
        for n in range(ORDERS)
    ]  # fmt: skip
    return json.dumps({"format": "moratorium-record/1", "outages": [], "orders": orders})


def right(got: Got, first: datetime) -> bool:
    """Whether the orders said are those of an instant between question and answer.

    The document of protections names those in force, the calendar also those to come.
    """
    steps = [int((t - first.timestamp()) // STEP) for t in (got.asked, got.came)]
    if got.path == CALENDAR:
        found = {int(n) for n in re.findall(rb"UID:x-(\d{3})\.0@", got.body)}
    else:
        found = {int(each["number"][2:]) for each in json.loads(got.body)["current"]}

    def expected(step: int) -> set[int]:
        last = ORDERS if got.path == CALENDAR else min(ORDERS, step + 1)
        return set(range(max(0, step - 1), last))

    return any(found == expected(step) for step in range(steps[0], steps[1] + 1))


@contextmanager
def under_load(port: int, seen: list[Got]) -> Iterator[None]:
    """A crowd asks for the pages for as long as the block runs."""
    done = threading.Event()

    def ask() -> None:
        found = crowd.read(port, PATHS, lambda _: done.is_set(), readers=2, pause=PAUSE)
        assert not found.lost, found.lost[:3]
        seen.extend(found.answers)

    failures: list[BaseException] = []

    def guarded() -> None:
        try:
            ask()
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=guarded)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
    assert not failures, failures


def says_503(server: Server) -> None:
    """What needs the database says so in both languages, to people and to machines."""
    for path in ("/orders/", "/en/orders/", "/as-of/?at=2023-01-01T00:00", "/admin/login/"):
        began = time.monotonic()
        status, headers, body = server.get(
            path, Cookie="sessionid=abcdefghijabcdefghijabcdefghijab"
        )
        assert (status, headers["retry-after"]) == (503, "10"), path
        page = body.decode()
        assert "This page cannot be shown just now" in page
        assert "यह पृष्ठ अभी नहीं दिखाया जा सकता" in page
        language = "en" if path.startswith("/en/") else "hi"
        assert re.search(r'<html lang="(..)"', page)[1] == language  # type: ignore[index]
        assert soak.is_within(5, began), "nobody waits for a database that is out"
    status, headers, body = server.get("/api/v1/orders")
    assert (status, headers["content-type"]) == (503, "application/problem+json")
    assert headers["retry-after"] == "10"
    assert {"title", "title_hi", "detail"} <= set(json.loads(body))


def test_the_pages_outlive_the_database(tmp_path: Path, postgres: Any) -> None:
    database = address(postgres)
    manage(tmp_path, database, "migrate", "--verbosity", "0")
    manage(tmp_path, database, "load_reference")
    first = timezone.now().replace(microsecond=0)
    manage(tmp_path, database, "import_record", "-", text=document(first))
    seen: list[Got] = []
    with servers.serving(tmp_path, database) as server:
        assert server.get("/orders/")[0] == 200
        assert server.get("/readyz")[0] == 200
        with under_load(server.port, seen):
            until(lambda: _all_from_editions(server), "a feed is still Django's")
            time.sleep(1)
            postgres.stop()
            until(lambda: server.get("/readyz")[0] == 503, "it does not tell")
            stopped = time.time()
            says_503(server)
            assert server.get("/healthz")[0] == 200
            told = json.loads(server.get("/readyz")[2])
            assert told["status"] == "no database"
            assert told["edition_age"] > 0
            time.sleep(max(0.0, stopped + OUT - time.time()))
            _another_starts(tmp_path, database, first)
            postgres.start()
            until(lambda: server.get("/readyz")[0] == 200, "it does not come back")
            # Each of the two workers finds out by itself.
            until(lambda: _all_answer(server), "pages do not come back")
            back = time.time()
    assert {each.status for each in seen} == {200}
    for path in (DOCUMENT, CALENDAR):
        judged = [each for each in seen if each.path == path]
        assert [each for each in judged if not right(each, first)] == []
        without = {int(each.asked) for each in judged if stopped < each.asked < back}
        assert len(without) >= OUT - 1, "boundaries passed while it was out"
    feeds = [each for each in seen if each.path == FEED and stopped < each.asked < back]
    assert all(each.body.count(b"<entry>") == 50 for each in feeds)
    assert feeds


def _all_from_editions(server: Server) -> bool:
    """Whether no worker leaves a district's feed to Django any more, as far as can be asked."""
    return all("etag" in server.get(FEED)[1] for _ in range(20))


def _all_answer(server: Server) -> bool:
    """Whether pages that need the database come from every worker, as far as can be asked."""
    return all(server.get("/en/orders/")[0] == 200 for _ in range(20))


def _another_starts(tmp_path: Path, database: str, first: datetime) -> None:
    """A server that starts now shows the edition on disk."""
    with servers.serving(tmp_path, database) as other:
        for path in (DOCUMENT, CALENDAR):
            asked = time.time()
            status, _, body = other.get(path)
            assert status == 200
            assert right(Got(path, status, body, asked, time.time()), first)
        assert other.get(FEED)[2].count(b"<entry>") == 50
        assert other.get("/readyz")[0] == 503
        assert other.get("/orders/")[0] == 503

"""A mail server that does not answer holds up the worker, and nobody who reads or asks."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from moratorium.models.locks import Lock
from tests import builders as build
from tests import post
from tests.faults import servers
from tests.faults.servers import HOUSE, Server, environment, until
from tests.management.test_worker import database, queue

pytestmark = [pytest.mark.postgresql, pytest.mark.usefixtures("committed_db")]
CODES = 8  # as many as the threads that two workers have
PAGES = ("/", "/en/orders/", "/verify/")


def is_at_its_mails() -> bool:
    """Whether a worker holds the lock of a round."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
            " WHERE datname = current_database() AND objid = %s AND granted", [Lock.MAIL_ROUND],
        )  # fmt: skip
        return bool(cursor.fetchone()[0])


@contextmanager
def stuck_worker(var: Path) -> Iterator[post.Post]:
    """A worker whose mail server has its first mails and will not say that it took them."""
    queue(100)
    with post.office() as (office, port):
        office.answered = 0
        settings = environment(var, EMAIL_URL=f"smtp://127.0.0.1:{port}", DATABASE_URL=database())
        process = subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=HOUSE, env=settings)
        try:
            until(lambda: office.arrived and is_at_its_mails(), "it does not send")
            yield office
        finally:
            process.kill()
            process.wait()


def answers_to_wrong_codes(server: Server) -> Counter[int]:
    """Of many at once, and meanwhile of pages."""
    with ThreadPoolExecutor(CODES) as pool:
        asked = [pool.submit(server.get, f"/verify/d-1/wrpng{n}/") for n in range(CODES)]
        for path in PAGES:
            assert server.get(path)[0] == 200
        return Counter(each.result()[0] for each in asked)


def answers_while_the_worker_waits(place: Path, *command: str) -> Counter[int]:
    build.served("varanasi")
    with stuck_worker(place / "worker"), servers.serving(place, database(), *command) as server:
        found = answers_to_wrong_codes(server)
        assert is_at_its_mails(), "the mail server has not gone on before"
        return found


def test_wrong_codes_and_pages_are_answered_meanwhile(tmp_path: Path) -> None:
    assert answers_while_the_worker_waits(tmp_path) == {404: CODES}


def test_with_one_number_for_both_no_code_would_be(tmp_path: Path) -> None:
    command = ("-m", "tests.faults.one_number", "PORT")
    assert answers_while_the_worker_waits(tmp_path, *command) == {503: CODES}

"""The worker: one at a time, again after a failure, gone cleanly when told or orphaned."""

import math
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from post_office.models import STATUS, Email

from moratorium.management import worker
from moratorium.operations import mail
from moratorium.rules.mails import Words
from moratorium.rules.wording import Text
from tests import migrated_database, post
from tests.faults import servers
from tests.faults.servers import environment

HOUSE = Path(__file__).resolve().parents[2]
committing = pytest.mark.usefixtures("committed_db")


@pytest.fixture
def arriving(settings: Any) -> Iterator[post.Post]:
    with post.going_to_it(settings) as office:
        yield office


def queue(count: int = 1) -> None:
    words = Words(Text("विषय", "Subject"), Text("पाठ", "Body"))
    for n in range(count):
        mail.queue(f"officer{n}@example.test", "test", words, at=timezone.now())


@committing
def test_everything_due_is_sent_once(arriving: post.Post) -> None:
    queue(25)
    call_command("worker", "--once")
    call_command("worker", "--once")
    assert len({each["Message-ID"] for each in arriving.arrived}) == len(arriving.arrived) == 25
    assert set(Email.objects.values_list("status", flat=True)) == {STATUS.sent}


@committing
def test_a_refused_mail_is_tried_again_under_the_same_name(arriving: post.Post) -> None:
    queue()
    arriving.refusing = True
    call_command("worker", "--once")
    again = Email.objects.get()
    assert again.status == STATUS.requeued
    assert "451" in again.logs.get().message
    arriving.refusing = False
    call_command("worker", "--once")
    assert arriving.arrived == [], "not before its time"
    Email.objects.update(scheduled_time=timezone.now() - timedelta(seconds=1))
    call_command("worker", "--once")
    assert [each["Message-ID"] for each in arriving.arrived] == [again.message_id]


@committing
def test_without_a_server_mails_stay(settings: Any) -> None:
    settings.MAIL_GOES_OUT = False
    queue()
    call_command("worker", "--once")
    assert Email.objects.get().status == STATUS.queued


@committing
def test_one_worker_at_a_time(arriving: post.Post) -> None:
    queue()
    with worker._alone() as first:
        assert first
        assert elsewhere(lambda: worker.go_round(worker.Told())) is False
        assert arriving.arrived == []
    assert elsewhere(lambda: worker.go_round(worker.Told())) is True
    assert len(arriving.arrived) == 1


def elsewhere(call: Callable[[], Any]) -> Any:
    """What a call gives on a connection of its own."""
    from concurrent.futures import ThreadPoolExecutor

    def run() -> Any:
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


@pytest.mark.plain
@pytest.mark.parametrize("pause", ["0", "-1", "61", "nan"])
def test_the_pause_is_bounded(pause: str) -> None:
    with pytest.raises(CommandError, match="pause"):
        call_command("worker", "--pause", pause)


# As a process of its own


def started(var: Path, *more: str, port: int = 0, database: str = "") -> subprocess.Popen:
    url = {"EMAIL_URL": f"smtp://127.0.0.1:{port}"} if port else {}
    url |= {"DATABASE_URL": database} if database else {}
    return subprocess.Popen(
        [sys.executable, "manage.py", *more], cwd=HOUSE, env=environment(var, **url)
    )


def until(true: Callable[[], bool]) -> None:
    servers.until(true, "It did not come to pass.")


@committing
def test_killed_between_sending_and_marking_it_loses_nothing(tmp_path: Path) -> None:
    queue(25)
    with post.office() as (office, port):
        for kill_after in (3, 12):
            office.answered = kill_after - 1
            process = started(tmp_path, "worker", port=port, database=database())
            until(lambda n=kill_after: len(office.arrived) >= n)
            process.kill()
            process.wait(60)
        office.answered = math.inf
        assert set(Email.objects.values_list("status", flat=True)) != {STATUS.sent}
        assert started(tmp_path, "worker", "--once", port=port, database=database()).wait(60) == 0
        names = Counter(each["Message-ID"] for each in office.arrived)
    assert len(names) == 25
    assert set(Email.objects.values_list("status", flat=True)) == {STATUS.sent}
    again = names.total() - len(names)
    assert 0 < again <= 2 * 10, "at most a batch a kill"


def database() -> str:
    """The address of the database that this test works on."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return os.environ["DATABASE_URL"].replace("/postgres?", f"/{name}?")


@pytest.mark.plain
def test_it_ends_when_it_is_told(tmp_path: Path) -> None:
    migrated_database.copy_into(tmp_path)
    for stop in (signal.SIGTERM, signal.SIGINT):
        process = started(tmp_path, "worker", "--pause", "60")
        until((tmp_path / "portal.sqlite3.worker").exists)
        (tmp_path / "portal.sqlite3.worker").unlink()
        assert process.poll() is None
        process.send_signal(stop)
        assert process.wait(60) == 0


@pytest.mark.plain
def test_it_ends_with_its_parent(tmp_path: Path) -> None:
    migrated_database.copy_into(tmp_path)
    process = started(tmp_path, "worker", "--pause", "0.1", "--parent", "1")
    assert process.wait(60) == 0


@pytest.mark.plain
def test_it_lives_through_a_database_that_is_not_there(tmp_path: Path) -> None:
    process = started(tmp_path, "worker", "--pause", "0.1")
    until((tmp_path / "portal.sqlite3.worker").exists)
    time.sleep(1)
    assert process.poll() is None
    process.terminate()
    assert process.wait(70) == 0

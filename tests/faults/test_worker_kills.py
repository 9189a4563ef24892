"""A worker killed at any moment loses no mail, and one sent twice bears the same Message-ID."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.utils import timezone
from post_office.models import STATUS, Email

from moratorium.models import Directive, Mail, Office
from tests import builders as build
from tests import post, soak
from tests.faults.servers import environment, until
from tests.management.test_worker import HOUSE, database

pytestmark = pytest.mark.usefixtures("committed_db")

Moment = Callable[[post.Post, random.Random], None]
KILLS, LONGEST = soak.length(15, 300), 0.3  # how many, and the seconds within which each falls
OFFICES, BATCH = 40, 10


class Nursery:
    """Forks workers and kills them; see the module of that name."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        assert self._answer("") == "ready"

    def start(self) -> int:
        return int(self._answer("go\n"))

    def kill(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        assert int(self._answer("wait\n")) == signal.SIGKILL, "it had ended by itself"

    def _answer(self, line: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line)
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()


@contextmanager
def nursery(var: Path, port: int, *mode: str) -> Iterator[Nursery]:
    url = f"smtp://127.0.0.1:{port}"
    settings = environment(var, EMAIL_URL=url, DATABASE_URL=database())
    command = [sys.executable, "-m", "tests.faults.nursery", *mode]
    with subprocess.Popen(
        command, cwd=HOUSE, env=settings, text=True, stdin=-1, stdout=-1, stderr=-3
    ) as process:
        yield Nursery(process)


def places() -> list[Office]:
    return [
        build.office(f"D{n:03d}", "division", email=f"d{n:03d}@example.org") for n in range(OFFICES)
    ]


def anywhere(_office: post.Post, chance: random.Random) -> None:
    """Wait until any moment of a worker's life."""
    time.sleep(chance.uniform(0, LONGEST))


def among_its_mails(office: post.Post, chance: random.Random) -> None:
    """Wait until a worker has sent the first mails, however slow the machine."""
    before = arrived(office)
    until(lambda: arrived(office) > before, "it sends")
    time.sleep(chance.uniform(0, LONGEST / 10))


def kill_often(
    office: post.Post, workers: Nursery, kills: int, moment: Moment = anywhere
) -> list[Directive]:
    """Issue directives and kill workers that are at their mails; what was issued."""
    chance, offices, order = random.Random(), places(), build.issued()
    issued: list[Directive] = []
    for _ in range(kills):
        if len(issued) * OFFICES - arrived(office) < OFFICES:
            draft = build.directive(order=order, offices=offices)
            issued.append(build.issue_directive(draft, timezone.now()))
        worker = workers.start()
        moment(office, chance)
        workers.kill(worker)
        assert arrived(office) < len(issued) * OFFICES, "there was nothing left to interrupt"
    return issued


def arrived(office: post.Post) -> int:
    return len({each["Message-ID"] for each in office.arrived})


def finish(office: post.Post, workers: Nursery) -> None:
    """Let a worker go on until nothing waits."""
    last = workers.start()
    until(_is_all_sent, "mails are left")
    workers.kill(last)


def _is_all_sent() -> bool:
    # Asked in this order: a batch may be queued between the two looks.
    if Mail.objects.count() < Directive.objects.count() * OFFICES:
        return False
    return not Email.objects.exclude(status=STATUS.sent).exists()


def test_kills_lose_no_mail(tmp_path: Path) -> None:
    with post.office() as (office, port), nursery(tmp_path, port) as workers:
        office.seconds = 0.005
        issued = kill_often(office, workers, KILLS)
        finish(office, workers)
    due = {(d.number, o.email) for d in issued for o in Office.objects.all()}
    told = {(each["Subject"].split()[1].rstrip(":"), each["To"]) for each in office.arrived}
    assert told == due
    names = Counter(each["Message-ID"] for each in office.arrived)
    assert set(names) == set(Mail.objects.values_list("message_id", flat=True))
    assert len(names) == len(due), "a mail sent twice bears the same Message-ID"
    assert len(
        {(m["Message-ID"], m["Subject"], m["To"], post.text(m)) for m in office.arrived}
    ) == len(due)
    assert names.total() - len(names) <= (KILLS + 1) * BATCH, "at most a batch a kill"
    assert set(Email.objects.values_list("status", flat=True)) == {STATUS.sent}
    assert all(len(list(each.iter_attachments())) == 1 for each in office.arrived)


def test_a_worker_that_marks_before_it_sends_loses_some(tmp_path: Path) -> None:
    """The control: the same kills find what is lost."""
    with post.office() as (office, port), nursery(tmp_path, port, "careless") as workers:
        office.seconds = 0.005
        issued = kill_often(office, workers, 5, among_its_mails)
        finish(office, workers)
    assert arrived(office) < len(issued) * OFFICES

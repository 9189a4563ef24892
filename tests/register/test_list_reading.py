"""A list in a process of its own: what it may take, and that only it ends by taking more."""

import io
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import xlsxwriter
from django.conf import settings

from moratorium.operations import reference
from moratorium.register.lists import reading as readings
from moratorium.register.lists import sent, turns
from moratorium.register.lists.bounds import SENT, Bounds
from moratorium.register.lists.reading import Broken, ClientLeft, Reading
from moratorium.register.lists.sent import SentList
from moratorium.rules.bad_lists import BadList
from tests import builders as build
from tests.faults.servers import children, until
from tests.shared_records import BeginFrom

pytestmark = pytest.mark.django_db
HEADER = b"account,discom,district,area,planned_at\n"
ROW = b"1,PUVVNL,varanasi,rural,31-12-2022\n"
OLD = b"1,PUVVNL,varanasi,rural,31-12-2001\n"


@pytest.fixture(autouse=True)
def record(begin_from: BeginFrom) -> None:
    begin_from(reference.load)


@pytest.fixture
def listed() -> Iterator[Any]:
    """Puts a list where a reader finds it."""
    files = []

    def put(content: bytes) -> int:
        files.append(os.fdopen(os.memfd_create("list"), "wb"))
        files[-1].write(content)
        files[-1].flush()
        return files[-1].fileno()

    yield put
    for each in files:
        each.close()


def read(listed: int, bounds: Bounds = SENT, **given: Any) -> Reading:
    return Reading(listed, build.NEW_YEAR, bounds=bounds, **given)


def refusal(listed: int, bounds: Bounds) -> str:
    with pytest.raises(BadList) as caught:
        read(listed, bounds)
    return caught.value.name


def test_the_reader_needs_neither_django_nor_the_database() -> None:
    seen = subprocess.run(
        [sys.executable, "-c", "import sys, moratorium.register.lists.reader; print(*sys.modules)"],
        check=True, capture_output=True, text=True, cwd=settings.BASE_DIR,
    ).stdout.split()  # fmt: skip
    assert not {"django", "moratorium.models", "xlsxwriter", "python_calamine"} & set(seen)


def test_counts_come_before_the_answer(listed: Any) -> None:
    found = read(listed(HEADER + ROW * 3 + b"2,x,,,\n"))
    assert found.counts == {"protected": 0, "not_protected": 3, "depends": 0, "invalid": 1}
    assert b"".join(found).count(b"\n") == 5


def test_a_list_with_old_dates_is_answered(listed: Any) -> None:
    assert read(listed(HEADER + ROW + OLD)).counts["not_protected"] == 2


@pytest.mark.parametrize(
    ("content", "bounds", "name"),
    [
        (ROW * 21, replace(SENT, rows=20), "rows"),
        (ROW, replace(SENT, columns=4), "columns"),
        (b'1,"' + b"x" * 10, SENT, "unclosed"),
    ],
)
def test_a_list_beyond_a_bound_is_refused_before_its_answer_begins(
    listed: Any, content: bytes, bounds: Bounds, name: str
) -> None:
    assert refusal(listed(HEADER + content), bounds) == name


def test_twenty_rows_are_twenty_rows(listed: Any) -> None:
    assert (
        read(listed(HEADER + ROW * 20 + b"\n,,,,\n"), replace(SENT, rows=20)).counts.total() == 20
    )


# What the reader may take. The control of each: the same list within the usual bounds.


def many(rows: int) -> bytes:
    return b"".join(b"%d,PUVVNL,varanasi,rural,%d\n" % (each, each) for each in range(rows))


def test_a_reader_without_enough_memory_refuses_the_list(listed: Any) -> None:
    small = replace(SENT, csv_memory=28 * 1024 * 1024)
    content = listed(HEADER + many(60_000))
    assert refusal(content, small) == "memory"
    assert read(content).counts["invalid"] == 60_000


def test_a_reader_that_takes_too_long_refuses_the_list(listed: Any) -> None:
    short = replace(SENT, processor=1, step=10**9)
    # Far more than any machine reads in a second, of which no more is read than that.
    assert refusal(listed(HEADER + many(900_000)), short) == "time"
    # Time is given for rows that were read.
    given = read(listed(HEADER + many(50_000)), replace(SENT, processor=1, step=500))
    assert given.counts["invalid"] == 50_000


def test_a_reader_that_is_killed_never_leaves_an_answer_that_looks_whole(listed: Any) -> None:
    found = read(listed(HEADER + ROW * 100_000))
    next(found)
    found._process.kill()
    with pytest.raises(Broken):
        for _block in found:
            pass


def test_a_client_that_leaves_ends_the_reader(listed: Any) -> None:
    before = set(children(os.getpid()))
    looks = iter([False, False, True])
    with pytest.raises(ClientLeft):
        read(listed(HEADER + ROW), left=lambda: next(looks, True))
    assert set(children(os.getpid())) <= before


def test_nothing_of_it_is_left_when_the_answer_is_closed(listed: Any) -> None:
    files, before = len(os.listdir("/proc/self/fd")), set(children(os.getpid()))
    found = read(listed(HEADER + ROW * 100_000))
    next(found)
    found.close()
    found.close()
    assert set(children(os.getpid())) <= before
    assert len(os.listdir("/proc/self/fd")) == files + 1  # the list of this test


def test_a_reader_is_told_nothing_of_the_settings(
    listed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "secret")
    started = []
    usual = readings.subprocess.Popen
    monkeypatch.setattr(
        readings.subprocess, "Popen", lambda *a, **k: started.append(k["env"]) or usual(*a, **k)
    )
    read(listed(HEADER + ROW)).close()
    assert set(started[0]) <= {"PATH", "PYTHONPYCACHEPREFIX", "LC_ALL"}


# Whoever takes nothing


def book(rows: int) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet()
        for number, line in enumerate([HEADER, *[ROW] * rows]):
            sheet.write_row(number, 0, line.decode().strip().split(","))
    return out.getvalue()


def busy(person: int) -> bool:
    try:
        turns.take(person, build.LONG_AGO).release()
    except turns.Busy:
        return True
    return False


def taken_in(person: int, **lengths: float) -> SentList:
    found = SentList(person, build.NEW_YEAR, **lengths)
    found.write(HEADER + ROW * 200_000)
    found.check()
    return found


@pytest.mark.parametrize("lengths", [{"idle": 0.2}, {"whole": 0.2}])
def test_an_answer_that_nobody_takes_is_given_up(lengths: dict[str, float]) -> None:
    person = build.asha().pk
    found = taken_in(person)
    assert busy(person)
    # Watched from here on: how long the check takes depends on the machine.
    found._watch.stop()
    found._watch = sent.Watch(found._end, **lengths)
    until(lambda: not busy(person), "the turn is still held")
    stated, blocks = int(found.headers()["Content-Length"]), list(found)
    assert sum(map(len, blocks)) < stated, "by its length it is no whole answer"
    found.close()


def test_a_csv_answer_says_its_length_and_a_book_that_breaks_off_says_so_itself() -> None:
    person = build.asha().pk
    found = taken_in(person)
    assert sum(map(len, found)) == int(found.headers()["Content-Length"])
    found = SentList(person, build.NEW_YEAR)
    found.write(book(20_000))
    found.check()
    assert found.headers() == {}
    next(found)
    assert found._reading is not None
    found._reading.end()
    assert list(found)[-1] == sent.INCOMPLETE


def test_an_upload_that_stands_still_frees_its_turn() -> None:
    person = build.asha().pk
    found = SentList(person, build.NEW_YEAR, idle=0.1)
    until(lambda: not busy(person), "the turn is still held")
    with pytest.raises(BadList):
        found.write(b"x")
    found.close()


def test_a_turn_may_be_released_by_two_at_once() -> None:
    turn = turns.take(build.asha().pk, build.LONG_AGO)
    threads = [threading.Thread(target=turn.release) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    turn.release()

"""So much in any span and no more, over all processes; and how long to wait for it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.public.api import quotas
from moratorium.public.api.quotas import Ledger, Quota
from tests.faults.servers import HOUSE

from . import racing

pytestmark = pytest.mark.plain
NOON = datetime(2026, 1, 5, 6, 30, tzinfo=UTC)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
NOTHING = timedelta(0)
THREE = Quota("three", 3, MINUTE)
HERE, ELSEWHERE = "198.51.100.7", "203.0.113.9"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "quotas.sqlite3")


def rows(folder: Path) -> int:
    with quotas.alone(folder / "quotas.sqlite3") as file:
        return int(file.execute("SELECT count(*) FROM had").fetchone()[0])


def test_no_more_than_three_in_any_minute(ledger: Ledger) -> None:
    for second in (0, 10, 20):
        assert ledger.take(THREE, HERE, 1, NOON + second * SECOND) == NOTHING
    assert ledger.take(THREE, HERE, 1, NOON + 25 * SECOND) == 35 * SECOND
    assert ledger.take(THREE, HERE, 1, NOON + MINUTE - timedelta(microseconds=1)) != NOTHING
    assert ledger.take(THREE, HERE, 1, NOON + MINUTE) == NOTHING
    assert ledger.take(THREE, HERE, 1, NOON + MINUTE) == 10 * SECOND


def test_askers_and_quotas_are_apart(ledger: Ledger) -> None:
    other = Quota("other", 3, MINUTE)
    assert ledger.take(THREE, HERE, 3, NOON) == NOTHING
    assert ledger.take(THREE, HERE, 1, NOON) != NOTHING
    assert ledger.take(THREE, ELSEWHERE, 3, NOON) == NOTHING
    assert ledger.take(other, HERE, 3, NOON) == NOTHING


def test_what_is_refused_is_refused_whole_and_not_counted(ledger: Ledger) -> None:
    assert ledger.take(THREE, HERE, 2, NOON) == NOTHING
    for _ in range(5):
        assert ledger.take(THREE, HERE, 2, NOON + SECOND) == 59 * SECOND
    assert ledger.take(THREE, HERE, 1, NOON + SECOND) == NOTHING


def test_more_than_there_ever_is_has_no_time_to_wait_for(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="three"):
        ledger.take(THREE, HERE, 4, NOON)


def test_whether_one_is_left_can_be_asked_without_taking_it(ledger: Ledger) -> None:
    assert ledger.take(THREE, HERE, 2, NOON) == NOTHING
    assert [ledger.wait(THREE, HERE, NOON) for _ in range(3)] == [NOTHING] * 3
    assert ledger.take(THREE, HERE, 1, NOON) == NOTHING
    assert ledger.wait(THREE, HERE, NOON + SECOND) == 59 * SECOND


ASKED = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 5)), max_size=12)


@given(asked=ASKED)
def test_any_course_of_asking_is_right(asked: list[tuple[int, int]], tmp_path_factory) -> None:
    """No span has more than five, what fits is given, and the wait is the shortest that helps."""
    ledger = Ledger(tmp_path_factory.mktemp("quotas") / "file")
    five = Quota("five", 5, MINUTE)
    given_out: list[tuple[datetime, int]] = []

    def fits(amount: int, at: datetime) -> bool:
        return amount + sum(a for when, a in given_out if at - MINUTE < when <= at) <= 5

    at = NOON
    for pause, amount in asked:
        at += pause * SECOND
        wait = ledger.take(five, HERE, amount, at)
        assert (wait == NOTHING) == fits(amount, at)
        if wait:
            assert fits(amount, at + wait)
            assert not fits(amount, at + wait - timedelta(microseconds=1))
        else:
            given_out.append((at, amount))


def test_what_no_longer_counts_is_removed(ledger: Ledger, tmp_path: Path) -> None:
    for n in range(20):
        ledger.take(THREE, f"198.51.100.{n}", 1, NOON)
    assert rows(tmp_path) == 20
    ledger.take(THREE, HERE, 1, NOON + MINUTE)
    assert rows(tmp_path) == 1


def test_the_file_has_a_bound(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotas, "MOST_ROWS", 50)
    for n in range(120):
        assert ledger.take(THREE, f"asker {n}", 1, NOON + n * timedelta(microseconds=1)) == NOTHING
    assert rows(tmp_path) == 50
    assert ledger.take(THREE, "asker 119", 3, NOON + SECOND) != NOTHING, "the newest are kept"


def test_a_clock_that_is_set_back_shuts_nobody_out(ledger: Ledger) -> None:
    ledger.take(THREE, HERE, 3, NOON + timedelta(hours=1))
    assert ledger.take(THREE, HERE, 3, NOON) == NOTHING


@pytest.mark.parametrize("kind", ["a folder", "no folder to lie in", "no database"])
def test_where_the_file_cannot_be_written_nobody_is_refused(
    kind: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "none" / "file" if kind == "no folder to lie in" else tmp_path / "file"
    if kind == "a folder":
        file.mkdir()
    elif kind == "no database":
        file.write_bytes(b"no database" * 1000)
    for _ in range(5):
        assert Ledger(file).take(THREE, HERE, 1, NOON) == NOTHING
    said = [each.getMessage() for each in caplog.records]
    assert len(said) == 1, "it is said once"
    assert str(file) in said[0]


# Processes


@contextmanager
def two_processes(file: Path, mode: str) -> Iterator[list["subprocess.Popen[str]"]]:
    command = [sys.executable, "-m", "tests.api.racing", str(file), mode]
    with ExitStack() as stack:
        started = (
            subprocess.Popen(command, cwd=HOUSE, text=True, stdin=-1, stdout=-1) for _ in range(2)
        )
        yield [stack.enter_context(each) for each in started]


def say(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def hear(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_two_processes_count_together(tmp_path: Path) -> None:
    with two_processes(tmp_path / "file", "race") as both:
        assert [hear(each) for each in both] == ["ready", "ready"]
        for each in both:
            say(each)
        given_out = [int(hear(each)) for each in both]
    assert sum(given_out) == racing.QUOTA.most


def test_without_the_transaction_more_are_let_through(tmp_path: Path) -> None:
    with quotas.alone(tmp_path / "file"):
        pass
    with two_processes(tmp_path / "file", "careless") as both:
        assert [hear(each) for each in both] == ["looked", "looked"]
        for each in both:
            say(each)
        given_out = [int(hear(each)) for each in both]
    assert sum(given_out) == 2 > racing.LAST.most

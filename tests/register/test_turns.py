"""Turns over several processes: who holds one, who gets none, and what falls with its holder."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.servers import HOUSE, environment

pytestmark = pytest.mark.plain
HOLDER = """
import fcntl, sys
import django
django.setup()
from moratorium.register.lists import turns
if sys.argv[2:]:
    fcntl.flock = lambda *given: None
try:
    held = turns.lock([sys.argv[1]])
except turns.Busy as busy:
    print(busy, flush=True)
else:
    print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def asks(tmp_path: Path) -> Iterator[Any]:
    """A process that asks for a turn and keeps what it gets."""
    started = []

    def ask(*arguments: str) -> tuple[str, "subprocess.Popen[str]"]:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, *arguments], cwd=HOUSE, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env=environment(tmp_path, DJANGO_SETTINGS_MODULE="portal.settings"),
        )  # fmt: skip
        started.append(process)
        assert process.stdout is not None
        return process.stdout.readline().strip(), process

    yield ask
    for each in started:
        each.kill()
        each.communicate()


def test_two_lists_for_a_server_and_a_third_when_a_holder_is_killed(asks: Any) -> None:
    said, first = asks("office-1")
    assert [said, asks("office-2")[0], asks("office-3")[0]] == ["held", "held", "server"]
    first.kill()
    first.wait()
    assert asks("office-3")[0] == "held"


def test_one_list_for_an_office(asks: Any) -> None:
    said, first = asks("office-1")
    assert [said, asks("office-1")[0]] == ["held", "own"]
    first.kill()
    first.wait()
    assert asks("office-1")[0] == "held"


def test_without_the_lock_all_would_go_on(asks: Any) -> None:
    """The control."""
    said = [asks(office, "unlocked")[0] for office in ("office-1", "office-1", "office-2")]
    assert said == ["held"] * 3

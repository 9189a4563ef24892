"""Every lock of PostgreSQL's that the portal takes has a number of its own, from one place."""

import re
from enum import IntEnum
from pathlib import Path

import pytest

from moratorium.models import locks
from moratorium.models.locks import Lock

pytestmark = pytest.mark.plain
HOUSE = Path(__file__).resolve().parents[2]
ADVISORY = re.compile(r"advisory\w*lock", re.IGNORECASE)


def shared_numbers(names: type[IntEnum]) -> list[str]:
    """Names that stand for the number of another."""
    return [name for name, lock in names.__members__.items() if lock.name != name]


def places_of_advisory_locks(sources: dict[str, str]) -> list[str]:
    return [name for name, source in sources.items() if ADVISORY.search(source)]


def sources() -> dict[str, str]:
    rooms = (HOUSE / "moratorium", HOUSE / "portal")
    files = (file for room in rooms for kind in ("py", "sql") for file in room.rglob(f"*.{kind}"))
    return {str(file.relative_to(HOUSE)): file.read_text() for file in files}


def test_no_two_locks_have_one_number() -> None:
    assert shared_numbers(Lock) == []
    assert len(Lock) >= 3


def test_a_number_of_two_locks_is_seen() -> None:
    alike = IntEnum("alike", {"ONE": 1, "TWO": 2, "AGAIN": 1})
    assert shared_numbers(alike) == ["AGAIN"]


def test_locks_are_taken_in_one_place_alone() -> None:
    assert places_of_advisory_locks(sources()) == ["moratorium/models/locks.py"]


def test_a_lock_that_is_taken_elsewhere_is_seen() -> None:
    elsewhere = {"a.py": "SELECT pg_advisory_lock(7)", "b.py": "SELECT 1"}
    assert places_of_advisory_locks(elsewhere) == ["a.py"]


def test_only_what_says_so_is_a_lock_held_too_long() -> None:
    assert not locks.is_busy(None)
    assert not locks.is_busy(ValueError("of ours"))

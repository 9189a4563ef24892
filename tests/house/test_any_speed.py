"""No test depends on the machine's speed: bounds in seconds stand in `tests.bench` and `tests.soak`."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import soak

pytestmark = pytest.mark.plain
TESTS = Path(soak.__file__).parent
CLOCKS = {"monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "process_time", "time"}


def sources() -> Iterator[Path]:
    """The tests' files, but for those whose matter is speed."""
    apart = {TESTS / "soak.py", Path(__file__)}
    return (f for f in TESTS.rglob("*.py") if f not in apart and TESTS / "bench" not in f.parents)


def compared_spans(source: str) -> list[int]:
    """The lines in which `clock() - began` is compared with something."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Compare)
        for part in (node.left, *node.comparators)
        if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Sub) and _is_clock(part.left)
    ]


def _is_clock(node: ast.expr) -> bool:
    called = node.func if isinstance(node, ast.Call) else None
    return (
        isinstance(called, ast.Attribute)
        and called.attr in CLOCKS
        and isinstance(called.value, ast.Name)
        and called.value.id == "time"
    )


def test_no_test_compares_the_seconds_that_something_took() -> None:
    found = {str(f.relative_to(TESTS)): compared_spans(f.read_text()) for f in sources()}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_a_test_that_would_is_found() -> None:
    source = "began = time.monotonic()\nwork()\nassert time.monotonic() - began < 5\n"
    assert compared_spans(source) == [3]
    assert compared_spans(source.replace("monotonic", "perf_counter")) == [3]
    assert (
        compared_spans("deadline = time.monotonic() + 60\nwhile time.monotonic() < deadline: ...")
        == []
    )


def test_the_long_forms_are_those_that_are_run() -> None:
    """Whoever asks `soak` for a long form or a bound is run by `make soak`, and nobody else is."""
    asking = {f.relative_to(TESTS.parent).as_posix() for f in sources() if "soak." in f.read_text()}
    assert asking == set(soak.TESTS)

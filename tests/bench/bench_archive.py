"""Whether a verdict, the board and an edition cost the same with 10 and with 100,000 archived orders:
`python -m tests.bench.bench_archive`.

Two processes, each with a database of its own, take turns on each engine; the ratio of the
best of 25 rounds is printed. The goal is within 10 %.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench.databases import database
from tests.engine import ENGINES

FEW, MANY, ROUNDS, GOAL = 10, 100_000, 25, 1.10


@contextmanager
def probe(engine: str, count: int, *more: str) -> Iterator[subprocess.Popen]:
    """A process with so many archived orders, ready to be told what to time."""
    with tempfile.TemporaryDirectory(prefix="moratorium-bench-") as place:
        os.environ["XDG_RUNTIME_DIR"] = place
        with database(engine, Path(place)) as url:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.bench.probe", str(count), *more],
                env=os.environ | {"VAR_DIR": place, "DATABASE_URL": url},
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            assert process.stdout is not None
            assert process.stdout.readline().strip() == "ready"
            yield process
            process.stdin.close()  # type: ignore[union-attr]
            process.wait()


def seconds(process: subprocess.Popen, work: str) -> float:
    """How long the process takes for a piece of work."""
    print(work, file=process.stdin, flush=True)
    return float(process.stdout.readline())  # type: ignore[union-attr]


def measure(engine: str) -> bool:
    """Print the ratios of an engine; whether all keep the goal."""
    kept = True
    with ExitStack() as stack:
        few, many = (stack.enter_context(probe(engine, count)) for count in (FEW, MANY))
        for work in ("verdict", "board", "edition"):
            pairs = [(seconds(few, work), seconds(many, work)) for _ in range(ROUNDS)]
            ratio = min(m for _f, m in pairs) / min(f for f, _m in pairs)
            kept = kept and ratio <= GOAL
            print(f"{engine:10} {work:8} {MANY:,} / {FEW} archived orders: {ratio:.2f}")
    return kept


if __name__ == "__main__":
    results = [measure(engine) for engine in ENGINES]
    sys.exit(not all(results))

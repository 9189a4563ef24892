"""What unfinished requests cost everybody else: `python -m tests.bench.bench_crowding [sqlite|postgresql]`.

One `serve` with two workers, asked for the board over a connection that is kept: alone, and beside
200 unfinished bodies, 500 idle connections, 100 half heads and 50 readers that read nothing, in
turns. Goal: the 99th percentile at most twice the quiet one.
"""

import socket
import statistics
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

from tests.bench import load
from tests.bench.bench_front import record
from tests.engine import ENGINES
from tests.faults.crowding import crowding
from tests.faults.servers import serving

GOAL = 2.0
TURNS, SPAN = 12, 2.5  # seconds: shorter than it takes until an unfinished body is given up
PAUSE = 0.001  # seconds between two requests: somebody who reads, not a load
ASKED = load.request("/")


def waits(port: int, crowded: bool) -> list[float]:
    """How long each answer took, in seconds."""
    size, found = load.length(port, ASKED), []
    with (
        crowding(port) if crowded else nullcontext(),
        socket.create_connection(("127.0.0.1", port), timeout=60) as line,
    ):
        until = time.perf_counter() + SPAN
        while time.perf_counter() < until:
            began, left = time.perf_counter(), size
            line.sendall(ASKED)
            while left:
                got = len(line.recv(left))
                assert got, "the server closed the connection"
                left -= got
            found.append(time.perf_counter() - began)
            time.sleep(PAUSE)
    return found


def percentile(found: list[float]) -> float:
    return statistics.quantiles(found, n=100)[98]


def measure(engine: str) -> bool:
    print(engine)
    with tempfile.TemporaryDirectory(prefix="moratorium-bench-") as name:
        place = Path(name)
        with record(place / "record", engine, 300) as url, serving(place, url) as server:
            waits(server.port, crowded=True)
            turns = [
                [percentile(waits(server.port, each)) for each in (False, True)]
                for _ in range(TURNS)
            ]
    quiet, crowded = (statistics.median(each) for each in zip(*turns, strict=True))
    ratio = statistics.median(crowded / quiet for quiet, crowded in turns)
    print(f"  99th percentile, quiet              {quiet * 1000:.2f} ms")
    print(f"  beside unfinished requests          {crowded * 1000:.2f} ms")
    print(f"  ratio, median of {TURNS} turns           {ratio:.2f}  (goal {GOAL})")
    return ratio <= GOAL


if __name__ == "__main__":
    engines = [engine for engine in ENGINES if engine in sys.argv] or list(ENGINES)
    results = [measure(engine) for engine in engines]
    sys.exit(not all(results))

"""What the front costs: `python -m tests.bench.bench_front [sqlite|postgresql] [small]`.

Under one server each, in turns: the board from the front, a constant answer of the same size with
the same headers, and the board as Django renders it for each request. Then the memory of a worker,
and how soon an act is seen. Ratios of one run. What the archive costs: see `bench_archive`.
"""

import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench import load
from tests.bench.databases import database
from tests.engine import ENGINES
from tests.faults.servers import HOUSE, Server, serving

DISTRICTS = HOUSE / "moratorium" / "data" / "districts.csv"
BOARD = load.request("/")
HELLO_GOAL, RENDERED_GOAL, MEMORY_GOAL = 0.90, 100, 100
SLOW = 3.0  # seconds, in which even pages rendered for each request come in dozens
SEEN_GOAL, ALL_GOAL = 0.25, 1.0  # seconds
LEFT_TO_THE_SERVER = {"server", "date", "connection", "transfer-encoding"}


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    servers: int  # of each kind, since processes of the same kind differ by 5 % and more
    rounds: int  # in which each of them has its turn, since the machine's own rate drifts
    acts: int
    span: float  # seconds
    archived: int
    settling: float  # seconds in which a server makes its pages ahead


WHOLE = Size(servers=5, rounds=40, acts=16, span=0.25, archived=10_000, settling=12)
SMALL = Size(servers=1, rounds=3, acts=3, span=0.3, archived=300, settling=8)


@contextmanager
def record(place: Path, engine: str, archived: int) -> Iterator[str]:
    """A database with 21 orders in force and so many archived ones; its address."""
    place.mkdir()
    with database(engine, place) as url:
        filled = f"import sys; from tests.bench import probe; probe.prepare({archived})"
        subprocess.run(
            [sys.executable, "-c", filled], check=True,
            env=os.environ | {"VAR_DIR": str(place / "var"), "DATABASE_URL": url},
        )  # fmt: skip
        yield url


def served(stack: ExitStack, place: Path, url: str, what: str, **more: str) -> Server:
    command = ("-m", "tests.bench.served", what, "PORT", "1")
    return stack.enter_context(serving(place, url, *command, **more))


def hello_like(server: Server, place: Path) -> Path:
    """A file that says what the board's answer is like."""
    _, headers, body = server.get("/", Accept_Encoding="gzip")
    kept = [[k, v] for k, v in headers.items() if k not in LEFT_TO_THE_SERVER]
    file = place / "hello.json"
    file.write_text(json.dumps({"headers": kept, "size": len(body)}))
    return file


def rates(place: Path, url: str, size: Size) -> bool:
    with ExitStack() as stack:
        fronts = [served(stack, place, url, "front") for _ in range(size.servers)]
        for each in fronts:
            _all_pages(each)
        like = str(hello_like(fronts[0], place))
        hellos = [served(stack, place, url, "hello", HELLO=like) for _ in fronts]
        time.sleep(size.settling)
        turns = [
            [
                load.rate(each.port, BOARD, size.span)
                for pair in zip(fronts, hellos, strict=True)
                for each in pair
            ]
            for _ in range(size.rounds)
        ]
    rated = [statistics.median(of_one) for of_one in zip(*turns, strict=True)]
    usual = statistics.median(rate for each in turns for rate in each[1::2])
    board = statistics.median(rate for each in turns for rate in each[::2])
    against_hello = board / usual
    print(f"  a worker's board rate              {board:,.0f} a second on this machine")
    print(
        f"  board / hello-world of its size    {against_hello:.2f}  (goal {HELLO_GOAL}; "
        f"{size.servers} servers each, which singly are at {_span(rated[::2], usual)} "
        f"and {_span(rated[1::2], usual)})"
    )
    return _against_rendered(place, url, size) and against_hello >= HELLO_GOAL


def _span(rates: list[float], usual: float) -> str:
    return f"{min(rates) / usual:.2f} to {max(rates) / usual:.2f}"


def _against_rendered(place: Path, url: str, size: Size) -> bool:
    with ExitStack() as stack:
        front = served(stack, place, url, "front")
        _all_pages(front)
        rendered = served(stack, place, url, "django")
        time.sleep(size.settling)
        ratios = []
        for _ in range(3):
            ours = load.rate(front.port, BOARD, size.span)
            ratios.append(ours / load.rate(rendered.port, BOARD, SLOW, connections=8))
        ratio, more = statistics.median(ratios), _megabytes(front) - _megabytes(rendered)
    print(f"  board / rendered per request       {ratio:.0f}  (goal {RENDERED_GOAL})")
    print(f"  memory of a worker over Django's   {more:.0f} MB  (goal {MEMORY_GOAL})")
    return ratio >= RENDERED_GOAL and more <= MEMORY_GOAL


def _all_pages(server: Server) -> float:
    """Ask for every page of the crowd; the seconds it took."""
    began = time.perf_counter()
    with DISTRICTS.open(newline="") as file:
        slugs = [row["slug"] for row in csv.DictReader(file)]
    for slug in slugs:
        for prefix in ("/", "/en/"):
            assert server.get(f"{prefix}districts/{slug}/")[0] == 200
    return time.perf_counter() - began


def _megabytes(server: Server) -> float:
    """The memory of the worker that is not shared with others."""
    (worker,) = server.workers()
    rows = Path(f"/proc/{worker}/smaps_rollup").read_text().splitlines()
    return sum(int(row.split()[1]) for row in rows if row.startswith("Private_")) / 1024


def act(place: Path, url: str, size: Size) -> bool:
    """How soon after an act the board is new, and every page right."""
    board, everything = [], []
    with ExitStack() as stack:
        server = served(stack, place, url, "front")
        actor = stack.enter_context(_actor(place, url))
        _all_pages(server)
        for _ in range(size.acts):
            before = json.loads(server.get("/api/v1/protections")[2])["edition"]
            shown = server.get("/")[1]["etag"]
            assert actor.stdin is not None
            assert actor.stdout is not None
            print(file=actor.stdin, flush=True)
            committed = float(actor.stdout.readline())  # CLOCK_MONOTONIC, the same for both
            while server.get("/")[1]["etag"] == shown:
                time.sleep(0.005)
            board.append(time.monotonic() - committed)
            assert json.loads(server.get("/api/v1/protections")[2])["edition"] != before
            # Nothing of the edition before is shown from here on, so every page is right.
            everything.append(time.monotonic() - committed)
            time.sleep(1)
    worst, all_right = max(board), max(everything)
    print(f"  board new after an act             {worst * 1000:.0f} ms  (goal 250)")
    print(f"  every page right after an act      {all_right * 1000:.0f} ms  (goal 1,000)")
    return worst <= SEEN_GOAL and all_right <= ALL_GOAL


@contextmanager
def _actor(place: Path, url: str) -> Iterator[subprocess.Popen[str]]:
    """A process that issues an order for every line that it reads, and says when it was done."""
    process = subprocess.Popen(
        [sys.executable, "-c", "from tests.bench import probe; probe.act()"],
        env=os.environ | {"VAR_DIR": str(place / "var"), "DATABASE_URL": url},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait()


def measure(engine: str, size: Size) -> bool:
    """Print the figures of an engine; whether all goals are kept."""
    print(engine)
    with tempfile.TemporaryDirectory(prefix="moratorium-bench-") as name:
        os.environ["XDG_RUNTIME_DIR"] = name
        place = Path(name)
        with record(place / "record", engine, size.archived) as url:
            kept = [rates(place, url, size), act(place, url, size)]
    return all(kept)


if __name__ == "__main__":
    measured = WHOLE if "small" not in sys.argv else SMALL
    engines = [engine for engine in ENGINES if engine in sys.argv] or list(ENGINES)
    results = [measure(engine, measured) for engine in engines]
    sys.exit(not all(results))

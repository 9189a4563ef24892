"""What the preview of a long draft costs, and whether the archive matters to it:
`python -m tests.bench.bench_preview`.

The draft amends an order in force; both have 40 lines with every district. Prints the best of
10 rounds with 100,000 archived orders against that with 10, and in seconds.
"""

import sys
from contextlib import ExitStack

from tests.bench.bench_archive import FEW, MANY, probe, seconds
from tests.engine import ENGINES

ROUNDS, GOAL = 10, 2.0  # the goal in seconds


def measure(engine: str) -> bool:
    """Print the figures of an engine; whether the preview keeps the goal."""
    with ExitStack() as stack:
        few, many = (stack.enter_context(probe(engine, count, "long")) for count in (FEW, MANY))
        pairs = [(seconds(few, "preview"), seconds(many, "preview")) for _ in range(ROUNDS)]
    first, second = (min(times) for times in zip(*pairs, strict=True))
    print(f"{engine:10} preview  {MANY:,} / {FEW} archived orders: {second / first:.2f}")
    print(f"{engine:10} preview  {second:.2f} s")
    return second <= GOAL


if __name__ == "__main__":
    results = [measure(engine) for engine in ENGINES]
    sys.exit(not all(results))

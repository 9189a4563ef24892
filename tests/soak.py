"""Long forms of tests whose worth grows with their length: `make soak` runs them, by hand.

Whatever is run often keeps a short form of each: `soak.length(12, 600)` is 12 there, and 600 here.
Bounds in seconds are held here alone, on a machine that does nothing else: what is run often says
the same whatever the machine's speed (see also `tests.bench`).

    python -m tests.soak          # both engines; the last result stands in docs/soak.md
"""

import os
import subprocess
import sys
import time
from typing import TypeVar

Number = TypeVar("Number", int, float)
LONG = bool(os.environ.get("SOAK"))
# Every test that has a long form, or a bound in seconds.
TESTS = (
    "tests/faults/test_bodies.py",
    "tests/faults/test_crossing.py",
    "tests/faults/test_edge.py",
    "tests/faults/test_worker_kills.py",
    "tests/faults/test_workers.py",
    "tests/faults/test_outlives.py",
    "tests/operations/test_verification.py",
    "tests/publishing/test_slots.py",
    "tests/publishing/test_watch.py",
    "tests/record/test_round_trip.py",
)


def length(short: Number, long: Number) -> Number:
    """How often, how many or how long: the one in what is run often, the other in the long form."""
    return long if LONG else short


def is_within(seconds: float, since: float) -> bool:
    """Whether no more has passed since an instant of `time.monotonic`; asked in the long form."""
    return not LONG or time.monotonic() - since <= seconds


def main() -> int:
    """Run the long forms on both engines, one test at a time; 1 if one of them failed."""
    failed = False
    for engine in ("sqlite", "postgresql"):
        began = time.monotonic()
        command = [sys.executable, "-m", "tests.engine", engine, *TESTS, "--durations=12"]
        failed |= bool(subprocess.run(command, env=os.environ | {"SOAK": "1"}).returncode)
        print(f"{engine}: {(time.monotonic() - began) / 60:.1f} minutes")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())

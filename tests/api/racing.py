"""A process that takes of a quota: `python -m tests.api.racing FILE race|careless`.

`race`: it prints `ready`; at a line on standard input it takes 200 times, in four threads, and
prints how many it got.
`careless`: without the transaction, it looks, prints `looked`, and takes only after that line.
"""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from moratorium.public.api import quotas
from moratorium.public.api.quotas import Ledger, Quota

QUOTA = Quota("raced", 100, timedelta(minutes=1))
LAST = Quota("raced", 1, timedelta(minutes=1))
AT = datetime(2026, 1, 5, tzinfo=UTC)
TAKES = 200


def is_given(ledger: Ledger, quota: Quota) -> bool:
    return not ledger.take(quota, "198.51.100.7", 1, AT)


def race(ledger: Ledger) -> int:
    print("ready", flush=True)
    sys.stdin.readline()
    with ThreadPoolExecutor(4) as pool:
        return sum(pool.map(lambda _: is_given(ledger, QUOTA), range(TAKES)))


def take_carelessly(ledger: Ledger) -> int:
    quotas.alone = beside_others
    quotas._wait = then_pause(quotas._wait)
    return int(is_given(ledger, LAST))


@contextmanager
def beside_others(path: Path) -> Iterator[Any]:
    with closing(sqlite3.connect(path, timeout=quotas.BUSY, isolation_level=None)) as file:
        yield file


def then_pause(look: Callable[..., timedelta]) -> Callable[..., timedelta]:
    def looked(*args: Any) -> timedelta:
        found = look(*args)
        print("looked", flush=True)
        sys.stdin.readline()
        return found

    return looked


if __name__ == "__main__":
    quotas.BUSY = 120  # for a machine with other work
    named = Ledger(Path(sys.argv[1]))
    print({"race": race, "careless": take_carelessly}[sys.argv[2]](named), flush=True)

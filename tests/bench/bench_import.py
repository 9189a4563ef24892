"""What an import costs against a bare insertion: `python -m tests.bench.bench_import`.

A document of 10,000 orders is taken in, and the same rows are inserted with bulk_create
and nothing else: no reading, no checks, no journal. The goal is at most 5 times that time.
Both engines run, each measurement in a process and a database of its own.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.bench.databases import database

ORDERS, ROUNDS, GOAL = 10_000, 2, 5.0


def main() -> int:
    """Print the ratio on each engine; 1 if one misses the goal."""
    from tests.engine import ENGINES

    missed = 0
    for name in ENGINES:
        pairs = [(_alone(name, "take"), _alone(name, "insert")) for _ in range(ROUNDS)]
        taken, inserted = (min(seconds) for seconds in zip(*pairs, strict=True))
        print(
            f"import of {ORDERS} orders, {name}: {taken / inserted:.2f} times bulk_create "
            f"({taken:.2f} s to {inserted:.2f} s; goal {GOAL:.0f})"
        )
        missed |= taken > GOAL * inserted
    return int(missed)


def _alone(engine: str, work: str) -> float:
    """The seconds that some work takes in a process and an empty database of its own."""

    with tempfile.TemporaryDirectory(prefix="moratorium-bench-") as place:
        os.environ["XDG_RUNTIME_DIR"] = place
        with database(engine, Path(place)) as url:
            environment = os.environ | {"VAR_DIR": place, "DATABASE_URL": url}
            command = [sys.executable, "-m", "tests.bench.bench_import", work]
            said = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    return float(said.stdout)


def measure(work: str) -> float:
    """Time some work in the database of the environment, with its commit."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django
    from django.core.management import call_command
    from django.db import transaction

    django.setup()
    call_command("migrate", verbosity=0)
    from moratorium.operations import reference

    reference.load()
    ready = (_import if work == "take" else _insert)(document())
    start = time.perf_counter()
    with transaction.atomic():
        ready()
    return time.perf_counter() - start


def document() -> dict[str, Any]:
    """Orders plain, amended, lifted, in districts, and bound to outages."""
    from tests.bench.archive import FIRST, STEP
    from tests.record import papers

    def at(n: int, days: int = 0) -> str:
        return (FIRST + STEP * n + timedelta(days=days)).isoformat()

    def line(n: int) -> papers.Raw:
        bound = f"old-{n // 50}" if n % 4 == 0 else None
        slugs = ["varanasi", "ghazipur"][: n % 3]
        return papers.line(
            discom="PUVVNL", districts=slugs, area="any", starts_at=at(n), ends_at=at(n, 2),
            until_restored=bound, grace_hours=24 if bound else 0,
        )  # fmt: skip

    def order(n: int) -> papers.Raw:
        lift = n % 10 == 9
        amends = f"OLD/{n - 1:06d}" if n % 5 == 4 else None
        coverage = [] if lift else [line(n), line(n)][: 1 + n % 2]
        return papers.order(f"OLD/{n:06d}", at(n), amends=amends, lift=lift, coverage=coverage)

    outages = [
        papers.outage(
            f"old-{n}", starts_at=at(n * 50), expected_end=None, announced_at=None,
            restored_at=at(n * 50, 2), confirmed_at=at(n * 50, 3),
        )
        for n in range(ORDERS // 50)
    ]  # fmt: skip
    return papers.document(outages, [order(n) for n in range(ORDERS)])


def _import(papers: dict[str, Any]) -> Callable[[], None]:
    from django.utils import timezone

    from moratorium.operations.record import import_record

    data = json.dumps(papers, ensure_ascii=False).encode()

    def work() -> None:
        assert import_record(data, at=timezone.now()).orders == ORDERS

    return work


def _insert(papers: dict[str, Any]) -> Callable[[], None]:
    """The same rows, made beforehand, so that only their insertion is timed."""
    from moratorium.models import CoverageDistrict, CoverageLine, Order, Outage
    from moratorium.operations.record import reading, storing
    from moratorium.operations.record.document import parse
    from moratorium.operations.record.refusal import Faults

    entries = reading.read(parse(json.dumps(papers).encode(), Faults()), Faults())
    outages = [storing._outage(each.entry) for each in entries.outages]
    orders = [storing._order(each.entry) for each in entries.orders]
    by_number = {order.number: order for order in orders}
    keys = {}
    for key, outage in enumerate(outages, start=10**9):
        outage.pk = keys[outage.ref] = key
    for key, order in enumerate(orders, start=10**9):
        order.pk = key
    lines, districts = [], []
    for order, named in zip(orders, entries.orders, strict=True):
        if named.entry.amends is not None:
            order.amends, order.lift = by_number[named.entry.amends], named.entry.lift
        for position, stated in enumerate(named.entry.coverage):
            lines.append(storing._line(order, position, stated, keys))
            lines[-1].pk = 10**9 + len(lines)
            districts += [CoverageDistrict(line=lines[-1], district_id=s) for s in stated.districts]

    def work() -> None:
        for model, rows in (
            (Outage, outages), (Order, orders), (CoverageLine, lines), (CoverageDistrict, districts),
        ):  # fmt: skip
            model.objects.bulk_create(rows, batch_size=storing.BATCH)  # type: ignore[attr-defined]

    return work


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(measure(sys.argv[1]))
    else:
        sys.exit(main())

"""A process with one database that times what it is told to, so that two can take turns.

`python -m tests.bench.probe COUNT` fills a fresh database with so many archived orders and
20 in force; then each line read from standard input (`verdict`, `board`) is timed and answered
with the seconds of the best of three.
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    _fill(int(sys.argv[1]))
    print("ready", flush=True)
    work = _work()
    for line in sys.stdin:
        print(f"{_best(work[line.strip()]):.6f}", flush=True)


def _fill(count: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from moratorium.models import CoverageLine, Discom, Order
    from moratorium.operations import reference
    from tests.bench.archive import fill

    reference.load()
    fill(count)
    now = timezone.now()
    for n, discom in enumerate([*Discom.objects.all()] * 3):
        order = Order.objects.create(
            number=f"NOW/{n}", slug=f"now-{n}", issued_at=now - timedelta(days=1), imported=True,
            title_hi="प्रभावी आदेश", title_en="Order in force",
        )  # fmt: skip
        CoverageLine.objects.create(
            order=order, discom=discom, starts_at=now - timedelta(days=1),
            ends_at=now + timedelta(days=2),
        )  # fmt: skip
    Order.objects.filter(state="draft").update(state="issued")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _work() -> dict[str, Callable[[], object]]:
    from django.utils import timezone

    from moratorium.register import board, verdicts
    from moratorium.rules.scope import Place

    now = timezone.now()
    question = verdicts.Question(Place("PUVVNL", "state", "rural", "varanasi"), now, now)
    return {
        "verdict": lambda: [verdicts.ask([question]) for _ in range(50)],
        "board": lambda: [board.board(now) for _ in range(5)],
    }


def _best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    main()

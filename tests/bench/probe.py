"""A process with one database that times what it is told to, so that two can take turns.

`python -m tests.bench.probe COUNT` fills a fresh database with so many archived orders and
20 in force; with `long` also one of 40 lines with every district, and a draft that amends it.
Then each line read from standard input (`verdict`, `board`, `edition`, `preview`) is timed and answered
with the seconds of the best of three.
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any


def main() -> None:
    prepare(int(sys.argv[1]))
    if sys.argv[2:] == ["long"]:
        _fill_long()
    print("ready", flush=True)
    work = _work()
    for line in sys.stdin:
        print(f"{_best(work[line.strip()]):.6f}", flush=True)


def prepare(count: int) -> None:
    """A fresh database with so many archived orders and 21 in force."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    _fill(count)


def act() -> None:
    """Put an order on record for every line read, and say when it was committed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from moratorium.models import CoverageLine, Order
    from moratorium.operations.journal import Act, writing

    for _ in sys.stdin:
        now = timezone.now()
        with transaction.atomic(), writing(now) as pen:
            number = f"ACT/{now.timestamp()}"
            order = Order.objects.create(
                number=number, slug=f"act-{pen.moment.timestamp()}", issued_at=pen.moment,
                imported=True, title_hi="आदेश", title_en="Order",
            )  # fmt: skip
            CoverageLine.objects.create(order=order, starts_at=now, ends_at=now + timedelta(days=1))
            Order.objects.filter(pk=order.pk).update(state="issued")
            pen.write(Act("order.issued", number, "", True, {"number": number}))
        print(time.monotonic(), flush=True)


def _fill(count: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from moratorium.models import CoverageLine, Discom, Order
    from moratorium.operations import reference
    from tests.bench.archive import fill, notify

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
    notify(now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _fill_long() -> None:
    from django.utils import timezone

    from moratorium.models import Order

    now = timezone.now()
    order = _long_order(now)
    numbered = {"number": "NOW/long", "slug": "now-long", "issued_at": now}
    Order.objects.filter(pk=order.pk).update(state="issued", **numbered)
    _long_order(now + timedelta(hours=1), amends=order)


def _long_order(start: datetime, **fields: Any) -> Any:
    """A draft of 40 lines, each with every district."""
    from moratorium.models import CoverageDistrict, CoverageLine, District, Order

    titles = {"title_hi": "लंबा आदेश", "title_en": "A long order"}
    order = Order.objects.create(imported=True, **titles, **fields)
    districts = list(District.objects.all())
    for n in range(40):
        line = CoverageLine.objects.create(
            order=order, position=n, area=("any", "urban", "rural")[n % 3],
            starts_at=start + timedelta(hours=n), ends_at=start + timedelta(days=3, hours=n),
        )  # fmt: skip
        CoverageDistrict.objects.bulk_create(
            CoverageDistrict(line=line, district=district) for district in districts
        )
    return order


def _work() -> dict[str, Callable[[], object]]:
    from django.utils import timezone

    from moratorium.models import Order
    from moratorium.register import board, editions, verdicts
    from moratorium.register.preview import preview
    from moratorium.rules.scope import Place

    now = timezone.now()
    draft = Order.objects.filter(state="draft").first()
    question = verdicts.Question(Place("PUVVNL", "state", "rural", "varanasi"), now, now)
    return {
        "verdict": lambda: [verdicts.ask([question]) for _ in range(50)],
        "board": lambda: [board.board(now) for _ in range(5)],
        "edition": lambda: [editions.read() for _ in range(5)],
        "preview": lambda: preview(draft.pk, now) if draft else None,
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

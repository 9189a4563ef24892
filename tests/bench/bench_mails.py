"""Mails about a directive to 5,000 offices: `python -m tests.bench.bench_mails`.

Against the bulk insertion of as many addressees, on both engines: its issue; the same with the
queue's rows in its transaction, as it could have been; what the worker then takes to queue them,
to look again when nothing is due, and to send them to a server on loopback. Goal: the issue in
at most five times the bulk insertion.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.databases import database
from tests.engine import ENGINES

OFFICES, SENT, GOAL = 5_000, 300, 5.0


def main() -> int:
    kept = True
    for engine in ENGINES:
        found = measured(engine)
        bare = found.pop("bulk insertion")
        print(f"{engine:10} {'bulk insertion':34} {bare * 1000:8.0f} ms")
        for name, seconds in found.items():
            print(f"{engine:10} {name:34} {seconds * 1000:8.0f} ms {seconds / bare:7.1f}")
        kept = kept and found["issue"] / bare <= GOAL
    return int(not kept)


def measured(engine: str) -> dict[str, float]:
    """What a process with a database of its own measures."""
    with tempfile.TemporaryDirectory(prefix="moratorium-bench-") as place:
        os.environ["XDG_RUNTIME_DIR"] = place
        with database(engine, Path(place)) as url:
            environment = os.environ | {"VAR_DIR": place, "DATABASE_URL": url}
            command = [sys.executable, "-m", "tests.bench.bench_mails", "measure"]
            done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
            return json.loads(done.stdout)


def measure() -> dict[str, float]:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from django.db import transaction
    from django.utils import timezone

    from moratorium.management import worker
    from moratorium.models import Addressee, Office, Placement
    from moratorium.operations import directives
    from moratorium.operations.directives import DirectiveContent, TargetContent
    from moratorium.operations.mail import chase
    from tests import builders as build

    build.served()
    order = build.issued()
    Office.objects.bulk_create(_office(n) for n in range(OFFICES))
    head = build.office("HO", "head", discom=build.discom("DVVNL"))
    offices = list(Office.objects.filter(discom="PUVVNL"))
    Placement.objects.bulk_create(
        Placement(office=each, parent=head, starts_on=build.LONG_AGO) for each in offices
    )

    def submitted() -> Any:
        content = DirectiveContent(order, (TargetContent(discom=build.discom()),))
        made = directives.draft(content, by=build.asha(), at=timezone.now())
        return directives.submit(made, by=build.asha(), at=timezone.now())

    def approve(made: Any) -> None:
        read = directives.digest(made)
        directives.approve(
            made, by=build.vikram(), at=timezone.now(), read=read, reason="As agreed"
        )

    def insert() -> None:
        draft = build.directive(order=order)
        with transaction.atomic():
            Addressee.objects.bulk_create(
                (Addressee(directive=draft, office=each) for each in offices), batch_size=2000
            )

    def queue() -> int:
        return sum(chase.queue_due(timezone.now()))

    @transaction.atomic
    def approve_and_queue(made: Any) -> None:
        approve(made)
        queue()

    insert()  # warm
    found = {"bulk insertion": timed(insert)}
    first, second = submitted(), submitted()
    found["issue"] = timed(lambda: approve(first))
    found["worker queues 5,000 mails"] = timed(queue)
    found["worker looks, nothing is due"] = timed(queue)
    looking = worker.Chase()
    looking.queue_some(timezone.now())
    found["worker looks, nothing happened"] = timed(lambda: looking.queue_some(timezone.now()))
    found["issue with the mails' rows"] = timed(lambda: approve_and_queue(second))
    found[f"worker sends {SENT} of them"] = _sending()
    return found


def _office(n: int) -> Any:
    from moratorium.models import Office

    return Office(
        code=f"D{n:04d}", level="division", discom_id="PUVVNL", name_hi="खण्ड", name_en="Division",
        email=f"d{n}@example.org",
    )  # fmt: skip


def _sending() -> float:
    from django.conf import settings
    from post_office.models import STATUS, Email

    from moratorium.management import worker
    from tests import post

    kept = list(Email.objects.order_by("pk").values_list("pk", flat=True)[:SENT])
    Email.objects.exclude(pk__in=kept).update(status=STATUS.sent)
    with post.going_to_it(settings) as office:
        seconds = timed(lambda: worker._send(worker.Told()))
        assert len(office.arrived) == SENT
    return seconds


def timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit(main())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    print(json.dumps(measure()))

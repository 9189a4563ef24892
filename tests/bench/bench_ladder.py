"""The ladder of a directive to 5,000 offices: `python -m tests.bench.bench_ladder`.

Five discoms with 1,000 offices each, most of which took some steps. The ladder, a page of it
with the late ones, and the whole of it as CSV, against fetching the bare rows of the tree, the
addressees and the receipts; best of 7, in turns. Goals: at most 8 queries, and the ladder with a
page of it in at most five times the bare rows. The overview of 20 such directives is timed too.
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

DISCOMS, EACH, ROUNDS, QUERIES, GOAL = 5, 1000, 7, 8, 5.0


def main() -> int:
    results = [compare(engine) for engine in ENGINES]
    return int(not all(results))


def compare(engine: str) -> bool:
    """Print what an engine takes; whether the goals are kept."""
    found = measured(engine)
    bare = found["bare rows"][0]
    for name, (seconds, queries) in found.items():
        print(
            f"{engine:10} {name:28} {seconds * 1000:6.0f} ms {seconds / bare:5.2f} {queries} queries"
        )
    seconds, queries = found["ladder and a page"]
    return seconds / bare <= GOAL and queries <= QUERIES


def measured(engine: str) -> dict[str, tuple[float, int]]:
    """What a process with a database of its own measures."""
    with tempfile.TemporaryDirectory(prefix="moratorium-bench-") as place:
        os.environ["XDG_RUNTIME_DIR"] = place
        with database(engine, Path(place)) as url:
            environment = os.environ | {"VAR_DIR": place, "DATABASE_URL": url}
            command = [sys.executable, "-m", "tests.bench.bench_ladder", "measure"]
            done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
            return json.loads(done.stdout)


def fill() -> Any:
    """A directive to so many offices, half a week ago as of which it is read."""
    from django.core.management import call_command

    from moratorium.models import Discom, Target
    from moratorium.operations import reference
    from tests import builders as build
    from tests.register import laddering

    call_command("migrate", verbosity=0)
    reference.load()
    made = build.directive()
    made.targets.all().delete()
    for position, discom in enumerate(Discom.objects.filter(kind="state")[:DISCOMS]):
        laddering.many(EACH, discom)
        Target.objects.create(directive=made, discom=discom, position=position)
    made = build.issue_directive(made)
    laddering.took(made)
    return made


def measure() -> dict[str, tuple[float, int]]:
    """Seconds and queries of each reading, best of the rounds."""
    from datetime import timedelta

    from moratorium.models import Addressee, Placement, Receipt
    from moratorium.register import ladder, ladder_pages, ladder_sheets, ladders, sheets
    from moratorium.register.ladder_pages import Asked
    from tests.builders import NEW_YEAR

    made, at = fill(), NEW_YEAR + timedelta(days=3)

    def read() -> Any:
        found = ladder.ladder(made.pk, at)
        assert found is not None
        return found

    def bare() -> None:
        list(Placement.objects.values_list("office__code", "office__name_hi", "parent_id"))
        list(Addressee.objects.filter(directive=made).values_list("pk", "office_id"))
        list(
            Receipt.objects.filter(addressee__directive=made).values_list(
                "addressee_id", "step", "at", "post_hi", "person__name_hi"
            )
        )

    readings: dict[str, Callable[[], Any]] = {
        "bare rows": bare,
        "ladder": read,
        "ladder and a page": lambda: ladder_pages.page(read(), Asked(under="PUVVNL-HO")),
        "ladder and a page, late only": lambda: ladder_pages.page(read(), Asked(late=True)),
        "the whole as CSV": lambda: list(sheets.as_csv(ladder_sheets.blocks(read(), "hi"))),
        "overview": lambda: ladders.page(1, 20, at),
    }
    times: dict[str, list[float]] = {name: [] for name in readings}
    for _ in range(ROUNDS):
        for name, call in readings.items():
            start = time.perf_counter()
            call()
            times[name].append(time.perf_counter() - start)
    return {name: (min(times[name]), _queries(call)) for name, call in readings.items()}


def _queries(call: Callable[[], Any]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit(main())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    print(json.dumps(measure()))

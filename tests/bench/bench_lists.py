"""The desk's lists with 100,000 archived orders against 100: `python -m tests.bench.bench_lists`.

Each page is asked for like a browser does, best of 7; the queries of a page are counted, and
an export is timed with the memory that the process needed beyond what it had. Goals: at most
6 queries, and a page in at most eight times what it takes with 100 orders.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.databases import database
from tests.engine import ENGINES

FEW, MANY, ROUNDS, QUERIES, GOAL = 100, 100_000, 7, 6, 8.0
PAGES = (
    "", "?p=1000", "?state=in_force", "?state=overdue", "?state=upcoming", "?state=ended",
    "?state=lift", "?discom=KESCO", "?discom=*&area=urban", "?area=rural",
    "?discom=KESCO&area=rural&state=ended", "?q=old/0", "?o=1",
)  # fmt: skip


def main() -> int:
    results = [compare(engine) for engine in ENGINES]
    return int(not all(results))


def compare(engine: str) -> bool:
    """Print what an engine takes; whether every page keeps both goals."""
    few, many = measured(engine, FEW), measured(engine, MANY)
    kept = True
    for query in PAGES:
        seconds, queries = many["pages"][query]
        ratio = seconds / few["pages"][query][0]
        kept = kept and queries <= QUERIES and ratio <= GOAL
        print(
            f"{engine:10} {query or 'all':38} {seconds * 1000:6.0f} ms {ratio:5.2f} {queries} queries"
        )
    for kind, (seconds, grown) in many["exports"].items():
        print(f"{engine:10} {kind}: {MANY:,} orders in {seconds:.1f} s, {grown / 1024:.0f} MB more")
    return kept


def measured(engine: str, count: int) -> dict:
    """What a process with a database of its own measures with so many archived orders."""
    with tempfile.TemporaryDirectory(prefix="moratorium-bench-") as place:
        os.environ["XDG_RUNTIME_DIR"] = place
        with database(engine, Path(place)) as url:
            environment = os.environ | {"VAR_DIR": place, "DATABASE_URL": url}
            command = [sys.executable, "-m", "tests.bench.bench_lists", str(count)]
            # Filled by a process of its own, so that the other's peak is that of the export.
            subprocess.run([*command, "fill"], env=environment, check=True)
            done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
            return json.loads(done.stdout)


def fill(count: int) -> None:
    """Make this process's database, with so many archived orders."""
    from django.core.management import call_command

    from tests.bench import probe

    call_command("migrate", verbosity=0)
    probe._fill(count)


def measure(count: int) -> dict:
    """Time pages and exports over this process's database."""
    from django.conf import settings

    from tests.admin import desk

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    client = desk.of(desk.auditor())
    furthest = "p=1000" if count == MANY else "p=2"
    pages = {query: _page(client, query.replace("p=1000", furthest)) for query in PAGES}
    return {"pages": pages, "exports": {kind: _export(client, kind) for kind in ("csv", "xlsx")}}


def _page(client, query: str) -> tuple[float, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address, times = f"/en/admin/moratorium/order/{query}", []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        assert client.get(address).status_code == 200
        times.append(time.perf_counter() - start)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return min(times), len(captured)


def _export(client, kind: str) -> tuple[float, int]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    for _part in client.get(f"/en/admin/moratorium/order/{kind}/").streaming_content:
        pass
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return time.perf_counter() - start, grown


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit(main())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    if sys.argv[2:] == ["fill"]:
        fill(int(sys.argv[1]))
    else:
        print(json.dumps(measure(int(sys.argv[1]))))

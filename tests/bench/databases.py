"""The databases that benchmarks fill."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.engine import ENGINES


@contextmanager
def database(engine: str, place: Path) -> Iterator[str]:
    """A fresh database of an engine, its server included; its URL."""
    with ENGINES[engine](place) as settings:
        yield settings["DATABASE_URL"]

"""Whoever holds a letter, with a phone or at a table."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.browser.conftest import Site, served

from . import house


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("letters")


@pytest.fixture(scope="session")
def site(folder: Path) -> Iterator[Site]:
    """A portal with letters of every standing."""
    with served(folder, "-m", house.__name__) as url:
        yield Site(url, {})


@pytest.fixture
def nobody_guessed(folder: Path, site: Site) -> Iterator[None]:
    """Before the test and after it nobody has given a wrong code: all tests have one address."""

    def forget() -> None:
        with closing(sqlite3.connect(folder / "portal.sqlite3", timeout=60)) as database:
            database.execute("DELETE FROM moratorium_wrongcode")
            database.commit()

    forget()
    yield
    forget()

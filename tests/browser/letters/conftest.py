"""Whoever holds a letter, with a phone or at a table."""

from collections.abc import Iterator
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

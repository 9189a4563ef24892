"""The API over the shipped reference data."""

import pytest

from . import records


@pytest.fixture
def reference(db: None) -> None:
    records.reference()

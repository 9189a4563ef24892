"""The API over the shipped reference data."""

import pytest

from tests.shared_records import BeginFrom

from . import records


@pytest.fixture
def reference(begin_from: BeginFrom) -> None:
    begin_from(records.reference)

import pytest

from moratorium.operations import reference
from tests.shared_records import BeginFrom


@pytest.fixture
def places(begin_from: BeginFrom) -> None:
    """The reference data as it is shipped."""
    begin_from(reference.load)

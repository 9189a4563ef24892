import pytest

from moratorium.operations import reference


@pytest.fixture
def places(db: None) -> None:
    """The reference data as it is shipped."""
    reference.load()

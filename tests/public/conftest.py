"""A small record that most public pages can be shown from."""

import pytest

from tests.shared_records import BeginFrom

from . import builders


@pytest.fixture
def places(begin_from: BeginFrom) -> None:
    """A few districts and suppliers, and no order."""
    begin_from(builders.reference)


@pytest.fixture
def record(begin_from: BeginFrom) -> None:
    begin_from(_december_2022)


def _december_2022() -> None:
    """The shape of December 2022: an order and an assurance whose planned ends have passed, and
    the directive to the offices of Purvanchal.
    """
    builders.reference()
    _everywhere, assured = builders.december_2022()
    builders.sent(assured)

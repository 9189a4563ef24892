"""A small record that most public pages can be shown from."""

import pytest

from . import builders


@pytest.fixture
def places(db: None) -> None:
    """A few districts and suppliers, and no order."""
    builders.reference()


@pytest.fixture
def record(places: None) -> None:
    """The shape of December 2022: an order and an assurance whose planned ends have passed, and
    the directive to the offices of Purvanchal.
    """
    _everywhere, assured = builders.december_2022()
    builders.sent(assured)

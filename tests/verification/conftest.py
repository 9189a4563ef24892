"""A small record with letters to verify."""

import pytest

from moratorium.models import Directive
from tests import builders as people
from tests.public.builders import reference

from . import builders


@pytest.fixture
def letters(db: None) -> dict[str, Directive]:
    """A directive by how it stands."""
    reference()
    people.offices()
    return builders.issued()

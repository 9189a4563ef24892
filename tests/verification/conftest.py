"""A small record with letters to verify."""

import pytest

from moratorium.models import Directive
from tests import builders as people
from tests.public.builders import reference
from tests.shared_records import BeginFrom

from . import builders


@pytest.fixture
def letters(begin_from: BeginFrom) -> dict[str, Directive]:
    """A directive by how it stands."""
    return begin_from(_letters)


def _letters() -> dict[str, Directive]:
    reference()
    people.offices()
    return builders.issued()

"""A tree of offices and an hour at which a directive has just been issued."""

from datetime import timedelta
from typing import Any

import pytest

from moratorium.models import Office
from tests import builders as build

NOW = build.NEW_YEAR + timedelta(hours=1)


@pytest.fixture
def tree(db: None) -> dict[str, Office]:
    build.served()
    return build.offices()


@pytest.fixture(autouse=True)
def soon(time_machine: Any) -> Any:
    """An hour after directives are issued; tests may move on from there."""
    time_machine.move_to(NOW, tick=False)
    return time_machine

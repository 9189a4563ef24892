"""Letters to verify: one for each way in which an issued letter can stand."""

from datetime import datetime

import pytest

from moratorium.models import Directive
from tests.public import builders
from tests.public.builders import ist

NUMBERS = {
    "stands": "D/2022-23/0001",
    "replaced": "D/2022-23/0002",
    "amended": "D/2022-23/0003",
    "lifted": "D/2022-23/0004",
    "over": "D/2022-23/0005",
    "internal": "D/2022-23/0006",
}


def order(number: str, *, ends_at: datetime | None = None) -> builders.Order:
    line = builders.line(
        ist("2022-12-29 18:00"), discom="PUVVNL", ends_at=ends_at or ist("2100-01-01 00:00")
    )
    return builders.order(number, ist("2022-12-29 18:41"), line)


@pytest.fixture
def letters(db: None) -> dict[str, Directive]:
    """A directive by how it stands; the internal one stands."""
    builders.reference()
    builders.people.offices()
    return issued()


def issued() -> dict[str, Directive]:
    """The same, for a record that has its places and offices already."""
    basis = order("MO/1")
    made = {
        "stands": builders.directive(NUMBERS["stands"], basis),
        "replaced": builders.directive(NUMBERS["replaced"], basis),
        "internal": builders.directive(NUMBERS["internal"], basis, public=False),
        "over": builders.directive(
            NUMBERS["over"], order("MO/2", ends_at=ist("2022-12-31 00:00")), demonstration=True
        ),
    }
    later = ist("2022-12-29 21:00")
    builders.directive("D/2022-23/0007", basis, later, replaces=made["replaced"])
    before = order("MO/3")
    made["amended"] = builders.directive(NUMBERS["amended"], before)
    line = builders.line(ist("2022-12-29 18:00"), discom="PUVVNL", ends_at=ist("2100-01-01 00:00"))
    builders.order("MO/4", later, line, amends=before)
    before = order("MO/5")
    made["lifted"] = builders.directive(NUMBERS["lifted"], before)
    builders.order("MO/6", later, amends=before, lift=True)
    return made

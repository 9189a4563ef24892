"""Letters to verify: one for each way in which an issued letter can stand, and a real one."""

from datetime import datetime
from typing import Any

from moratorium.models import Directive, Discom, Order
from moratorium.operations import directives
from moratorium.operations.directives import DirectiveContent, TargetContent
from tests import builders as people
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


def order(number: str, *, ends_at: datetime | None = None) -> Order:
    line = builders.line(
        ist("2022-12-29 18:00"), discom="PUVVNL", ends_at=ends_at or ist("2100-01-01 00:00")
    )
    return builders.order(number, ist("2022-12-29 18:41"), line)


def issued() -> dict[str, Directive]:
    """A directive by how it stands; the internal one stands. Its bytes are no real letter's."""
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


def approved(basis: Order, at: datetime, **fields: Any) -> Directive:
    """A directive to the offices of Purvanchal, with the letter that the portal sets."""
    content = DirectiveContent(
        basis, (TargetContent(discom=Discom.objects.get(code="PUVVNL")),), **fields
    )
    draft = directives.draft(content, by=people.asha(), at=at)
    waiting = directives.submit(draft, by=people.asha(), at=at)
    read = directives.digest(waiting)
    return directives.approve(waiting, by=people.vikram(), at=at, read=read, reason="As agreed")

"""What the makers of these tests enter, and the record as it was before and after."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from moratorium.models import CoverageLine, Entry, Office, Order, Outage, Placement, Posting
from moratorium.operations import orders, outages
from moratorium.operations.orders import LineContent, OrderContent
from moratorium.operations.outages import OutageContent
from moratorium.rules.lifecycle import SUBMITTED, Refused
from tests import builders as build
from tests.builders import ist

NOW = ist(2026, 1, 5, 10, 0)
LATER = ist(2026, 1, 6, 10, 0)
STARTS = ist(2026, 1, 6, 18, 0)
ENDS = ist(2026, 1, 8, 0, 0)
LATER_END = ist(2026, 1, 9, 18, 0)
AGREED = "PUVVNL!"  # a reason that may stand on a page in either language


def outage_content(**fields: Any) -> OutageContent:
    given = {"title_hi": "सर्वर उन्नयन", "title_en": "Server upgrade", "starts_at": STARTS}
    return OutageContent(**given | {"expected_end": ENDS} | fields)


def line(**fields: Any) -> LineContent:
    return LineContent(**{"starts_at": STARTS, "ends_at": ENDS} | fields)


def order_content(*lines: LineContent, **fields: Any) -> OrderContent:
    return OrderContent(lines=lines or (line(),), **fields)


def recorded(**fields: Any) -> Outage:
    return outages.record(outage_content(**fields), by=build.asha(), at=NOW)


def drafted(*lines: LineContent, **fields: Any) -> Order:
    return orders.draft(order_content(*lines, **fields), by=build.asha(), at=NOW)


def handed_over(order: Order, by: Any = None, at: Any = NOW) -> Order:
    """Submitted, with every warning ticked."""
    accepted = build.accepted_of(order, at)
    return orders.submit(order, by=by or build.asha(), at=at, accepted=accepted)


def submitted(*lines: LineContent, **fields: Any) -> Order:
    return handed_over(drafted(*lines, **fields))


def approved(order: Order, by: Any = None, at: Any = NOW) -> Order:
    """Approved, with every warning ticked."""
    accepted = build.accepted_of(order, at) if order.state == SUBMITTED else ()
    read = orders.digest(order)
    return orders.approve(
        order, by=by or build.vikram(), at=at, read=read, reason=AGREED, accepted=accepted
    )


def amendment(order: Order, **changed: Any) -> Order:
    """A submitted amendment that ends later, or says what is given."""
    lines = orders.content_of(order).lines
    content = order_content(replace(lines[0], **{"ends_at": LATER_END} | changed), *lines[1:])
    return handed_over(orders.amend(order, by=build.asha(), at=NOW, content=content))


def issued(*lines: LineContent, **fields: Any) -> Order:
    return approved(submitted(*lines, **fields))


def everything() -> list[Any]:
    """All that an act could change."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Outage, Order, CoverageLine, Entry, Office, Placement, Posting)
    ]


@contextmanager
def refused(name: str) -> Iterator[pytest.ExceptionInfo[Refused]]:
    """The act is refused by this name, in both languages, and nothing is written."""
    before = everything()
    with pytest.raises(Refused) as caught:
        yield caught
    assert caught.value.name == name
    assert caught.value.words.hi
    assert caught.value.words.en
    assert everything() == before

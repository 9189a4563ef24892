"""How many offices of each discom have a directive."""

from typing import Any

import pytest

from moratorium.models import Directive
from moratorium.register import totals
from tests import builders
from tests.public.builders import ist, receipt

pytestmark = pytest.mark.django_db


@pytest.fixture
def directive(db: None) -> Directive:
    """To two offices of Purvanchal and one of another discom."""
    other = builders.office("X", "head", discom=builders.discom("ZZZ", position=9))
    here = list(builders.offices().values())[:2]
    return builders.issued_directive(offices=[other, *here])


def figures(directive: Directive, *at: int) -> list[tuple[Any, ...]]:
    found = totals.per_discom(
        directive.pk, ist("2023-02-01 00:00") if not at else builders.ist(*at)
    )
    return [(e.discom.en, e.addressed, e.served, e.acknowledged) for e in found]


def test_each_discom_is_counted(directive: Directive) -> None:
    first, second, third = directive.addressees.order_by("office__discom", "pk")
    for addressee, steps in [(first, 4), (second, 2), (third, 1)]:
        for step in ("served", "opened", "downloaded", "acknowledged")[:steps]:
            receipt(addressee, step)
    assert figures(directive) == [("PUVVNL", 2, 2, 1), ("ZZZ", 1, 1, 0)]
    whole = totals.together(totals.per_discom(directive.pk, ist("2023-02-01 00:00")))
    assert (whole.addressed, whole.served, whole.acknowledged) == (3, 3, 1)


def test_what_came_later_was_not_known(directive: Directive) -> None:
    addressee = directive.addressees.order_by("office__discom", "pk")[0]
    receipt(addressee, "served", ist("2023-01-02 10:00"))
    assert figures(directive, 2023, 1, 2, 9)[0] == ("PUVVNL", 2, 0, 0)
    assert figures(directive, 2023, 1, 2, 10)[0] == ("PUVVNL", 2, 1, 0)


def test_it_takes_one_query(directive: Directive, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        figures(directive)

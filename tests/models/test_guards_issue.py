"""What may be issued: by two persons, with coverage, after the order that it amends."""

from datetime import datetime

import pytest

from moratorium.models import Order, OrderHand

from .. import builders
from .refusal import is_allowed, is_refused

pytestmark = pytest.mark.django_db

ISSUE = "UPDATE moratorium_order SET state = 'issued' WHERE id = %s"
ISSUE_IMPORTED = "UPDATE moratorium_order SET state = 'issued' WHERE imported AND state = 'draft'"
FIRST, SECOND = builders.ist(2023, 1, 1), builders.ist(2023, 1, 2)


def ready(at: datetime = SECOND, **fields) -> Order:
    """A draft that lacks nothing but its state."""
    number = f"N{Order.objects.count() + 1}"
    given = {"number": number, "slug": number.lower(), "issued_at": at}
    if not fields.get("imported"):
        given |= {"submitted_by": builders.asha(), "approved_by": builders.vikram()}
    return builders.draft(**given | fields)


def test_a_whole_draft_is_issued() -> None:
    is_allowed(ISSUE, ready().pk)
    is_allowed(ISSUE, ready(amends=builders.issued(at=FIRST)).pk)
    is_allowed(ISSUE, ready(amends=builders.issued(at=FIRST), lift=True).pk)


def test_whoever_had_a_hand_in_it_does_not_approve_it() -> None:
    order = ready()
    OrderHand.objects.create(order=order, person=builders.vikram())
    is_refused(ISSUE, order.pk)


def test_an_import_has_no_hands_to_compare() -> None:
    is_allowed(ISSUE, ready(imported=True, approved_by=None).pk)


def test_a_lift_has_no_coverage_and_all_others_have() -> None:
    is_refused(ISSUE, ready(amends=builders.issued(at=FIRST), lift=True, lines=[{}]).pk)
    is_refused(ISSUE, ready(lines=[]).pk)


def test_an_order_does_not_rest_on_an_outage_that_was_called_off() -> None:
    called_off = builders.call_off(builders.outage())
    is_refused(ISSUE, ready(lines=[{"until_restored": called_off}]).pk)


def test_a_draft_is_not_amended() -> None:
    is_refused(ISSUE, ready(amends=builders.draft()).pk)
    is_refused(ISSUE, ready(amends=ready(FIRST)).pk)


def test_a_lift_is_not_amended() -> None:
    lift = builders.issued(at=FIRST, amends=builders.issued(at=builders.LONG_BEFORE), lift=True)
    is_refused(ISSUE, ready(amends=lift).pk)


@pytest.mark.parametrize("at", [SECOND, builders.ist(2023, 1, 3)])
def test_an_amendment_comes_after_what_it_amends(at: datetime) -> None:
    is_refused(ISSUE, ready(SECOND, amends=builders.issued(at=at)).pk)


def imported_chain(*instants: datetime) -> list[Order]:
    """Imported drafts, each amending the one before it."""
    chain: list[Order] = []
    for at in instants:
        chain.append(ready(at, imported=True, amends=chain[-1] if chain else None))
    return chain


class TestImport:
    def test_a_chain_is_issued_by_one_update(self) -> None:
        chain = imported_chain(FIRST, SECOND, builders.ist(2023, 1, 3))
        is_allowed(ISSUE_IMPORTED)
        assert len(chain) == 3

    def test_in_whatever_order_the_rows_come(self) -> None:
        late, early = ready(SECOND, imported=True), ready(FIRST, imported=True)
        Order.objects.filter(pk=late.pk).update(amends=early)
        is_allowed(ISSUE_IMPORTED)

    def test_not_against_time(self) -> None:
        imported_chain(SECOND, FIRST)
        is_refused(ISSUE_IMPORTED)

    def test_not_against_time_in_whatever_order_the_rows_come(self) -> None:
        late, early = ready(FIRST, imported=True), ready(SECOND, imported=True)
        Order.objects.filter(pk=late.pk).update(amends=early)
        is_refused(ISSUE_IMPORTED)

    def test_not_on_a_draft_of_the_desk(self) -> None:
        ready(SECOND, imported=True, amends=ready(FIRST))
        is_refused(ISSUE_IMPORTED)


@pytest.mark.sqlite
def test_the_draft_that_an_import_has_amended_can_only_be_issued() -> None:
    first, second = imported_chain(FIRST, SECOND)
    Order.objects.filter(pk=second.pk).update(state="issued")
    is_refused("UPDATE moratorium_order SET state = 'discarded' WHERE id = %s", first.pk)
    is_refused("UPDATE moratorium_order SET title_en = 'x' WHERE id = %s", first.pk)
    late = "UPDATE moratorium_order SET state = 'issued', issued_at = %s WHERE id = %s"
    is_refused(late, "2023-01-03 00:00:00", first.pk)
    is_allowed(ISSUE, first.pk)

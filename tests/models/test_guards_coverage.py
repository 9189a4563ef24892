"""What belongs to a final order (lines, their districts, hands) is as final as the order."""

import pytest

from moratorium.models import CoverageDistrict, Order, OrderHand
from moratorium.rules.lifecycle import DISCARDED

from .. import builders
from .refusal import is_allowed, is_refused, replacing_is_refused, run

pytestmark = pytest.mark.django_db

LINE = """
    {verb} INTO moratorium_coverageline
    (id, order_id, position, area, restricted_hi, restricted_en, starts_at, ends_at, grace_hours)
    SELECT {id}, %s, 7, area, restricted_hi, restricted_en, starts_at, ends_at, grace_hours
    FROM moratorium_coverageline WHERE id = %s
"""
NEW_LINE = LINE.format(verb="INSERT", id="id + 1000")
NEW_DISTRICT = "INSERT INTO moratorium_coveragedistrict (line_id, district_id) VALUES (%s, %s)"


def issued() -> Order:
    return builders.issued(lines=[{"districts": ("varanasi",)}])


def discarded() -> Order:
    order = builders.draft(lines=[{"districts": ("varanasi",)}])
    Order.objects.filter(pk=order.pk).update(state=DISCARDED)
    return order


def draft() -> Order:
    return builders.draft(lines=[{"districts": ("varanasi",)}])


@pytest.mark.parametrize("make", [issued, discarded])
class TestUnderAFinalOrder:
    def test_no_line_is_added(self, make) -> None:
        order = make()
        is_refused(NEW_LINE, order.pk, order.lines.get().pk)

    def test_no_line_is_changed_or_taken_away(self, make) -> None:
        line = make().lines.get()
        is_refused("UPDATE moratorium_coverageline SET area = 'rural' WHERE id = %s", line.pk)
        is_refused("DELETE FROM moratorium_coverageline WHERE id = %s", line.pk)

    def test_no_line_moves_in_or_out(self, make) -> None:
        final, open_ = make(), draft()
        sql = "UPDATE moratorium_coverageline SET order_id = %s WHERE order_id = %s"
        is_refused(sql, final.pk, open_.pk)
        is_refused(sql, open_.pk, final.pk)

    def test_no_district_is_added_changed_or_taken_away(self, make) -> None:
        line = make().lines.get()
        is_refused(NEW_DISTRICT, line.pk, builders.district("lucknow").pk)
        is_refused(
            "UPDATE moratorium_coveragedistrict SET district_id = 'lucknow' WHERE line_id = %s",
            line.pk,
        )
        is_refused("DELETE FROM moratorium_coveragedistrict WHERE line_id = %s", line.pk)

    def test_no_district_moves_in_or_out(self, make) -> None:
        final, bare = make(), builders.draft()
        full = builders.draft(lines=[{"districts": ("lucknow",)}])
        sql = "UPDATE moratorium_coveragedistrict SET line_id = %s WHERE line_id = %s"
        is_refused(sql, final.lines.get().pk, full.lines.get().pk)
        is_refused(sql, bare.lines.get().pk, final.lines.get().pk)

    def test_no_hand_is_added(self, make) -> None:
        is_refused(
            "INSERT INTO moratorium_orderhand (order_id, person_id) VALUES (%s, %s)",
            make().pk,
            builders.meena().pk,
        )


def test_hands_are_never_changed_or_taken_away() -> None:
    for order in (draft(), issued()):
        is_refused(
            "UPDATE moratorium_orderhand SET person_id = %s WHERE order_id = %s",
            builders.meena().pk,
            order.pk,
        )
        is_refused("DELETE FROM moratorium_orderhand WHERE order_id = %s", order.pk)


def test_under_a_draft_all_may_change() -> None:
    order = draft()
    line = order.lines.get()
    is_allowed(NEW_LINE, order.pk, line.pk)
    is_allowed(NEW_DISTRICT, line.pk, builders.district("lucknow").pk)
    CoverageDistrict.objects.filter(line=line).delete()
    line.delete()
    OrderHand.objects.create(order=order, person=builders.meena())


@pytest.mark.postgresql
def test_a_temporary_table_does_not_stand_in_for_the_record() -> None:
    order = issued()
    run(
        "CREATE TEMPORARY TABLE moratorium_order AS SELECT id, 'draft' AS state FROM public.moratorium_order"
    )
    is_refused(NEW_LINE, order.pk, order.lines.get().pk)


@pytest.mark.sqlite
class TestReplace:
    def test_a_line_is_not_replaced_into_a_draft(self) -> None:
        line = issued().lines.get()
        sql = LINE.format(verb="INSERT OR REPLACE", id="id")
        replacing_is_refused(sql, builders.draft().pk, line.pk)

    @pytest.mark.parametrize("table", ["coverageline", "coveragedistrict", "orderhand"])
    def test_a_row_is_not_updated_over_another(self, table: str) -> None:
        issued(), draft()
        replacing_is_refused(
            f"UPDATE OR REPLACE moratorium_{table} SET id ="
            f" (SELECT min(id) FROM moratorium_{table})"
            f" WHERE id = (SELECT max(id) FROM moratorium_{table})"
        )

    def test_a_district_is_not_replaced_into_a_draft(self) -> None:
        there = CoverageDistrict.objects.get(line=issued().lines.get())
        replacing_is_refused(
            "REPLACE INTO moratorium_coveragedistrict (id, line_id, district_id)"
            " VALUES (%s, %s, 'varanasi')",
            there.pk,
            builders.draft().lines.get().pk,
        )

    def test_a_hand_is_not_replaced_into_a_draft(self) -> None:
        there = OrderHand.objects.get(order=issued())
        replacing_is_refused(
            "REPLACE INTO moratorium_orderhand (id, order_id, person_id) VALUES (%s, %s, %s)",
            there.pk,
            builders.draft().pk,
            builders.meena().pk,
        )

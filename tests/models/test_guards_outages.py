"""A confirmed outage is final, and one that an issued order rests on stays as it was named."""

import pytest

from moratorium.models import Outage

from .. import builders
from .refusal import is_allowed, is_refused, replacing_is_refused

pytestmark = pytest.mark.django_db

COLUMNS = [field.column for field in Outage._meta.concrete_fields if field.column != "id"]
SET = "UPDATE moratorium_outage SET {} WHERE id = %s"
NEW_DISTRICT = "INSERT INTO moratorium_outagedistrict (outage_id, district_id) VALUES (%s, %s)"
CHANGES = [
    "ref = 'another'",
    "starts_at = '2022-12-01 00:00:00+00:00'",
    "discom_id = 'PUVVNL'",
    "area = 'rural'",
    "called_off_at = '2022-12-01 00:00:00+00:00'",
]


def confirmed() -> Outage:
    return builders.confirm(builders.outage(("varanasi",)))


def called_off() -> Outage:
    return builders.call_off(builders.outage(("varanasi",)))


def named() -> Outage:
    outage = builders.outage(("varanasi",))
    builders.issued(lines=[{"until_restored": outage}])
    return outage


@pytest.mark.parametrize("make", [confirmed, called_off])
class TestFinal:
    @pytest.mark.parametrize("column", COLUMNS)
    def test_no_column_is_updated(self, make, column: str) -> None:
        is_refused(SET.format(f"{column} = {column}"), make().pk)

    def test_it_is_not_reopened(self, make) -> None:
        is_refused(SET.format("confirmed_at = NULL, called_off_at = NULL"), make().pk)


@pytest.mark.parametrize("make", [confirmed, called_off, named])
class TestFixed:
    def test_it_is_not_deleted(self, make) -> None:
        is_refused("DELETE FROM moratorium_outage WHERE id = %s", make().pk)

    def test_its_districts_stay(self, make) -> None:
        outage = make()
        is_refused(NEW_DISTRICT, outage.pk, builders.district("lucknow").pk)
        where = "WHERE outage_id = %s"
        is_refused(
            f"UPDATE moratorium_outagedistrict SET district_id = 'lucknow' {where}", outage.pk
        )
        is_refused(f"DELETE FROM moratorium_outagedistrict {where}", outage.pk)

    def test_no_district_moves_in_or_out(self, make) -> None:
        outage, bare, full = make(), builders.outage(), builders.outage(("lucknow",))
        sql = "UPDATE moratorium_outagedistrict SET outage_id = %s WHERE outage_id = %s"
        is_refused(sql, outage.pk, full.pk)
        is_refused(sql, bare.pk, outage.pk)

    @pytest.mark.sqlite
    def test_it_is_not_replaced(self, make) -> None:
        outage, other = make(), builders.outage()
        replacing_is_refused(
            "UPDATE OR REPLACE moratorium_outage SET ref = %s WHERE id = %s", outage.ref, other.pk
        )
        replacing_is_refused(
            "UPDATE OR REPLACE moratorium_outage SET id = %s WHERE id = %s", outage.pk, other.pk
        )
        columns = ", ".join(COLUMNS)
        values = columns.replace("confirmed_at", "NULL").replace("called_off_at", "NULL")
        replacing_is_refused(
            f"REPLACE INTO moratorium_outage ({columns}) SELECT {values}"
            " FROM moratorium_outage WHERE id = %s",
            outage.pk,
        )


@pytest.mark.parametrize("change", CHANGES)
def test_what_an_issued_order_rests_on_stays(change: str) -> None:
    builders.discom()
    is_refused(SET.format(change), named().pk)


@pytest.mark.parametrize("change", CHANGES)
def test_what_only_a_draft_rests_on_may_change(change: str) -> None:
    builders.discom()
    outage = builders.outage()
    builders.draft(lines=[{"until_restored": outage}])
    is_allowed(SET.format(change), outage.pk)


def test_a_named_outage_is_prolonged_restored_withdrawn_and_confirmed() -> None:
    outage = named()
    outage.expected_end = builders.ist(2023, 1, 20)
    outage.restored_at = builders.ist(2023, 1, 19)
    outage.save()
    outage.restored_at = None
    outage.save()
    assert builders.confirm(outage).state == "confirmed"


def test_an_outage_is_never_deleted() -> None:
    is_refused("DELETE FROM moratorium_outage WHERE id = %s", builders.outage().pk)


@pytest.mark.sqlite
def test_a_district_is_not_updated_over_another() -> None:
    confirmed(), builders.outage(("lucknow",))
    replacing_is_refused(
        "UPDATE OR REPLACE moratorium_outagedistrict"
        " SET id = (SELECT min(id) FROM moratorium_outagedistrict) WHERE district_id = 'lucknow'"
    )


@pytest.mark.sqlite
def test_a_district_is_not_replaced_into_another_outage() -> None:
    confirmed()
    replacing_is_refused(
        "REPLACE INTO moratorium_outagedistrict (id, outage_id, district_id)"
        " SELECT id, %s, district_id FROM moratorium_outagedistrict",
        builders.outage().pk,
    )


@pytest.mark.postgresql
@pytest.mark.parametrize("table", ["outage", "outagedistrict"])
def test_no_table_is_emptied(table: str) -> None:
    is_refused(f"TRUNCATE moratorium_{table} CASCADE")

"""An issued or discarded order is final; the database itself says so."""

import pytest

from moratorium.models import Order
from moratorium.rules.lifecycle import DISCARDED

from .. import builders
from .refusal import is_allowed, is_refused, replacing_is_refused

pytestmark = pytest.mark.django_db

COLUMNS = [field.column for field in Order._meta.concrete_fields if field.column != "id"]


def discarded() -> Order:
    order = builders.draft()
    Order.objects.filter(pk=order.pk).update(state=DISCARDED)
    return order


@pytest.mark.parametrize("make", [builders.issued, discarded])
class TestFinal:
    @pytest.mark.parametrize("column", COLUMNS)
    def test_no_column_is_updated(self, make, column: str) -> None:
        is_refused(f"UPDATE moratorium_order SET {column} = {column} WHERE id = %s", make().pk)

    def test_its_id_stays(self, make) -> None:
        is_refused("UPDATE moratorium_order SET id = id + 1000 WHERE id = %s", make().pk)

    def test_it_is_not_deleted(self, make) -> None:
        is_refused("DELETE FROM moratorium_order WHERE id = %s", make().pk)

    def test_it_does_not_go_back_to_draft(self, make) -> None:
        is_refused("UPDATE moratorium_order SET state = 'draft' WHERE id = %s", make().pk)


def test_a_draft_is_edited_but_not_deleted() -> None:
    order = builders.draft()
    is_allowed("UPDATE moratorium_order SET title_en = 'x' WHERE id = %s", order.pk)
    is_refused("DELETE FROM moratorium_order WHERE id = %s", order.pk)


def test_a_draft_keeps_its_id_and_its_origin() -> None:
    order = builders.draft()
    is_refused("UPDATE moratorium_order SET id = id + 1000 WHERE id = %s", order.pk)
    is_refused("UPDATE moratorium_order SET imported = NOT imported WHERE id = %s", order.pk)


COPY = """
    {verb} INTO moratorium_order ({columns}) SELECT {values} FROM moratorium_order WHERE id = %s
"""


def copy(verb: str, **changed: str) -> str:
    """A statement that puts a copy of an order, with changes, into the table."""
    values = {column: column for column in COLUMNS} | changed
    return COPY.format(verb=verb, columns=", ".join(values), values=", ".join(values.values()))


def test_no_order_is_inserted_as_issued() -> None:
    order = builders.draft(submitted_by=builders.asha(), approved_by=builders.vikram())
    numbered = {"number": "'N'", "slug": "'n'", "issued_at": "created.at"}
    sql = copy("INSERT", state="'issued'", **numbered)
    is_refused(sql.replace("created.at", "CURRENT_TIMESTAMP"), order.pk)
    is_allowed(copy("INSERT"), order.pk)


@pytest.mark.postgresql
@pytest.mark.parametrize("table", ["order", "coverageline", "coveragedistrict", "orderhand"])
def test_no_table_is_emptied(table: str) -> None:
    builders.issued()
    is_refused(f"TRUNCATE moratorium_{table} CASCADE")


@pytest.mark.postgresql
def test_no_table_is_emptied_by_way_of_another() -> None:
    builders.issued()
    is_refused("TRUNCATE moratorium_person CASCADE")


@pytest.mark.sqlite
class TestReplace:
    @pytest.mark.parametrize("column", ["id", "number", "slug"])
    @pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE"])
    def test_an_insert_replaces_no_issued_order(self, verb: str, column: str) -> None:
        order = builders.issued()
        changed = {"state": "'draft'", "number": "NULL", "slug": "NULL", column: column}
        replacing_is_refused(copy(verb, **changed), order.pk)

    @pytest.mark.parametrize("column", ["id", "number", "slug"])
    def test_an_update_replaces_no_issued_order(self, column: str) -> None:
        order, other = builders.issued(), builders.draft()
        replacing_is_refused(
            f"UPDATE OR REPLACE moratorium_order SET {column} = %s WHERE id = %s",
            getattr(order, column),
            other.pk,
        )

    def test_issuing_replaces_no_successor(self) -> None:
        first = builders.issued()
        builders.issued(amends=first, at=builders.ist(2023, 1, 2))
        people = {"submitted_by": builders.asha(), "approved_by": builders.vikram()}
        at = builders.ist(2023, 1, 3)
        second = builders.draft(amends=first, number="N", slug="n", issued_at=at, **people)
        replacing_is_refused(
            "UPDATE OR REPLACE moratorium_order SET state = 'issued' WHERE id = %s", second.pk
        )

"""A discom keeps its code and its kind; the names may be mended."""

import pytest

from moratorium.models import Discom

from .. import builders
from .refusal import is_allowed, is_refused, replacing_is_refused

pytestmark = pytest.mark.django_db

COLUMNS = [field.column for field in Discom._meta.concrete_fields]


@pytest.mark.parametrize("change", ["code = 'OTHER'", "kind = 'private'"])
def test_code_and_kind_stay(change: str) -> None:
    builders.discom()
    is_refused(f"UPDATE moratorium_discom SET {change}")


@pytest.mark.parametrize("change", ["name_en = 'New'", "ended_on = '2023-01-01'", "position = 3"])
def test_the_rest_may_change(change: str) -> None:
    builders.discom()
    is_allowed(f"UPDATE moratorium_discom SET {change}")


def test_a_discom_is_never_deleted() -> None:
    builders.discom()
    is_refused("DELETE FROM moratorium_discom WHERE code = 'PUVVNL'")


@pytest.mark.postgresql
def test_the_table_is_not_emptied() -> None:
    is_refused("TRUNCATE moratorium_discom CASCADE")


@pytest.mark.sqlite
class TestReplace:
    @pytest.mark.parametrize("key", ["rowid", "code", "name_en", "name_hi"])
    def test_an_insert_replaces_no_discom(self, key: str) -> None:
        builders.discom()
        changed = {"code": "'OTHER'", "name_en": "'Other'", "name_hi": "'Other'", key: key}
        columns = ["rowid", *COLUMNS] if key == "rowid" else COLUMNS
        values = ", ".join(changed.get(column, column) for column in columns)
        replacing_is_refused(
            f"INSERT OR REPLACE INTO moratorium_discom ({', '.join(columns)})"
            f" SELECT {values} FROM moratorium_discom"
        )

    @pytest.mark.parametrize("key", ["rowid", "code", "name_en", "name_hi"])
    def test_an_update_replaces_no_discom(self, key: str) -> None:
        builders.discom(), builders.npcl()
        replacing_is_refused(
            f"UPDATE OR REPLACE moratorium_discom SET {key} ="
            f" (SELECT {key} FROM moratorium_discom WHERE code = 'PUVVNL') WHERE code = 'NPCL'"
        )

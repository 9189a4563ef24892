"""The journal only grows, without gap and without fork."""

import pytest
from django.db import IntegrityError, transaction

from moratorium.models import Entry
from moratorium.models.journal import GENESIS

from .. import builders
from .refusal import is_refused, replacing_is_refused, unguarded

pytestmark = pytest.mark.django_db

TIMES = {"happened_at": builders.NEW_YEAR, "recorded_at": builders.NEW_YEAR}
COLUMNS = [field.column for field in Entry._meta.concrete_fields]


def is_no_entry(**fields) -> None:
    """Such an entry is refused, and by nothing but the guards."""
    with pytest.raises(IntegrityError, match=r"^moratorium: "), transaction.atomic():
        builders.entry(**fields)
    with unguarded():
        builders.entry(**fields)


def test_entries_follow_each_other() -> None:
    first, second = builders.entry(), builders.entry()
    assert (first.seq, first.previous) == (1, GENESIS)
    assert (second.seq, second.previous) == (2, first.digest)


def test_several_are_written_by_one_statement() -> None:
    entries = [builders.entry()]
    for seq in (2, 3):
        following = {"seq": seq, "previous": entries[-1].digest}
        entries.append(Entry(**entries[-1].content() | {**TIMES, **following}))
        entries[-1].digest = entries[-1].compute_digest()
    Entry.objects.bulk_create(entries[1:])
    assert Entry.objects.count() == 3


@pytest.mark.parametrize("seq", [2, 7])
def test_the_first_is_number_one(seq: int) -> None:
    is_no_entry(seq=seq)


def test_there_is_no_gap() -> None:
    builders.entry()
    is_no_entry(seq=3)


def test_the_first_names_the_beginning() -> None:
    is_no_entry(previous="f" * 64)


def test_each_names_the_one_before_it() -> None:
    builders.entry()
    is_no_entry(previous="f" * 64)
    is_no_entry(previous=GENESIS.replace("0", "1"))


@pytest.mark.parametrize("column", COLUMNS)
def test_no_column_is_updated(column: str) -> None:
    builders.entry()
    is_refused(f"UPDATE moratorium_entry SET {column} = {column}")


def test_no_entry_is_deleted() -> None:
    builders.entry()
    is_refused("DELETE FROM moratorium_entry WHERE seq = 1")
    is_refused("DELETE FROM moratorium_entry")


@pytest.mark.postgresql
def test_the_journal_is_not_emptied() -> None:
    is_refused("TRUNCATE moratorium_entry")


@pytest.mark.sqlite
class TestReplace:
    @pytest.mark.parametrize("key", ["seq", "digest", "previous"])
    def test_an_insert_replaces_no_entry(self, key: str) -> None:
        builders.entry()
        changed = {"seq": "2", "digest": "'d'", "previous": "'p'", key: key}
        values = ", ".join(changed.get(column, column) for column in COLUMNS)
        replacing_is_refused(
            f"INSERT OR REPLACE INTO moratorium_entry ({', '.join(COLUMNS)})"
            f" SELECT {values} FROM moratorium_entry"
        )

    @pytest.mark.parametrize("key", ["rowid", "digest"])
    def test_nor_does_one_that_follows_the_head(self, key: str) -> None:
        builders.entry()
        changed = {"seq": "2", "digest": "'d'", "previous": "digest", key: key}
        columns = ["rowid", *COLUMNS] if key == "rowid" else COLUMNS
        values = ", ".join(changed.get(column, column) for column in columns)
        replacing_is_refused(
            f"INSERT OR REPLACE INTO moratorium_entry ({', '.join(columns)})"
            f" SELECT {values} FROM moratorium_entry"
        )

    def test_an_update_replaces_no_entry(self) -> None:
        builders.entry(), builders.entry()
        replacing_is_refused("UPDATE OR REPLACE moratorium_entry SET seq = 1 WHERE seq = 2")

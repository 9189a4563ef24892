"""The guards are there after every migration, also one that remakes a guarded table."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, models
from django.db.models.signals import post_migrate, pre_migrate

from moratorium import migrations
from moratorium.models import Order, guards

from .. import builders
from .refusal import is_refused

UPDATE = "UPDATE moratorium_order SET title_en = 'x' WHERE id = %s"
REMAKE = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("moratorium", "{newest}")]
    operations = [
        migrations.AlterField("order", "title_en", models.CharField(max_length=301, null=True))
    ]
"""


@pytest.fixture
def one_more_migration(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration after the newest one, that remakes the table of orders on SQLite."""
    package = tmp_path / "with_one_more"
    shutil.copytree(Path(migrations.__file__).parent, package)
    newest = max(file.stem for file in package.glob("[0-9]*.py"))
    (package / "9999_remake.py").write_text(REMAKE.format(newest=newest))
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"moratorium": "with_one_more"}


def migrate(*where: str) -> None:
    call_command("migrate", *where, verbosity=0, interactive=False)


@pytest.mark.django_db
def test_a_migrated_database_has_them_all() -> None:
    assert guards.missing(connection) == set()


@pytest.mark.django_db
def test_creating_them_again_changes_nothing() -> None:
    before = guards._installed(connection)
    guards.create(connection)
    assert guards._installed(connection) == before


@pytest.mark.usefixtures("committed_db", "one_more_migration")
def test_they_are_there_after_a_table_was_remade() -> None:
    order = builders.issued()
    migrate()
    assert guards.missing(connection) == set()
    is_refused(UPDATE, order.pk)


@pytest.mark.usefixtures("committed_db", "one_more_migration")
def test_without_the_signals_they_would_not_be(monkeypatch: pytest.MonkeyPatch) -> None:
    guards.drop(connection)
    for signal in (pre_migrate, post_migrate):
        monkeypatch.setattr(signal, "receivers", [])
        signal.sender_receivers_cache.clear()
    migrate()
    assert guards.missing(connection) != set()


@pytest.mark.usefixtures("committed_db")
def test_they_go_with_the_tables_and_come_back_with_them() -> None:
    migrate("moratorium", "zero")
    assert guards._installed(connection) == []
    migrate()
    assert guards.missing(connection) == set()
    is_refused(UPDATE, builders.issued().pk)


@pytest.mark.usefixtures("committed_db")
def test_a_migration_with_nothing_to_do_keeps_them_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "create", lambda connection: None)
    migrate()
    assert guards.missing(connection) == set()


@pytest.mark.sqlite
@pytest.mark.usefixtures("committed_db")
def test_a_table_cannot_be_remade_under_them() -> None:
    field = models.CharField(max_length=301, null=True)
    field.set_attributes_from_name("title_en")
    field.model = Order
    try:
        with connection.schema_editor() as editor:
            editor.alter_field(Order, Order._meta.get_field("title_en"), field)
    except OperationalError:
        return
    assert guards.missing(connection) != set()

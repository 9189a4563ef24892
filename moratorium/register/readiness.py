"""Whether the record can be read."""

from django.apps import apps
from django.db import connection


def missing_tables() -> list[str]:
    """The tables of the record that the database lacks; none if it is migrated.

    Raises django.db.Error if the database does not answer. One query.
    """
    wanted = {model._meta.db_table for model in apps.get_app_config("moratorium").get_models()}
    return sorted(wanted - set(connection.introspection.table_names()))

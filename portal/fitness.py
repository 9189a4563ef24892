"""What an official site must never run with. Asked before it starts, under any server."""

from django.conf import settings
from django.db import DatabaseError, connection


def unfit() -> list[str]:
    """The reasons, in English, why this installation may not call itself official.

    A database that cannot be reached, or is not migrated yet, gives no reason.
    """
    if not settings.OFFICIAL:
        return []
    return [*_weak_key(), *_demonstration_acts(), *_too_mighty_role()]


def _weak_key() -> list[str]:
    key = settings.SECRET_KEY
    if len(key) < 50 or len(set(key)) < 10 or key.startswith("django-insecure-"):
        return ["SECRET_KEY is weak or a default: give a random one of at least 50 characters."]
    return []


def _demonstration_acts() -> list[str]:
    from moratorium.models import Directive, Office, Order, Outage, Person

    try:
        found = any(
            model.objects.filter(demonstration=True).exists()
            for model in (Order, Outage, Directive, Person, Office)
        )
    except DatabaseError:
        return []
    if not found:
        return []
    return ["The database holds demonstration acts or people: an official site needs its own."]


# Whoever owns a table can disable its triggers, and members of a role can act as that role.
_MIGHT = """
    SELECT r.rolsuper OR r.rolcreaterole
        OR has_schema_privilege(current_user, current_schema(), 'CREATE')
        OR EXISTS (SELECT 1 FROM pg_class c
                   WHERE c.relnamespace = current_schema()::regnamespace
                   AND c.relkind IN ('r', 'p') AND pg_has_role(current_user, c.relowner, 'MEMBER'))
    FROM pg_roles r WHERE r.rolname = current_user
"""


def _too_mighty_role() -> list[str]:
    if connection.vendor != "postgresql":
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute(_MIGHT)
            mighty = bool(cursor.fetchone()[0])
    except DatabaseError:
        return []
    if not mighty:
        return []
    return [
        "The database role owns the record or could: an official site connects as one that owns"
        " nothing (docs/postgresql.md)."
    ]

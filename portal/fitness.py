"""What an official site must never run with. Asked before it starts, under any server."""

from django.conf import settings
from django.db import DatabaseError


def unfit() -> list[str]:
    """The reasons, in English, why this installation may not call itself official.

    A database that cannot be reached, or is not migrated yet, gives no reason.
    """
    if not settings.OFFICIAL:
        return []
    return [*_weak_key(), *_demonstration_acts()]


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

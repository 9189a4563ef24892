"""Triggers that keep issued acts as they were issued, on SQLite and PostgreSQL."""


def connect() -> None:
    """Have the guards dropped before a migration and created after it."""

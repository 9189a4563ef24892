"""Offices, their places and the postings at them stay on record, and never overlap."""

from .guard import SQLITE, Guard, replaces, takes

OFFICE = "moratorium_office"
PLACEMENT = "moratorium_placement"
POSTING = "moratorium_posting"
PERSON = "moratorium_person"
TABLES = (OFFICE, PLACEMENT, POSTING)

_OFFICE = (
    Guard(
        "office_update",
        OFFICE,
        "UPDATE",
        (("NEW.code <> OLD.code OR NEW.id <> OLD.id", "an office's code never changes"),),
    ),
    Guard("office_delete", OFFICE, "DELETE", (("TRUE", "an office is never deleted; it ends"),)),
    Guard(
        "office_replace_insert",
        OFFICE,
        "INSERT",
        ((replaces(OFFICE, "id", "code"), "this office is on record already"),),
        engine=SQLITE,
    ),
    Guard(
        "office_replace_update",
        OFFICE,
        "UPDATE",
        ((takes(OFFICE, "id", "code"), "another office has this code"),),
        engine=SQLITE,
    ),
)


def _dated(table: str, noun: str, keys: tuple[str, ...], lock: str) -> tuple[Guard, ...]:
    """The guards of rows that hold from a day to another, one at a time for the same keys."""
    same = " AND ".join(f"t.{key} = NEW.{key}" for key in keys)
    fixed = " OR ".join(f"NEW.{key} <> OLD.{key}" for key in ("id", "starts_on", *keys))
    why = f"a {noun} overlaps another"
    return (
        Guard(f"{noun}_insert", table, "INSERT", ((_overlaps(table, same), why),), lock=lock),
        Guard(
            f"{noun}_update",
            table,
            "UPDATE",
            (
                (fixed, f"a {noun} keeps its first day"),
                (_overlaps(table, f"{same} AND t.id <> OLD.id"), why),
            ),
            lock=lock,
        ),
        Guard(f"{noun}_delete", table, "DELETE", (("TRUE", f"a {noun} is never deleted"),)),
        Guard(
            f"{noun}_replace_insert",
            table,
            "INSERT",
            ((_replaced(table, same), f"this {noun} is on record already"),),
            engine=SQLITE,
        ),
    )


def _overlaps(table: str, other: str) -> str:
    return (
        "(NEW.ends_on IS NULL OR NEW.ends_on > NEW.starts_on)"
        f" AND EXISTS (SELECT 1 FROM {table} t WHERE {other}"
        " AND (t.ends_on IS NULL OR (t.ends_on > t.starts_on AND t.ends_on > NEW.starts_on))"
        " AND (NEW.ends_on IS NULL OR t.starts_on < NEW.ends_on))"
    )


def _replaced(table: str, same: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {table} t WHERE t.id = NEW.id"
        f" OR ({same} AND t.starts_on = NEW.starts_on))"
    )


GUARDS = (
    *_OFFICE,
    *_dated(
        PLACEMENT,
        "placement",
        ("office_id",),
        f"SELECT 1 FROM {OFFICE} o WHERE o.id = NEW.office_id FOR NO KEY UPDATE",
    ),
    *_dated(
        POSTING,
        "posting",
        ("person_id", "office_id"),
        f"SELECT 1 FROM {PERSON} p WHERE p.id = NEW.person_id FOR NO KEY UPDATE",
    ),
)

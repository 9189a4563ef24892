"""The journal only grows, by one entry at a time that names the one before it."""

from ..journal import GENESIS
from .guard import SQLITE, Guard, replaces

ENTRY = "moratorium_entry"
TABLES = (ENTRY,)

_NEXT = f"COALESCE((SELECT max(e.seq) FROM {ENTRY} e), 0) + 1"
_HEAD = f"COALESCE((SELECT e.digest FROM {ENTRY} e ORDER BY e.seq DESC LIMIT 1), '{GENESIS}')"

GUARDS = (
    Guard(
        "entry_insert",
        ENTRY,
        "INSERT",
        (
            (f"NEW.seq IS DISTINCT FROM {_NEXT}", "the journal is numbered without gaps"),
            (f"NEW.previous IS DISTINCT FROM {_HEAD}", "an entry names the digest before it"),
        ),
    ),
    Guard("entry_update", ENTRY, "UPDATE", (("TRUE", "the journal is never changed"),)),
    Guard("entry_delete", ENTRY, "DELETE", (("TRUE", "the journal is never shortened"),)),
    Guard(
        "entry_replace_insert",
        ENTRY,
        "INSERT",
        ((replaces(ENTRY, "rowid", "digest"), "this entry is in the journal already"),),
        engine=SQLITE,
    ),
)

"""The guards in SQLite's words: the conditions stand in the triggers themselves."""

from collections.abc import Iterable, Iterator

from .guard import PREFIX, Guard

INSTALLED = f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB '{PREFIX}*'"


def create(guards: Iterable[Guard], tables: Iterable[str]) -> Iterator[str]:
    """The statements that create the guards. A DELETE of all rows passes them row by row."""
    for guard in guards:
        yield (
            f"CREATE TRIGGER {guard.trigger}"
            f" {'AFTER' if guard.after else 'BEFORE'} {guard.event} ON {guard.table}"
            f" FOR EACH ROW BEGIN {' '.join(map(_refuse, guard.refusals))} END"
        )


def drop(installed: Iterable[tuple[str]]) -> Iterator[str]:
    """The statements that drop what INSTALLED finds, guards of an older release too."""
    for (name,) in installed:
        yield f"DROP TRIGGER {name}"


def _refuse(refusal: tuple[str, str]) -> str:
    condition, reason = refusal
    # IS NOT is understood by older versions of SQLite as well.
    condition = condition.replace(" IS DISTINCT FROM ", " IS NOT ")
    words = f"moratorium: {reason}".replace("'", "''")
    return f"SELECT RAISE(ABORT, '{words}') WHERE {condition};"

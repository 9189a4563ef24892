"""The guards in PostgreSQL's words: a function each, and one against TRUNCATE.

A table's owner can disable its triggers: the role of the web server owns nothing.
"""

from collections.abc import Iterable, Iterator

from .guard import PREFIX, Guard

INSTALLED = f"""
    SELECT t.tgname, t.tgrelid::regclass::text, p.oid::regprocedure::text
    FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND starts_with(t.tgname, '{PREFIX}')
      AND pg_table_is_visible(t.tgrelid)
    ORDER BY 1, 2
"""


def create(guards: Iterable[Guard], tables: Iterable[str]) -> Iterator[str]:
    """The statements that create the guards."""
    for guard in guards:
        checks = [f"PERFORM {guard.lock.removeprefix('SELECT ')};"] if guard.lock else []
        checks += [
            f"IF {condition} THEN {_raise(why)} END IF;" for condition, why in guard.refusals
        ]
        checks.append(f"RETURN {'OLD' if guard.event == 'DELETE' else 'NEW'};")
        yield _function(guard.trigger, " ".join(checks))
        yield (
            f"CREATE TRIGGER {guard.trigger}"
            f" {'AFTER' if guard.after else 'BEFORE'} {guard.event} ON {guard.table}"
            f" FOR EACH ROW EXECUTE FUNCTION {guard.trigger}()"
        )
    for table in tables:
        yield from _truncate(table)


def drop(installed: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """The statements that drop what INSTALLED finds, guards of an older release too."""
    for trigger, table, function in installed:
        yield f"DROP TRIGGER {trigger} ON {table}"
        yield f"DROP FUNCTION {function}"


def _truncate(table: str) -> Iterator[str]:
    name = f"{PREFIX}{table.removeprefix('moratorium_')}_truncate"
    yield _function(name, f"{_raise('the record is never emptied')} RETURN NULL;")
    yield (
        f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    )


def _function(name: str, body: str) -> str:
    # The path is fixed with pg_temp last: otherwise a temporary table of the same name would
    # be looked at instead of the record. Never a scan where an index is: a guard runs for each row,
    # and what was planned over an empty table is kept while a whole import fills it. A scan that
    # cannot be helped counts as so dear then that older servers would compile it for each row.
    return (
        f"DO $do$ BEGIN EXECUTE format($format$"
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
        f" SET search_path = %I, pg_temp SET enable_seqscan = off SET jit = off"
        f" AS $guard$ BEGIN {body} END $guard$"
        f"$format$, current_schema()); END $do$"
    )


def _raise(reason: str) -> str:
    words = f"moratorium: {reason}".replace("'", "''")
    return f"RAISE EXCEPTION USING MESSAGE = '{words}', ERRCODE = 'integrity_constraint_violation';"

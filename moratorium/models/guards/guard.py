"""What a guard is: one trigger, written in the SQL that both engines share."""

from dataclasses import dataclass

SQLITE, POSTGRESQL = "sqlite", "postgresql"
PREFIX = "moratorium_guard_"


@dataclass(frozen=True, slots=True)
class Guard:
    """A trigger before each row of an INSERT, UPDATE or DELETE.

    `refusals` are pairs of a condition over NEW and OLD and the reason for the refusal.
    `lock` is a query that PostgreSQL runs first, so that a transaction beside this one
    cannot change what the conditions look at; SQLite has one writer at a time. `engine` names the only engine that has the guard; `after` has it look when the whole
    statement is done.
    """

    name: str
    table: str
    event: str
    refusals: tuple[tuple[str, str], ...]
    lock: str = ""
    engine: str = ""
    after: bool = False

    @property
    def trigger(self) -> str:
        return PREFIX + self.name


def lock(table: str, rows: str) -> str:
    """The lock of rows, by a list of ids or queries of one id each.

    A foreign key's own lock lets such a row be issued or confirmed beside it; this one does not.
    Not `IN`: over a query that may be joined by a scan, which statistics taken while a large
    import is not yet committed make look cheap.
    """
    return f"SELECT 1 FROM {table} t WHERE t.id = ANY (ARRAY[{rows}]) FOR NO KEY UPDATE"


def replaces(table: str, *columns: str) -> str:
    """Whether an INSERT meets a row that has one of these values already.

    SQLite's REPLACE deletes such a row without a word to the triggers on DELETE, unless
    recursive_triggers is on, which a connection from elsewhere may not have set.
    """
    same = " OR ".join(f"t.{column} = NEW.{column}" for column in columns)
    return f"EXISTS (SELECT 1 FROM {table} t WHERE {same})"


def takes(table: str, *columns: str) -> str:
    """The same for an UPDATE: whether a changed column meets another row's value."""
    return " OR ".join(
        f"(NEW.{column} IS DISTINCT FROM OLD.{column}"
        f" AND EXISTS (SELECT 1 FROM {table} t WHERE t.{column} = NEW.{column}))"
        for column in columns
    )

"""A directive is final once issued or discarded, with its letter, addressees and receipts."""

from .guard import POSTGRESQL, SQLITE, Guard, lock, replaces, takes

DIRECTIVE = "moratorium_directive"
HAND = "moratorium_directivehand"
TARGET = "moratorium_target"
ADDRESSEE = "moratorium_addressee"
LETTER = "moratorium_letter"
RECEIPT = "moratorium_receipt"
ORDER = "moratorium_order"
TABLES = (DIRECTIVE, HAND, TARGET, ADDRESSEE, LETTER, RECEIPT)

_FINAL = "IN ('issued', 'discarded')"
_HAND = f"SELECT 1 FROM {HAND} h WHERE h.directive_id = NEW.id AND h.person_id = NEW.approved_by_id"
_LETTER = f"SELECT 1 FROM {LETTER} l WHERE l.directive_id = NEW.id"
_ADDRESSEE = f"SELECT 1 FROM {ADDRESSEE} a WHERE a.directive_id = NEW.id"
_ORDER_ISSUED = f"SELECT 1 FROM {ORDER} o WHERE o.id = NEW.order_id AND o.state = 'issued'"
_REPLACED_ISSUED = (
    f"SELECT 1 FROM {DIRECTIVE} r WHERE r.id = NEW.replaces_id AND r.state = 'issued'"
)

_DIRECTIVE = (
    Guard(
        "directive_insert",
        DIRECTIVE,
        "INSERT",
        (("NEW.state = 'issued'", "a directive is issued from a draft, not inserted as issued"),),
    ),
    Guard(
        "directive_update",
        DIRECTIVE,
        "UPDATE",
        (
            ("OLD.state = 'issued'", "an issued directive is never changed"),
            ("OLD.state = 'discarded'", "a discarded directive is never changed"),
            ("NEW.id <> OLD.id", "a directive keeps its id"),
            ("NEW.imported <> OLD.imported", "whether a directive was imported never changes"),
        ),
    ),
    Guard(
        "directive_issue",
        DIRECTIVE,
        "UPDATE",
        (
            (
                f"NEW.state = 'issued' AND NOT NEW.imported AND EXISTS ({_HAND})",
                "whoever had a hand in a directive cannot approve it",
            ),
            (
                f"NEW.state = 'issued' AND NOT EXISTS ({_LETTER})",
                "a directive is issued with its letter",
            ),
            (
                f"NEW.state = 'issued' AND NOT NEW.imported AND NOT EXISTS ({_ADDRESSEE})",
                "a directive is addressed to somebody",
            ),
            (
                f"NEW.state = 'issued' AND NOT EXISTS ({_ORDER_ISSUED})",
                "a directive rests on an issued order",
            ),
            (
                "NEW.state = 'issued' AND NOT NEW.imported AND NEW.replaces_id IS NOT NULL"
                f" AND NOT EXISTS ({_REPLACED_ISSUED})",
                "a directive replaces one that was issued",
            ),
        ),
    ),
    Guard(
        "directive_delete",
        DIRECTIVE,
        "DELETE",
        (("TRUE", "a directive is never deleted; discard the draft"),),
    ),
    Guard(
        "directive_replace_insert",
        DIRECTIVE,
        "INSERT",
        ((replaces(DIRECTIVE, "id", "number", "slug"), "this directive is on record already"),),
        engine=SQLITE,
    ),
    Guard(
        "directive_replace_update",
        DIRECTIVE,
        "UPDATE",
        (
            (takes(DIRECTIVE, "number", "slug"), "another directive has this number"),
            (
                "NEW.state = 'issued' AND NEW.replaces_id IS NOT NULL AND EXISTS (SELECT 1 FROM"
                f" {DIRECTIVE} t WHERE t.replaces_id = NEW.replaces_id AND t.state = 'issued'"
                " AND t.id <> OLD.id)",
                "the directive has been replaced already",
            ),
        ),
        engine=SQLITE,
    ),
)

# As with orders: an import issues by one UPDATE, in any order of rows. PostgreSQL looks when the
# statement is done. On SQLite an imported directive may come before the imported draft that it
# replaces, and from then on this draft can only be issued, and before that one.
_REPLACES = (
    "NEW.state = 'issued' AND NEW.imported AND NEW.replaces_id IS NOT NULL AND NOT EXISTS"
    f" (SELECT 1 FROM {DIRECTIVE} t WHERE t.id = NEW.replaces_id AND t.issued_at < NEW.issued_at"
)
_EARLIER = "a directive replaces one that was issued before it"
_CHAIN = (
    Guard(
        "directive_chain",
        DIRECTIVE,
        "UPDATE",
        ((f"{_REPLACES} AND t.state = 'issued')", _EARLIER),),
        engine=POSTGRESQL,
        after=True,
    ),
    Guard(
        "directive_chain",
        DIRECTIVE,
        "UPDATE",
        (
            (
                f"{_REPLACES} AND (t.state = 'issued' OR (t.state = 'draft' AND t.imported"
                " AND t.number IS NOT NULL)))",
                _EARLIER,
            ),
            (
                f"EXISTS (SELECT 1 FROM {DIRECTIVE} t WHERE t.replaces_id = OLD.id"
                " AND t.state = 'issued' AND (NEW.state <> 'issued' OR NEW.issued_at IS NULL"
                " OR NEW.issued_at >= t.issued_at))",
                "an issued directive replaces this draft: it can only be issued, and before that"
                " one",
            ),
        ),
        engine=SQLITE,
    ),
)


def _state(directive: str) -> str:
    return f"(SELECT d.state FROM {DIRECTIVE} d WHERE d.id = {directive})"


def _kept(noun: str, table: str, *, behind: str, same: str) -> list[Guard]:
    """Guards of rows that are written once, while `behind` (SQL) does not refuse it.

    `same` (SQL) finds the row `t` that a new one would replace, beside that of the same id.
    """
    found = f"EXISTS (SELECT 1 FROM {table} t WHERE t.id = NEW.id OR {same})"
    there = (found, "this row is on record already")
    why = f"a {noun} is never changed"
    return [
        Guard(
            f"{noun}_insert",
            table,
            "INSERT",
            ((behind, "what belongs to a final directive is never added to"),),
            lock=lock(DIRECTIVE, "NEW.directive_id"),
        ),
        Guard(f"{noun}_update", table, "UPDATE", (("TRUE", why),)),
        Guard(f"{noun}_delete", table, "DELETE", (("TRUE", why),)),
        Guard(f"{noun}_replace_insert", table, "INSERT", (there,), engine=SQLITE),
    ]


_SAME = "t.directive_id = NEW.directive_id"
_OFFICE, _PERSON = "t.office_id = NEW.office_id", "t.person_id = NEW.person_id"
_BEFORE = f"{_state('OLD.directive_id')} {_FINAL}"
_BEHIND = f"{_state('NEW.directive_id')} {_FINAL}"
_WHY = "whom a final directive is meant for is never changed"
_TARGET = (
    Guard(
        "target_insert", TARGET, "INSERT", ((_BEHIND, _WHY),), lock(DIRECTIVE, "NEW.directive_id")
    ),
    Guard(
        "target_update",
        TARGET,
        "UPDATE",
        ((_BEFORE, _WHY), (_BEHIND, _WHY), ("NEW.id <> OLD.id", "a row keeps its id")),
        lock(DIRECTIVE, "OLD.directive_id, NEW.directive_id"),
    ),
    Guard(
        "target_delete", TARGET, "DELETE", ((_BEFORE, _WHY),), lock(DIRECTIVE, "OLD.directive_id")
    ),
    Guard(
        "target_replace_insert",
        TARGET,
        "INSERT",
        ((replaces(TARGET, "id"), "this row is on record already"),),
        engine=SQLITE,
    ),
)

_OF_ADDRESSEE = (
    f"FROM {ADDRESSEE} a JOIN {DIRECTIVE} d ON d.id = a.directive_id WHERE a.id = NEW.addressee_id"
)
_SHA256 = (
    f"(SELECT l.sha256 FROM {LETTER} l JOIN {ADDRESSEE} a ON a.directive_id = l.directive_id"
    " WHERE a.id = NEW.addressee_id)"
)
_RECEIPT = (
    Guard(
        "receipt_insert",
        RECEIPT,
        "INSERT",
        (
            (
                f"NOT EXISTS (SELECT 1 {_OF_ADDRESSEE} AND d.state = 'issued')",
                "only an issued directive is received",
            ),
            (
                f"NEW.sha256 <> '' AND NEW.sha256 IS DISTINCT FROM {_SHA256}",
                "a receipt names the letter on record",
            ),
        ),
    ),
    Guard("receipt_update", RECEIPT, "UPDATE", (("TRUE", "a receipt is never changed"),)),
    Guard("receipt_delete", RECEIPT, "DELETE", (("TRUE", "a receipt is never deleted"),)),
    Guard(
        "receipt_replace_insert",
        RECEIPT,
        "INSERT",
        (
            (
                f"EXISTS (SELECT 1 FROM {RECEIPT} t WHERE t.id = NEW.id"
                " OR (t.addressee_id = NEW.addressee_id AND t.step = NEW.step))",
                "this step is on record already",
            ),
        ),
        engine=SQLITE,
    ),
)

GUARDS = (
    *_DIRECTIVE,
    *_CHAIN,
    *_TARGET,
    *_kept("addressee", ADDRESSEE, behind=_BEHIND, same=f"({_SAME} AND {_OFFICE})"),
    *_kept("letter", LETTER, behind=_BEHIND, same=f"{_SAME} OR t.sha256 = NEW.sha256"),
    *_kept("directive_hand", HAND, behind=_BEHIND, same=f"({_SAME} AND {_PERSON})"),
    *_RECEIPT,
)

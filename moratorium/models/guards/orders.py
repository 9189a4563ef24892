"""An order is final once issued or discarded, with its lines, their districts and hands."""

from .guard import POSTGRESQL, SQLITE, Guard, lock, replaces, takes

ORDER = "moratorium_order"
LINE = "moratorium_coverageline"
DISTRICT = "moratorium_coveragedistrict"
HAND = "moratorium_orderhand"
OUTAGE = "moratorium_outage"
TABLES = (ORDER, LINE, DISTRICT, HAND)

_LINES = f"SELECT 1 FROM {LINE} l WHERE l.order_id = NEW.id"
_CALLED_OFF = f"(SELECT g.called_off_at FROM {OUTAGE} g WHERE g.id = l.until_restored_id)"

# Two connections: while one issues, the other must not call the outage off.
_LOCK_OUTAGES = (
    f"SELECT 1 FROM {OUTAGE} g WHERE NEW.state = 'issued' AND g.id = ANY"
    f" (ARRAY(SELECT l.until_restored_id FROM {LINE} l WHERE l.order_id = NEW.id)) FOR SHARE"
)

_ORDER = (
    Guard(
        "order_insert",
        ORDER,
        "INSERT",
        (("NEW.state = 'issued'", "an order is issued from a draft, not inserted as issued"),),
    ),
    Guard(
        "order_update",
        ORDER,
        "UPDATE",
        (
            ("OLD.state = 'issued'", "an issued order is never changed"),
            ("OLD.state = 'discarded'", "a discarded order is never changed"),
            ("NEW.id <> OLD.id", "an order keeps its id"),
            ("NEW.imported <> OLD.imported", "whether an order was imported never changes"),
        ),
    ),
    Guard(
        "order_issue",
        ORDER,
        "UPDATE",
        (
            (
                "NEW.state = 'issued' AND NOT NEW.imported AND EXISTS (SELECT 1 FROM"
                f" {HAND} h WHERE h.order_id = NEW.id AND h.person_id = NEW.approved_by_id)",
                "whoever had a hand in an order cannot approve it",
            ),
            (
                f"NEW.state = 'issued' AND NEW.lift AND EXISTS ({_LINES})",
                "a lift has no coverage",
            ),
            (
                f"NEW.state = 'issued' AND NOT NEW.lift AND NOT EXISTS ({_LINES})",
                "an order needs coverage",
            ),
            (
                f"NEW.state = 'issued' AND EXISTS ({_LINES} AND {_CALLED_OFF} IS NOT NULL)",
                "an order cannot rest on an outage that was called off",
            ),
        ),
        lock=_LOCK_OUTAGES,
    ),
    Guard(
        "order_delete", ORDER, "DELETE", (("TRUE", "an order is never deleted; discard the draft"),)
    ),
    Guard(
        "order_replace_insert",
        ORDER,
        "INSERT",
        ((replaces(ORDER, "id", "number", "slug"), "this order is on record already"),),
        engine=SQLITE,
    ),
    Guard(
        "order_replace_update",
        ORDER,
        "UPDATE",
        (
            (takes(ORDER, "number", "slug"), "another order has this number"),
            (
                "NEW.state = 'issued' AND NEW.amends_id IS NOT NULL AND EXISTS (SELECT 1 FROM"
                f" {ORDER} t WHERE t.amends_id = NEW.amends_id AND t.state = 'issued'"
                " AND t.id <> OLD.id)",
                "the order has been amended already",
            ),
        ),
        engine=SQLITE,
    ),
)

# An import issues a whole chain by one UPDATE, in any order of rows. PostgreSQL looks when
# the statement is done. SQLite has no such moment: its triggers see the rows issued so far.
# There, an imported amendment may come before what it amends, if that is an imported draft
# with a number, and from then on this draft can only be issued, and only as what the
# amendment was measured against. A draft left behind is not in the record and no verdict
# reads it, so the worst is an amendment that names nothing.
_AMENDS = "NEW.state = 'issued' AND NEW.amends_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM"
# By its key alone, whatever the statistics say: during a large import they are not there yet, and
# PostgreSQL went through all orders by their date, for each amendment again.
_EARLIER = (
    f"(SELECT * FROM {ORDER} o WHERE o.id = NEW.amends_id LIMIT 1) t"
    " WHERE NOT t.lift AND t.issued_at < NEW.issued_at"
)
_WHY = "an order amends one that was issued before it and is not a lift"

_CHAIN = (
    Guard(
        "order_chain",
        ORDER,
        "UPDATE",
        ((f"{_AMENDS} {_EARLIER} AND t.state = 'issued')", _WHY),),
        engine=POSTGRESQL,
        after=True,
    ),
    Guard(
        "order_chain",
        ORDER,
        "UPDATE",
        (
            (
                f"{_AMENDS} {_EARLIER} AND (t.state = 'issued' OR (t.state = 'draft'"
                " AND NEW.imported AND t.imported AND t.number IS NOT NULL)))",
                _WHY,
            ),
            (
                f"EXISTS (SELECT 1 FROM {ORDER} t WHERE t.amends_id = OLD.id"
                " AND t.state = 'issued' AND (NEW.state <> 'issued' OR NEW.lift"
                " OR NEW.issued_at IS NULL OR NEW.issued_at >= t.issued_at))",
                "an issued order amends this draft: it can only be issued, and before that one",
            ),
        ),
        engine=SQLITE,
    ),
)


def _state(order: str) -> str:
    return f"(SELECT o.state FROM {ORDER} o WHERE o.id = {order})"


def _order_of(line: str) -> str:
    return f"(SELECT l.order_id FROM {LINE} l WHERE l.id = {line})"


def _under(noun: str, table: str, old: str, new: str) -> tuple[Guard, ...]:
    """Guards of rows that belong to the orders `old` and `new` (SQL for their ids)."""
    final, why = "IN ('issued', 'discarded')", "what belongs to a final order is never changed"
    before, behind = (f"{_state(old)} {final}", why), (f"{_state(new)} {final}", why)
    kept = ("NEW.id <> OLD.id", "a row keeps its id")
    there = (replaces(table, "id"), "this row is on record already")
    return (
        Guard(f"{noun}_insert", table, "INSERT", (behind,), lock=lock(ORDER, new)),
        Guard(
            f"{noun}_update", table, "UPDATE", (before, behind, kept), lock(ORDER, f"{old}, {new}")
        ),
        Guard(f"{noun}_delete", table, "DELETE", (before,), lock=lock(ORDER, old)),
        Guard(f"{noun}_replace_insert", table, "INSERT", (there,), engine=SQLITE),
    )


GUARDS = (
    *_ORDER,
    *_CHAIN,
    *_under("line", LINE, "OLD.order_id", "NEW.order_id"),
    *_under("line_district", DISTRICT, _order_of("OLD.line_id"), _order_of("NEW.line_id")),
    Guard(
        "hand_insert",
        HAND,
        "INSERT",
        ((f"{_state('NEW.order_id')} IN ('issued', 'discarded')", "a final order gets no hand"),),
        lock=lock(ORDER, "NEW.order_id"),
    ),
    Guard("hand_update", HAND, "UPDATE", (("TRUE", "a hand in an order is never changed"),)),
    Guard("hand_delete", HAND, "DELETE", (("TRUE", "a hand in an order is never taken away"),)),
    Guard(
        "hand_replace_insert",
        HAND,
        "INSERT",
        ((replaces(HAND, "id"), "this row is on record already"),),
        engine=SQLITE,
    ),
)

"""An outage is final once confirmed or called off; one that an issued order names is fixed."""

from .guard import SQLITE, Guard, lock, replaces, takes

OUTAGE = "moratorium_outage"
DISTRICT = "moratorium_outagedistrict"
LINE = "moratorium_coverageline"
ORDER = "moratorium_order"
TABLES = (OUTAGE, DISTRICT)

_FIXED = ("ref", "starts_at", "discom_id", "area")
_CHANGED = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _FIXED)
_FIXED_WHY = "an issued order rests on this outage"
_CLOSED_WHY = "a confirmed or called-off outage is never changed"


def _named(outage: str) -> str:
    # The state by a scalar query, so that SQLite goes from the outage's lines to their orders.
    return (
        f"EXISTS (SELECT 1 FROM {LINE} l WHERE l.until_restored_id = {outage}"
        f" AND (SELECT o.state FROM {ORDER} o WHERE o.id = l.order_id) = 'issued')"
    )


def _closed(outage: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {OUTAGE} g WHERE g.id = {outage}"
        " AND (g.confirmed_at IS NOT NULL OR g.called_off_at IS NOT NULL))"
    )


_OUTAGE = (
    Guard(
        "outage_update",
        OUTAGE,
        "UPDATE",
        (
            ("OLD.confirmed_at IS NOT NULL OR OLD.called_off_at IS NOT NULL", _CLOSED_WHY),
            ("NEW.id <> OLD.id", "an outage keeps its id"),
            (f"({_CHANGED} OR NEW.called_off_at IS NOT NULL) AND {_named('OLD.id')}", _FIXED_WHY),
        ),
    ),
    Guard(
        "outage_delete", OUTAGE, "DELETE", (("TRUE", "an outage is never deleted; call it off"),)
    ),
    Guard(
        "outage_replace_insert",
        OUTAGE,
        "INSERT",
        ((replaces(OUTAGE, "id", "ref"), "this outage is on record already"),),
        engine=SQLITE,
    ),
    Guard(
        "outage_replace_update",
        OUTAGE,
        "UPDATE",
        ((takes(OUTAGE, "ref"), "another outage has this reference"),),
        engine=SQLITE,
    ),
)


def _district(event: str, *outages: str) -> Guard:
    refusals = [
        refusal
        for outage in outages
        for refusal in ((_closed(outage), _CLOSED_WHY), (_named(outage), _FIXED_WHY))
    ]
    if event == "UPDATE":
        refusals.append(("NEW.id <> OLD.id", "a row keeps its id"))
    name = f"outage_district_{event.lower()}"
    return Guard(name, DISTRICT, event, tuple(refusals), lock=lock(OUTAGE, ", ".join(outages)))


GUARDS = (
    *_OUTAGE,
    _district("INSERT", "NEW.outage_id"),
    _district("UPDATE", "OLD.outage_id", "NEW.outage_id"),
    _district("DELETE", "OLD.outage_id"),
    Guard(
        "outage_district_replace_insert",
        DISTRICT,
        "INSERT",
        ((replaces(DISTRICT, "id"), "this row is on record already"),),
        engine=SQLITE,
    ),
)

"""A discom's code and kind never change: verdicts of the past depend on them."""

from .guard import SQLITE, Guard, replaces, takes

DISCOM = "moratorium_discom"
TABLES = (DISCOM,)

GUARDS = (
    Guard(
        "discom_update",
        DISCOM,
        "UPDATE",
        (
            ("NEW.code <> OLD.code", "a discom's code never changes"),
            ("NEW.kind <> OLD.kind", "a discom's kind never changes"),
        ),
    ),
    Guard("discom_delete", DISCOM, "DELETE", (("TRUE", "a discom is never deleted; it ends"),)),
    Guard(
        "discom_replace_insert",
        DISCOM,
        "INSERT",
        (
            (
                replaces(DISCOM, "rowid", "code", "name_en", "name_hi"),
                "this discom is there already",
            ),
        ),
        engine=SQLITE,
    ),
    Guard(
        "discom_replace_update",
        DISCOM,
        "UPDATE",
        ((takes(DISCOM, "rowid", "name_en", "name_hi"), "another discom has this name"),),
        engine=SQLITE,
    ),
)

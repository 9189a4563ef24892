"""Which fields take what looks bad, and why; everything else is refused at its field."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Taken:
    """A field (by the end of its name) of a form (by the end of its address) that takes a kind."""

    kind: str
    field: str
    why: str
    at: str = ""
    value: str = ""  # only this one; empty: all values of the kind


TAKEN = (
    Taken("digits of Devanagari", ".*", "१२ is the number 12 to whoever reads Hindi"),
    Taken("empty", ".*_1", "a date alone stands for the whole day"),
    Taken("empty", "(announced_at|expected_end)_0", "not announced, no end planned"),
    Taken("empty", "note_..|restricted_..|text_..|title_..", "may be left out in both languages"),
    Taken("empty", "ends_on|ended_on", "without an end"),
    Taken("empty", "sources|aliases|basis|note|remark|email", "may be left out"),
    Taken("empty", "(places|headquarters|post)_..", "may be left out"),
    Taken("empty", "tile_(column|row)", "not on the map"),
    Taken("empty", "grace_hours", "none: 0"),
    Taken("empty", "districts", "none chosen stands for all"),
    Taken("empty", "discom", "none chosen stands for all", "outage/add|order"),
    Taken("empty", "until_restored|parent", "none"),
    Taken("empty", "discoms|offices_below|offices", "one way to say whom it is for is enough"),
    Taken("white space", "offices_below|offices", "the same as empty"),
    Taken("white space", "note_..|restricted_..|text_..|title_..", "the same as empty"),
    Taken("white space", "parent", "none"),
    Taken("white space", "sources|aliases|basis|note|remark|email", "the same as empty"),
    Taken("white space", "(places|headquarters|post)_..", "the same as empty"),
    Taken("markup", "[a-z]+_(hi|en)", "text is text: shown as it was typed"),
    Taken("markup", "remark|reason|note|basis|aliases|code", "text is text: shown as typed"),
    Taken("tampered", "read", "a new draft has no earlier version to be read", "order/add"),
    Taken("tampered", "read", "the same", r"order/\d+/directive"),
    Taken("number", "position", "any place in the list", value="8761"),
)
# Fields of a page that several buttons share, for the button that does not ask for them.
NOT_ASKED = (
    ("/send_back/", "reason"), ("/send_back/", "read"), ("/send_back/", "accepted"),
    ("/approve/", "remark"),
)  # fmt: skip

# What is wrong with one field may be said at another that depends on it.
JUDGED_AT = {"until_restored": "grace_hours"}


def taken(kind: str, field: str, address: str, value: str) -> Taken | None:
    """The row that says that a field takes it."""
    return next((each for each in TAKEN if _speaks_of(each, kind, field, address, value)), None)


def _speaks_of(row: Taken, kind: str, field: str, address: str, value: str) -> bool:
    return (
        row.kind == kind
        and re.fullmatch(row.field, field) is not None
        and re.search(row.at, address) is not None
        and row.value in ("", value)
    )


def asked(field: str, address: str) -> bool:
    """Whether the button that leads to an address asks for a field."""
    return not any(address.endswith(end) and field == name for end, name in NOT_ASKED)

"""A small chart of offices for the tests of its rules."""

from collections.abc import Iterable
from datetime import date

from moratorium.rules import office_plan
from moratorium.rules.offices import KINDS, Chart, Office, Place, Posting, Row

SINCE = date(2020, 4, 1)


def office(code: str, level: str, discom: str = "PUVVNL", **fields: str) -> Office:
    return Office(code, discom, level, f"कार्यालय {code}", f"Office {code}", **fields)


def place(code: str, parent: str, start: date = SINCE, end: date | None = None) -> Place:
    return Place(code, parent, start, end)


def posting(person: str, code: str, start: date = SINCE, end: date | None = None) -> Posting:
    return Posting(person, code, "अधिशासी अभियन्ता", "Executive Engineer", start, end)


def chart(*rows: Row) -> Chart:
    """These rows on record, beside a head office, a zone, two circles and a division."""
    on_record = [
        office("HO", "head"), office("Z", "zone"), office("C1", "circle"), office("C2", "circle"),
        office("D", "division"), office("M", "zone", "MVVNL"),
        place("HO", ""), place("Z", "HO"), place("C1", "Z"), place("C2", "Z"), place("D", "C1"),
        posting("rakesh", "D"), *rows,
    ]  # fmt: skip
    kept = {kind: {row.key: row for row in on_record if type(row) is kind} for kind in KINDS}
    people = {"rakesh": False, "asha": False, "sita": False, "chief": True}
    return Chart(frozenset({"PUVVNL", "MVVNL"}), people, kept)


def faults(stated: Iterable[Row], on_record: Iterable[Row] = ()) -> list[tuple[str, str]]:
    """The field and the English words of every fault, when Sita states these rows."""
    plan = office_plan.plan(chart(*on_record), list(stated), "sita")
    return [(fault.field, fault.words.en) for fault in plan.faults]

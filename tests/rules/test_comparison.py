"""Who gains and who loses protection by an order, case by case."""

from typing import Any

import pytest

from moratorium.rules.comparison import Change, changes
from moratorium.rules.protection import Line
from moratorium.rules.windows import NO_END, Window

from .cases import down, ist, line, noida_power, purvanchal, term

pytestmark = pytest.mark.plain

START, NOW, END = "29 Dec 2022 18:00", "30 Dec 2022 09:00", "30 Dec 2022 21:00"
LATER = "4 Jan 2023 00:00"
VARANASI, BALLIA = purvanchal(), purvanchal(district="ballia")
PLACES = [VARANASI, BALLIA, noida_power()]
OLD = line(term(START, END))
ENDED = line(term(START, END, succeeded=NOW))  # the same, amended now


def new(ends: str | None, starts: str = START, **more: Any) -> Line:
    scope = {k: more.pop(k) for k in ("districts", "area", "restricted") if k in more}
    return line(term(starts, ends, issued=NOW, **more), order="MO/2", **scope)


def between(start: str, end: str | None) -> Window:
    return Window(ist(start), NO_END if end is None else ist(end))


def gains(place: Any, start: str, end: str | None) -> Change:
    return Change(place, (between(start, end),), ())


def loses(place: Any, start: str, end: str | None) -> Change:
    return Change(place, (), (between(start, end),))


TABLE: list[tuple[str, list[Line], list[Line], list[Change]]] = [
    ("nothing on record", [], [], []),
    ("the same again", [OLD], [ENDED, new(END)], []),
    (
        "a first order: who is asked about gains from now on, a private licensee nothing",
        [],
        [new(END)],
        [gains(VARANASI, NOW, END), gains(BALLIA, NOW, END)],
    ),
    (
        "prolonged",
        [OLD],
        [ENDED, new(LATER)],
        [gains(VARANASI, END, LATER), gains(BALLIA, END, LATER)],
    ),
    (
        "prolonged until restoration",
        [OLD],
        [ENDED, new(END, outage=down())],
        [gains(VARANASI, END, None), gains(BALLIA, END, None)],
    ),
    (
        "lifted",
        [OLD],
        [ENDED],
        [loses(VARANASI, NOW, END), loses(BALLIA, NOW, END)],
    ),
    (
        "narrowed to a district",
        [OLD],
        [ENDED, new(END, districts=("varanasi",))],
        [loses(BALLIA, NOW, END)],
    ),
    (
        "narrowed to named places, which is no longer sure",
        [OLD],
        [ENDED, new(END, restricted=True)],
        [loses(VARANASI, NOW, END), loses(BALLIA, NOW, END)],
    ),
    (
        "what another order protects is not lost",
        [OLD, line(term(START, END), order="MO/3")],
        [ENDED, line(term(START, END), order="MO/3")],
        [],
    ),
    (
        "moved: some hours gained, some lost",
        [OLD],
        [ENDED, new(LATER, starts="30 Dec 2022 12:00")],
        [
            Change(p, (between(END, LATER),), (between(NOW, "30 Dec 2022 12:00"),))
            for p in (VARANASI, BALLIA)
        ],
    ),
    ("hours that are over do not count", [], [new("30 Dec 2022 08:00")], []),
]


@pytest.mark.parametrize(("_name", "before", "after", "wanted"), TABLE, ids=[t[0] for t in TABLE])
def test_changes(_name: str, before: list[Line], after: list[Line], wanted: list[Change]) -> None:
    assert changes(before, after, PLACES, ist(NOW), ist(NOW)) == wanted


def test_an_order_that_is_not_issued_yet_changes_nothing() -> None:
    at = ist("30 Dec 2022 08:59")
    assert changes([], [new(END)], PLACES, at, at) == []


def test_what_was_before_an_instant_can_be_asked_for() -> None:
    (found, _other) = changes([], [new(END)], PLACES, ist(NOW), ist(START))
    assert found == gains(VARANASI, START, END)


def test_one_pass_over_the_lines_is_enough() -> None:
    found = changes(iter([OLD]), iter([ENDED]), iter(PLACES), ist(NOW), ist(NOW))
    assert [change.place for change in found] == [VARANASI, BALLIA]

"""Who gains and who loses protection by an order, case by case."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from moratorium.rules.comparison import Change, changes, gains_before
from moratorium.rules.protection import DEPENDS, NOT_PROTECTED, PROTECTED, Line, verdict
from moratorium.rules.scope import Place
from moratorium.rules.windows import NO_END, Window

from . import generator
from .cases import down, ist, line, noida_power, purvanchal, term
from .comparison import lines_of

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
        [
            Change(p, lost=(between(NOW, END),), unsure=(between(NOW, END),))
            for p in (VARANASI, BALLIA)
        ],
    ),
    (
        "a first order for named places: it depends",
        [],
        [new(END, restricted=True)],
        [Change(p, unsure=(between(NOW, END),)) for p in (VARANASI, BALLIA)],
    ),
    (
        "named places that are let go",
        [line(term(START, END), restricted=True)],
        [line(term(START, END, succeeded=NOW), restricted=True)],
        [Change(p, dropped=(between(NOW, END),)) for p in (VARANASI, BALLIA)],
    ),
    (
        "what depended and is now sure is gained, not dropped",
        [line(term(START, END), restricted=True)],
        [line(term(START, END, succeeded=NOW), restricted=True), new(END)],
        [gains(VARANASI, NOW, END), gains(BALLIA, NOW, END)],
    ),
    (
        "where it is sure already, named places change nothing",
        [OLD],
        [OLD, new(END, restricted=True)],
        [],
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


def test_what_shortens_protection() -> None:
    hours = (between(NOW, END),)
    assert Change(VARANASI, lost=hours).shortens
    assert Change(VARANASI, dropped=hours).shortens
    assert not Change(VARANASI, gained=hours, unsure=hours).shortens


@pytest.mark.parametrize("seed", range(150))
def test_changes_are_what_the_verdicts_say_before_and_after(seed: int) -> None:
    """Against verdicts asked at every instant at which anything can change."""
    rng = Random(seed)
    before, after = (lines_of(generator.random_record(rng)) for _ in range(2))
    lines = [*before, *after]
    known = max(line.term.issued_at for line in lines)
    since = rng.choice([line.term.starts_at for line in lines])
    places = [Place(**generator.random_place(rng)) for _ in range(4)]
    found = {change.place: change for change in changes(before, after, places, known, since)}
    for place in places:
        change = found.get(place, Change(place))
        for instant in instants(lines, since):
            old, new = (verdict(some, place, instant, known).verdict for some in (before, after))
            told = tuple(
                any(window.contains(instant) for window in windows)
                for windows in (change.gained, change.lost, change.unsure, change.dropped)
            )
            assert told == (
                new == PROTECTED != old,
                old == PROTECTED != new,
                new == DEPENDS != old,
                old == DEPENDS and new == NOT_PROTECTED,
            ), (place, instant)


def instants(lines: list[Line], since: datetime) -> list[datetime]:
    """Every instant from one on at which a line can begin or end, and one past them all."""
    marks = {since}
    for each in lines:
        term, outage = each.term, each.term.outage
        marks |= {term.starts_at, term.ends_at, term.succeeded_at, term.issued_at}
        if outage is not None and outage.restored_at is not None:
            marks |= {outage.restored_at + timedelta(hours=term.grace_hours), outage.confirmed_at}
    known = sorted(mark for mark in marks if mark is not None and mark >= since)
    return [*known, known[-1] + timedelta(days=1)]


BACKWARDS: list[tuple[str, list[Line], Line, bool]] = [
    ("granted backwards by a first order", [], new(END), True),
    ("begins now", [], new(END, starts=NOW), False),
    ("restates the old start", [OLD], new(LATER), False),
    ("begins later than before", [OLD], new(END, starts="29 Dec 2022 20:00"), False),
    ("begins earlier than before", [OLD], new(END, starts="29 Dec 2022 12:00"), True),
    ("old start, other places", [line(term(START, END), districts=("ballia",))], new(END), True),
    ("named places count as the whole", [OLD], new(END, restricted=True), False),
]


@pytest.mark.parametrize(
    ("_name", "before", "after", "wanted"), BACKWARDS, ids=[b[0] for b in BACKWARDS]
)
def test_granted_backwards(_name: str, before: list[Line], after: Line, wanted: bool) -> None:
    assert gains_before(ist(NOW), before, after, PLACES) is wanted

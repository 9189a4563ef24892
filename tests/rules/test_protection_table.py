"""The verdict (contract, section 1), case by case."""

from datetime import date

import pytest

from moratorium.rules.instants import day_end, day_start
from moratorium.rules.protection import (
    DEPENDS,
    NOT_PROTECTED,
    PROTECTED,
    Timeline,
    Verdict,
    verdict,
)
from moratorium.rules.windows import Window

from .cases import MICROSECOND, down, ist, line, noida_power, purvanchal, restored, term

pytestmark = pytest.mark.plain

LATER = "1 Mar 2023 00:00"


def answer(lines, at, known=LATER, place=None):
    return verdict(lines, place or purvanchal(), ist(at), ist(known))


def expected(verdict=PROTECTED, orders=(), until=None, stated=None, change=None, open_ended=False):
    """A verdict whose instants are written in IST."""
    instants = [None if each is None else ist(each) for each in (until, stated, change)]
    return Verdict(verdict, tuple(orders), instants[0], open_ended, instants[1], instants[2])


def day(number, hour=0):
    return f"{number} Jan 2023 {hour:02d}:00"


def days(first, end, **said):
    """A line from the start of one day of January 2023 to the start of another."""
    times = {
        key: said.pop(key) for key in ("issued", "outage", "grace", "succeeded") if key in said
    }
    return line(term(day(first), day(end), **times), **said)


# Each row: what a lawyer would say; the lines; the instant asked about; the answer.
TABLE = [
    (
        "nothing on record protects nobody",
        [],
        day(2),
        expected(NOT_PROTECTED),
    ),
    (
        "a line protects from its first instant",
        [days(1, 3)],
        day(1),
        expected(orders=["MO/1"], until=day(3), stated=day(3), change=day(3)),
    ),
    (
        "a line no longer protects at its end",
        [days(1, 3)],
        day(3),
        expected(NOT_PROTECTED),
    ),
    (
        "before the start there is no protection, but a change is ahead",
        [days(2, 3)],
        day(1),
        expected(NOT_PROTECTED, change=day(2)),
    ),
    (
        "an infinite stretch is open-ended and has no until",
        [days(1, 3, outage=down())],
        day(2),
        expected(orders=["MO/1"], open_ended=True, stated=day(3)),
    ),
    (
        "the printed end may lie before the instant asked about",
        [days(1, 3, outage=down())],
        day(9),
        expected(orders=["MO/1"], open_ended=True, stated=day(3)),
    ),
    (
        "the printed end may lie after the real one",
        [days(1, 9, succeeded=day(4))],
        day(2),
        expected(orders=["MO/1"], until=day(4), stated=day(9), change=day(4)),
    ),
    (
        "where no end was printed none is stated",
        [line(term(day(1), None, outage=down()))],
        day(2),
        expected(orders=["MO/1"], open_ended=True),
    ),
    (
        "a line without a printed end is skipped for the stated one",
        [line(term(day(1), None, outage=down())), days(1, 3)],
        day(2),
        expected(orders=["MO/1"], open_ended=True, stated=day(3), change=day(3)),
    ),
    (
        "only lines that hold at the instant state an end",
        [days(1, 5), days(5, 9)],
        day(2),
        expected(orders=["MO/1"], until=day(9), stated=day(5), change=day(5)),
    ),
    (
        "lines that touch are unbroken, and the touch is a boundary",
        [days(1, 3, order="MO/1"), days(3, 5, order="MO/2")],
        day(2),
        expected(orders=["MO/1"], until=day(5), stated=day(3), change=day(3)),
    ),
    (
        "where two lines touch the later one speaks",
        [days(1, 3, order="MO/1"), days(3, 5, order="MO/2")],
        day(3),
        expected(orders=["MO/2"], until=day(5), stated=day(5), change=day(5)),
    ),
    (
        "an hour between two lines breaks the stretch",
        [days(1, 3), line(term(day(3, 1), day(5)))],
        day(2),
        expected(orders=["MO/1"], until=day(3), stated=day(3), change=day(3)),
    ),
    (
        "a stretch that runs into an open one has no end",
        [days(1, 3), days(3, 5, order="MO/2", outage=down())],
        day(2),
        expected(orders=["MO/1"], open_ended=True, stated=day(3), change=day(3)),
    ),
    (
        "a conditional line does not lengthen a sure stretch",
        [days(1, 3), days(3, 5, order="MO/2", restricted=True)],
        day(2),
        expected(orders=["MO/1"], until=day(3), stated=day(3), change=day(3)),
    ),
    (
        "named towns make it depend on the place",
        [days(1, 3, restricted=True)],
        day(2),
        expected(DEPENDS, ["MO/1"], change=day(3)),
    ),
    (
        "sure beats depends, and only the sure orders are named",
        [days(1, 5, order="MO/1", restricted=True), days(1, 3, order="MO/2")],
        day(2),
        expected(orders=["MO/2"], until=day(3), stated=day(3), change=day(3)),
    ),
    (
        "where the sure line has ended it depends again",
        [days(1, 5, order="MO/1", restricted=True), days(1, 3, order="MO/2")],
        day(3),
        expected(DEPENDS, ["MO/1"], change=day(5)),
    ),
    (
        "the next change counts conditional lines too",
        [days(1, 9, order="MO/1"), days(4, 5, order="MO/2", restricted=True)],
        day(2),
        expected(orders=["MO/1"], until=day(9), stated=day(9), change=day(4)),
    ),
    (
        "the next change lies later than the instant, never on it",
        [days(1, 9), days(4, 5)],
        day(4),
        expected(orders=["MO/1"], until=day(9), stated=day(9), change=day(5)),
    ),
    (
        "a line for somebody else is no change",
        [days(1, 9), days(4, 5, discom="KESCO")],
        day(2),
        expected(orders=["MO/1"], until=day(9), stated=day(9), change=day(9)),
    ),
    (
        "a line that protects nothing has no boundary",
        [days(4, 9, issued=day(2), succeeded=day(3))],
        day(1),
        expected(NOT_PROTECTED),
    ),
    (
        "orders are named once each, by code point",
        [days(1, 3, order=number) for number in ("MO/9", "mo/1", "MO/10", "आदेश/1", "MO/9")],
        day(2),
        expected(
            orders=["MO/10", "MO/9", "mo/1", "आदेश/1"], until=day(3), stated=day(3), change=day(3)
        ),
    ),
]


@pytest.mark.parametrize(
    ("lines", "at", "want"), [pytest.param(*row, id=sentence) for sentence, *row in TABLE]
)
def test_the_verdict(lines, at, want):
    assert answer(lines, at) == want


# A first order for ten days; an amendment of the third day restates it until the fifth.
AMENDED = [
    days(1, 10, order="MO/1", succeeded=day(3)),
    days(1, 5, order="MO/2", issued=day(3)),
]
# An amendment that begins only on the fourth day leaves the time before it uncovered.
LATE = [
    days(1, 10, order="MO/1", succeeded=day(3)),
    days(4, 9, order="MO/2", issued=day(3)),
]
LIFTED = [days(1, 10, order="MO/1", succeeded=day(3))]

CHAINS = [
    ("before the amendment is known the first order speaks alone",
     AMENDED, day(2), day(2), day(10), ["MO/1"]),
    ("the amendment also speaks for the earlier time it covers",
     AMENDED, day(2), day(3), day(5), ["MO/1", "MO/2"]),
    ("from its issue on the amendment speaks alone", AMENDED, day(3), day(3), day(5), ["MO/2"]),
    ("after the amended end nothing protects", AMENDED, day(6), day(3), None, []),
    ("as known before, the same day is protected", AMENDED, day(6), day(2), day(10), ["MO/1"]),
    ("an amendment that begins later leaves a gap", LATE, day(3), day(3), None, []),
    ("before the gap the first order still speaks", LATE, day(2), day(3), day(3), ["MO/1"]),
    ("after the gap the amendment speaks", LATE, day(4), day(3), day(9), ["MO/2"]),
    ("a lift ends the protection at its issue", LIFTED, day(3), day(3), None, []),
    ("a lift takes nothing away backwards", LIFTED, day(2), day(3), day(3), ["MO/1"]),
    ("a lift that is not yet known ends nothing", LIFTED, day(4), day(2), day(10), ["MO/1"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "at", "known", "until", "orders"),
    [pytest.param(*row, id=sentence) for sentence, *row in CHAINS],
)
def test_a_chain_of_orders(lines, at, known, until, orders):
    got = answer(lines, at, known)
    assert got.verdict == (PROTECTED if orders else NOT_PROTECTED)
    assert got.orders == tuple(orders)
    assert got.until == (None if until is None else ist(until))
    assert not got.open_ended


WHO = [
    ("all discoms binds a discom of the Corporation", {}, purvanchal(), PROTECTED),
    ("all discoms does not bind a private licensee", {}, noida_power(), NOT_PROTECTED),
    ("a private licensee that is named is bound", {"discom": "NPCL"}, noida_power(), PROTECTED),
    (
        "the district that is named is protected",
        {"districts": ("varanasi",)},
        purvanchal(),
        PROTECTED,
    ),
    (
        "a district that is not named is not",
        {"districts": ("varanasi",)},
        purvanchal(district="gorakhpur"),
        NOT_PROTECTED,
    ),
    (
        "with districts named and none given it depends",
        {"districts": ("varanasi",)},
        purvanchal(district=None),
        DEPENDS,
    ),
    (
        "urban only does not protect the country",
        {"area": "urban"},
        purvanchal("rural"),
        NOT_PROTECTED,
    ),
]


@pytest.mark.parametrize(
    ("said", "place", "want"), [pytest.param(*row, id=sentence) for sentence, *row in WHO]
)
def test_who_is_protected(said, place, want):
    assert answer([days(1, 3, **said)], day(2), place=place).verdict == want


def test_both_edges_to_the_microsecond():
    timeline = Timeline([days(1, 3)], purvanchal(), ist(LATER))
    edges = {
        ist(day(1)) - MICROSECOND: NOT_PROTECTED,
        ist(day(1)): PROTECTED,
        ist(day(3)) - MICROSECOND: PROTECTED,
        ist(day(3)): NOT_PROTECTED,
    }
    assert {at: timeline.at(at).verdict for at in edges} == edges


# One line through 4 January, a conditional one through 6 January.
WEEK = [days(2, 5, order="MO/1"), days(5, 7, order="MO/2", restricted=True)]
HOURS = [line(term(day(2, 10), day(2, 11)))]

DAYS = [
    ("the day before the line is not protected", WEEK, 1, NOT_PROTECTED, []),
    ("the first day is protected", WEEK, 2, PROTECTED, ["MO/1"]),
    ("the last day is protected", WEEK, 4, PROTECTED, ["MO/1"]),
    ("the day that begins as the line ends is not, it depends", WEEK, 5, DEPENDS, ["MO/2"]),
    ("the day after everything is not protected", WEEK, 7, NOT_PROTECTED, []),
    ("an hour of protection protects the day", HOURS, 2, PROTECTED, ["MO/1"]),
    ("a line protects no day before it", HOURS, 1, NOT_PROTECTED, []),
    (
        "one sure hour beats a conditional day",
        [*HOURS, days(2, 3, order="MO/2", restricted=True)],
        2,
        PROTECTED,
        ["MO/1"],
    ),
    (
        "a day runs from midnight to midnight in India",
        [line(term("2 Jan 2023 23:59", day(3)))],
        2,
        PROTECTED,
        ["MO/1"],
    ),
]


@pytest.mark.parametrize(
    ("lines", "number", "want", "orders"),
    [pytest.param(*row, id=sentence) for sentence, *row in DAYS],
)
def test_a_whole_day(lines, number, want, orders):
    asked = date(2023, 1, number)
    timeline = Timeline(lines, purvanchal(), ist(LATER))
    got = timeline.during(Window(day_start(asked), day_end(asked)))
    assert (got.verdict, got.orders) == (want, tuple(orders))


def test_grace_protects_the_hours_after_the_restoration():
    outage = restored(day(4, 10), confirmed=day(4, 12))
    lines = [days(1, 3, outage=outage, grace=24)]
    assert answer(lines, day(5, 9)).until == ist(day(5, 10))
    assert answer(lines, day(5, 10)).verdict == NOT_PROTECTED

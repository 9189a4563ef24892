"""What of an outage no order covers, case by case."""

from typing import Any

import pytest

from moratorium.rules.gaps import Down, Gap, Supplied, gaps, places, span, subtract
from moratorium.rules.scope import Scope
from moratorium.rules.windows import NO_END, Window

from .cases import MICROSECOND, down, ist, line, restored, term

pytestmark = pytest.mark.plain

START, END, NOW = "29 Dec 2022 18:00", "30 Dec 2022 21:00", "29 Dec 2022 19:00"
KNOWN = Supplied(
    {"PUVVNL": "state", "KESCO": "state", "NPCL": "private"},
    {
        ("PUVVNL", "urban"): {"varanasi", "ballia"},
        ("PUVVNL", "rural"): {"varanasi", "ballia"},
        ("KESCO", "urban"): {"kanpur-nagar"},
        ("NPCL", "urban"): {"gautam-buddha-nagar"},
    },
)
PURVANCHAL = Down(Scope("PUVVNL", area="urban"), ist(START), ist(END))
OPEN_ENDED = Down(Scope("PUVVNL", area="urban"), ist(START))


def between(start: str, end: str | None = None) -> Window:
    return Window(ist(start), NO_END if end is None else ist(end))


def gap(*windows: Window, districts: tuple[str, ...] = ("ballia", "varanasi")) -> Gap:
    return Gap("PUVVNL", "urban", districts, windows)


WHOLE = gap(between(START, END))
COVERED: list[Gap] = []

TABLE: list[tuple[str, Down, list[Any], list[Gap]]] = [
    ("no order: the whole of it", PURVANCHAL, [], [WHOLE]),
    ("an order over the same hours", PURVANCHAL, [line(term(START, END))], COVERED),
    (
        "named places do not cover the rest",
        PURVANCHAL,
        [line(term(START, END), restricted=True)],
        [WHOLE],
    ),
    ("the other area does not count", PURVANCHAL, [line(term(START, END), area="rural")], [WHOLE]),
    ("another discom does not count", PURVANCHAL, [line(term(START, END), discom="KESCO")], [WHOLE]),
    (
        "a named district covers itself alone",
        PURVANCHAL,
        [line(term(START, END), districts=("varanasi",))],
        [gap(between(START, END), districts=("ballia",))],
    ),
    (
        "an order that starts later leaves the hours before",
        PURVANCHAL,
        [line(term("29 Dec 2022 20:00", END, issued=START))],
        [gap(between(START, "29 Dec 2022 20:00"))],
    ),
    (
        "an order that ends early leaves the hours after",
        PURVANCHAL,
        [line(term(START, "30 Dec 2022 09:00"))],
        [gap(between("30 Dec 2022 09:00", END))],
    ),
    (
        "a hole between two orders",
        PURVANCHAL,
        [
            line(term(START, "30 Dec 2022 09:00")),
            line(term("30 Dec 2022 10:00", END, issued=START), order="MO/2"),
        ],
        [gap(between("30 Dec 2022 09:00", "30 Dec 2022 10:00"))],
    ),
    (
        "two orders that touch leave none",
        PURVANCHAL,
        [
            line(term(START, "30 Dec 2022 09:00")),
            line(term("30 Dec 2022 09:00", END, issued=START), order="MO/2"),
        ],
        COVERED,
    ),
    (
        "hours that are over are not an alarm",
        PURVANCHAL,
        [line(term("29 Dec 2022 18:30", END))],
        COVERED,
    ),
    (
        "an order that is issued later is not known",
        PURVANCHAL,
        [line(term(START, END, issued="29 Dec 2022 19:01"))],
        [WHOLE],
    ),
    (
        "a lifted order protects until it was lifted",
        PURVANCHAL,
        [line(term(START, END, succeeded="29 Dec 2022 18:30"))],
        [gap(between("29 Dec 2022 18:30", END))],
    ),
    ("an outage without an end is open-ended", OPEN_ENDED, [], [gap(between(START))]),
    (
        "a fixed end does not cover an open-ended outage",
        OPEN_ENDED,
        [line(term(START, END))],
        [gap(between(END))],
    ),
    (
        "an order until restoration does",
        OPEN_ENDED,
        [line(term(START, END, outage=down()))],
        COVERED,
    ),
    (
        "also after a report that nobody confirmed",
        OPEN_ENDED,
        [line(term(START, None, outage=restored("29 Dec 2022 18:50")))],
        COVERED,
    ),
    (
        "not beyond a confirmed restoration of another outage",
        OPEN_ENDED,
        [line(term(START, None, outage=restored("29 Dec 2022 18:20", confirmed="29 Dec 2022 18:40")))],
        [gap(between("29 Dec 2022 18:40"))],
    ),
    (
        "a private licensee is out of scope under all discoms",
        Down(Scope("*", frozenset({"gautam-buddha-nagar", "kanpur-nagar"})), ist(START), ist(END)),
        [line(term(START, END), discom="KESCO")],
        COVERED,
    ),
    (
        "an order to all discoms does not cover a private licensee that is named",
        Down(Scope("NPCL"), ist(START), ist(END)),
        [line(term(START, END))],
        [Gap("NPCL", "urban", ("gautam-buddha-nagar",), (between(START, END),))],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("_name", "outage", "lines", "wanted"), TABLE, ids=[t[0] for t in TABLE])
def test_gaps(_name: str, outage: Down, lines: list[Any], wanted: list[Gap]) -> None:
    assert gaps(outage, lines, KNOWN, ist(NOW), ist(NOW)) == wanted


def test_each_discom_and_area_has_gaps_of_its_own() -> None:
    outage = Down(Scope("*"), ist(START), ist(END))
    found = gaps(outage, [line(term(START, END), area="rural")], KNOWN, ist(NOW), ist(NOW))
    assert [(g.discom, g.area, g.districts) for g in found] == [
        ("PUVVNL", "urban", ("ballia", "varanasi")),
        ("KESCO", "urban", ("kanpur-nagar",)),
    ]


def test_districts_with_other_hours_stand_apart() -> None:
    half = line(term(START, "30 Dec 2022 09:00"), districts=("varanasi",))
    found = gaps(PURVANCHAL, [half], KNOWN, ist(NOW), ist(NOW))
    assert found == [
        gap(between(START, END), districts=("ballia",)),
        gap(between("30 Dec 2022 09:00", END), districts=("varanasi",)),
    ]


def test_once_the_expected_end_has_passed_there_is_none() -> None:
    end = ist(END)
    assert span(PURVANCHAL, end - MICROSECOND) == between(START, END)
    assert span(PURVANCHAL, end) == between(START)
    covered = [line(term(START, END))]
    assert gaps(PURVANCHAL, covered, KNOWN, end - MICROSECOND, end) == []
    assert gaps(PURVANCHAL, covered, KNOWN, end, end) == [gap(between(END))]


def test_what_is_known_and_when_it_is_asked_are_two_instants() -> None:
    late = [line(term(START, END, issued="29 Dec 2022 20:00"))]
    assert gaps(PURVANCHAL, late, KNOWN, ist(NOW), ist("29 Dec 2022 20:00")) == []
    assert gaps(PURVANCHAL, late, KNOWN, ist(NOW), ist("29 Dec 2022 19:59")) == [WHOLE]


def test_a_discom_without_districts_on_record_is_not_passed_over() -> None:
    bare = Supplied({"PUVVNL": "state"}, {})
    assert gaps(PURVANCHAL, [], bare, ist(NOW), ist(NOW)) == [
        gap(between(START, END), districts=())
    ]
    named = [line(term(START, END), districts=("varanasi",))]
    assert gaps(PURVANCHAL, named, bare, ist(NOW), ist(NOW)) != []
    assert gaps(PURVANCHAL, [line(term(START, END))], bare, ist(NOW), ist(NOW)) == []


def test_places_follow_the_scope() -> None:
    def found(scope: Scope) -> list[tuple[str, str, str | None]]:
        return [(p.discom, p.area, p.district) for p in places(scope, KNOWN)]

    assert found(Scope("KESCO")) == [("KESCO", "urban", "kanpur-nagar")]
    assert found(Scope("PUVVNL", frozenset({"ballia"}))) == [
        ("PUVVNL", "urban", "ballia"), ("PUVVNL", "rural", "ballia"),
    ]  # fmt: skip
    assert len(found(Scope("*"))) == 5
    assert found(Scope("NPCL", area="urban")) == [("NPCL", "urban", "gautam-buddha-nagar")]


def test_subtract_at_the_edges() -> None:
    whole = between(START, END)
    assert subtract(whole, []) == (whole,)
    assert subtract(whole, [whole]) == ()
    assert subtract(whole, [between("28 Dec 2022 00:00", START)]) == (whole,)
    assert subtract(whole, [between(END)]) == (whole,)
    assert subtract(whole, [between("28 Dec 2022 00:00")]) == ()

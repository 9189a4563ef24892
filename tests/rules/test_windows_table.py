"""When one line protects (contract, section 1, "What a line protects"), case by case."""

import pytest

from moratorium.rules.windows import NO_END, Window, union, window

from .cases import MICROSECOND, down, ist, restored, term

pytestmark = pytest.mark.plain

START, PRINTED = "29 Dec 2022 18:00", "30 Dec 2022 21:00"
LATER = "1 Mar 2023 00:00"

# Each row: what a lawyer would say; the times of the line; known when; protected until when.
TABLE = [
    (
        "without an outage a line ends at its printed end",
        term(START, PRINTED),
        LATER,
        PRINTED,
    ),
    (
        "while billing is down the printed end ends nothing",
        term(START, PRINTED, outage=down()),
        LATER,
        None,
    ),
    (
        "a line without a printed end holds until restoration",
        term(START, None, outage=down()),
        LATER,
        None,
    ),
    (
        "a reported restoration alone changes nothing",
        term(START, PRINTED, outage=restored("30 Dec 2022 20:00")),
        LATER,
        None,
    ),
    (
        "a reported restoration alone starts no grace",
        term(START, PRINTED, outage=restored("30 Dec 2022 20:00"), grace=24),
        LATER,
        None,
    ),
    (
        "the confirmation ends the protection when it comes after the printed end",
        term(START, PRINTED, outage=restored("2 Jan 2023 10:00", confirmed="2 Jan 2023 11:00")),
        LATER,
        "2 Jan 2023 11:00",
    ),
    (
        "the printed end stands when the confirmation comes earlier",
        term(START, PRINTED, outage=restored("30 Dec 2022 08:00", confirmed="30 Dec 2022 09:00")),
        LATER,
        PRINTED,
    ),
    (
        "without a printed end the confirmation ends the protection",
        term(START, None, outage=restored("2 Jan 2023 10:00", confirmed="2 Jan 2023 11:00")),
        LATER,
        "2 Jan 2023 11:00",
    ),
    (
        "grace runs from the restoration, not from the confirmation",
        term(
            START,
            PRINTED,
            outage=restored("2 Jan 2023 10:00", confirmed="2 Jan 2023 18:00"),
            grace=24,
        ),
        LATER,
        "3 Jan 2023 10:00",
    ),
    (
        "grace that is over before the confirmation adds nothing",
        term(
            START,
            PRINTED,
            outage=restored("2 Jan 2023 10:00", confirmed="2 Jan 2023 18:00"),
            grace=4,
        ),
        LATER,
        "2 Jan 2023 18:00",
    ),
    (
        "the longest grace is a year",
        term(
            START,
            PRINTED,
            outage=restored("2 Jan 2023 10:00", confirmed="2 Jan 2023 10:00"),
            grace=8760,
        ),
        LATER,
        "2 Jan 2024 10:00",
    ),
    (
        "a confirmation that is not yet known leaves the end open",
        term(START, PRINTED, outage=restored("2 Jan 2023 10:00", confirmed="2 Jan 2023 11:00")),
        "2 Jan 2023 10:59",
        None,
    ),
    (
        "a confirmation is known from its own instant on",
        term(START, PRINTED, outage=restored("2 Jan 2023 10:00", confirmed="2 Jan 2023 11:00")),
        "2 Jan 2023 11:00",
        "2 Jan 2023 11:00",
    ),
    (
        "a protection may begin before its order was issued",
        term(START, PRINTED, issued="29 Dec 2022 18:41"),
        "29 Dec 2022 18:41",
        PRINTED,
    ),
    (
        "a protection may be granted wholly backwards",
        term(START, PRINTED, issued="31 Dec 2022 12:00"),
        "31 Dec 2022 12:00",
        PRINTED,
    ),
    (
        "an order issued ahead of its start is known from its issue on",
        term(START, PRINTED, issued="27 Dec 2022 12:00"),
        "28 Dec 2022 12:00",
        PRINTED,
    ),
    (
        "a successor issued before the end cuts the earlier version",
        term(START, PRINTED, succeeded="30 Dec 2022 12:00"),
        LATER,
        "30 Dec 2022 12:00",
    ),
    (
        "a successor issued after the end cuts nothing",
        term(START, PRINTED, succeeded="31 Dec 2022 12:00"),
        LATER,
        PRINTED,
    ),
    (
        "a successor that is not yet known cuts nothing",
        term(START, PRINTED, succeeded="30 Dec 2022 12:00"),
        "30 Dec 2022 11:59",
        PRINTED,
    ),
    (
        "a successor is known from its own instant on",
        term(START, PRINTED, succeeded="30 Dec 2022 12:00"),
        "30 Dec 2022 12:00",
        "30 Dec 2022 12:00",
    ),
    (
        "a successor ends an earlier version even while billing is down",
        term(START, PRINTED, outage=down(), succeeded="1 Jan 2023 12:00"),
        LATER,
        "1 Jan 2023 12:00",
    ),
    (
        "a successor cuts grace short",
        term(
            START,
            PRINTED,
            outage=restored("2 Jan 2023 10:00", confirmed="2 Jan 2023 11:00"),
            grace=48,
            succeeded="3 Jan 2023 09:00",
        ),
        LATER,
        "3 Jan 2023 09:00",
    ),
]

NOTHING = [
    (
        "an order that is not yet issued protects nothing",
        term(START, PRINTED, issued="29 Dec 2022 18:41"),
        "29 Dec 2022 18:40",
    ),
    (
        "a version replaced before its start protects nothing",
        term(START, PRINTED, issued="27 Dec 2022 12:00", succeeded="28 Dec 2022 12:00"),
        LATER,
    ),
    (
        "a version replaced at its very start protects nothing",
        term(START, PRINTED, issued="27 Dec 2022 12:00", succeeded=START),
        LATER,
    ),
    (
        "a line that starts as billing is confirmed restored protects nothing",
        term(
            "2 Jan 2023 11:00",
            None,
            outage=restored("2 Jan 2023 10:00", confirmed="2 Jan 2023 11:00"),
        ),
        LATER,
    ),
]


@pytest.mark.parametrize(
    ("times", "known", "until"), [pytest.param(*row, id=sentence) for sentence, *row in TABLE]
)
def test_a_line_protects_until(times, known, until):
    end = NO_END if until is None else ist(until)
    assert window(times, ist(known)) == Window(ist(START), end)


@pytest.mark.parametrize(
    ("times", "known"), [pytest.param(*row, id=sentence) for sentence, *row in NOTHING]
)
def test_a_line_protects_nothing(times, known):
    assert window(times, ist(known)) is None


def test_an_order_is_known_to_the_microsecond():
    times = term(START, PRINTED, issued="29 Dec 2022 18:41")
    assert window(times, ist("29 Dec 2022 18:41") - MICROSECOND) is None
    assert window(times, ist("29 Dec 2022 18:41")) is not None


def test_the_first_instant_is_protected_and_the_end_is_not():
    span = Window(ist(START), ist(PRINTED))
    assert not span.contains(ist(START) - MICROSECOND)
    assert span.contains(ist(START))
    assert span.contains(ist(PRINTED) - MICROSECOND)
    assert not span.contains(ist(PRINTED))


def _spans(*ends):
    return [
        Window(ist(f"{start} Jan 2023 00:00"), ist(f"{end} Jan 2023 00:00")) for start, end in ends
    ]


STRETCHES = [
    ("nothing makes no stretch", (), ()),
    ("lines that touch are one stretch", ((1, 3), (3, 5)), ((1, 5),)),
    ("lines that overlap are one stretch", ((1, 4), (3, 5)), ((1, 5),)),
    ("a day between them breaks the stretch", ((1, 3), (4, 5)), ((1, 3), (4, 5))),
    ("a short line inside a long one ends nothing", ((1, 9), (2, 3), (8, 10)), ((1, 10),)),
    ("the order in which they were entered does not matter", ((5, 7), (1, 3), (3, 5)), ((1, 7),)),
    ("the same line twice is one stretch", ((1, 3), (1, 3)), ((1, 3),)),
]


@pytest.mark.parametrize(
    ("lines", "stretches"), [pytest.param(*row, id=sentence) for sentence, *row in STRETCHES]
)
def test_the_unbroken_stretches(lines, stretches):
    assert union(_spans(*lines)) == _spans(*stretches)


def test_a_microsecond_between_two_lines_breaks_the_stretch():
    first, second = _spans((1, 3), (3, 5))
    second = Window(second.start + MICROSECOND, second.end)
    assert union([first, second]) == [first, second]


def test_spans_that_only_touch_do_not_overlap():
    first, second, both = _spans((1, 3), (3, 5), (2, 4))
    assert not first.overlaps(second)
    assert not second.overlaps(first)
    assert first.overlaps(both)
    assert both.overlaps(second)

"""The tile map and the timeline, as plain values."""

from datetime import timedelta

import pytest

from moratorium.register.coverage import OrderRef
from moratorium.register.tilemap import ROOM, SQUEEZED, label, width
from moratorium.register.timeline import ROWS, Span, timeline
from moratorium.rules.wording import Text
from tests.builders import ist

pytestmark = pytest.mark.plain
NOW = ist(2022, 12, 30, 12, 0)


def span(start: float, end: float | None, planned: float | None = None, number: str = "1") -> Span:
    def at(days: float) -> object:
        return NOW + timedelta(days=days)

    ref = OrderRef(number, number, "order", Text("", ""), NOW, False)
    return Span(
        ref, at(start), None if end is None else at(end), None if planned is None else at(planned)
    )


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Agra", ["Agra"]),
        ("Shahjahanpur", ["Shahjahanpur"]),
        ("Gautam Buddha Nagar", ["Gautam", "Buddha Nagar"]),
        ("Siddharthnagar", ["Siddharth-", "nagar"]),
        ("संत कबीर नगर", ["संत कबीर", "नगर"]),
        ("Llanfairpwllgwyngyll", ["Llanfairpwl…"]),
    ],
)
def test_labels(name: str, lines: list[str]) -> None:
    assert [line.text for line in label(name)] == lines


def test_labels_fit_their_tiles() -> None:
    for name in ("Maharajganj", "मुजफ्फरनगर", "सिद्धार्थनगर", "Bulandshahr", "A B C D E F G H"):
        for line in label(name):
            assert width(line.text) <= SQUEEZED
            assert line.squeezed == (width(line.text) > ROOM)


def test_marks_above_and_below_take_no_room() -> None:
    assert width("कु") == width("क")
    assert width("क्ष") < 2 * width("क")


def test_nothing_to_draw() -> None:
    assert timeline([], NOW) is None


def test_now_is_inside_and_an_open_end_reaches_the_edge() -> None:
    drawn = timeline([span(-1, None, 0.5), span(1, 3)], NOW)
    assert drawn is not None
    assert 0 < float(drawn.now[:-1]) < 100
    first, second = drawn.bars
    assert first.open
    assert not first.before
    assert float(first.x[:-1]) + float(first.width[:-1]) == pytest.approx(100, abs=0.2)
    assert first.planned is not None
    assert not second.open
    assert float(second.x[:-1]) > float(drawn.now[:-1])


def test_what_began_long_ago_does_not_crowd_out_today() -> None:
    drawn = timeline([span(-1400, None, -1399), span(-0.2, 0.3)], NOW)
    assert drawn is not None
    assert drawn.end - drawn.start <= timedelta(days=5)
    assert drawn.bars[0].before
    assert drawn.bars[0].planned is None


def test_what_is_left_out_is_counted() -> None:
    drawn = timeline([span(-1, 1, number=str(i)) for i in range(ROWS + 3)], NOW)
    assert drawn is not None
    assert (len(drawn.bars), drawn.left_out) == (ROWS, 3)


def test_a_draft_that_begins_beyond_the_picture_widens_it() -> None:
    spans = [span(-1, None, 0.5), span(33, None, 34, number="")]
    apart = timeline(spans, NOW)
    assert apart is not None
    assert (len(apart.bars), apart.left_out) == (1, 1)
    drawn = timeline(spans, NOW, until=NOW + timedelta(days=33))
    assert drawn is not None
    assert [bar.span.order.number for bar in drawn.bars] == ["1", ""]
    assert drawn.bars[1].planned is not None
    assert drawn.left_out == 0


def test_a_draft_is_drawn_before_what_there_is_no_room_for() -> None:
    issued = [span(-2 + i / 100, 1, number=str(i)) for i in range(ROWS + 3)]
    drawn = timeline([*issued, span(0.5, 2, number="")], NOW)
    assert drawn is not None
    assert [bar.span.order.number for bar in drawn.bars] == [*map(str, range(ROWS - 1)), ""]
    assert drawn.left_out == 4

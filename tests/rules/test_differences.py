"""What an amendment says otherwise, line by line."""

import pytest

from moratorium.rules.contradictions import StatedOrder
from moratorium.rules.differences import differences
from moratorium.rules.wording import Text

from .cases import down
from .drafts import order, stated

pytestmark = pytest.mark.plain
LATER = "04 Jan 2023 20:00"
EAST, SOUTH = stated(), stated("DVVNL")

TABLE: list[tuple[str, StatedOrder, StatedOrder, list[tuple[str, list[str]]]]] = [
    ("the same", order(EAST, SOUTH), order(EAST, SOUTH), [("kept", []), ("kept", [])]),
    ("in another order", order(EAST, SOUTH), order(SOUTH, EAST), [("kept", []), ("kept", [])]),
    ("prolonged", order(EAST), order(stated(ends=LATER)), [("changed", ["ends_at"])]),
    (
        "narrowed and bound to an outage",
        order(EAST),
        order(stated(districts=("ballia",), outage=down(), grace=5)),
        [("changed", ["districts", "until_restored", "grace_hours"])],
    ),
    (
        "another outage of the same name",
        order(stated(outage=down())),
        order(stated(outage=down(), ref="BO/2")),
        [("changed", ["until_restored"])],
    ),
    (
        "one of two is prolonged: discom and area go before the position",
        order(EAST, SOUTH),
        order(stated("DVVNL", ends=LATER), EAST),
        [("changed", ["ends_at"]), ("kept", [])],
    ),
    (
        "another discom in the same place",
        order(EAST),
        order(SOUTH),
        [("changed", ["discom"])],
    ),
    ("one more", order(EAST), order(EAST, SOUTH), [("kept", []), ("added", [])]),
    ("one less", order(EAST, SOUTH), order(SOUTH), [("kept", []), ("removed", [])]),
    ("lifted", order(EAST, SOUTH), order(lift=True), [("removed", []), ("removed", [])]),
    (
        "named places",
        order(EAST),
        order(stated(places="नगर")),
        [("changed", ["restricted_to"])],
    ),
]


@pytest.mark.parametrize(("_name", "before", "after", "wanted"), TABLE, ids=[t[0] for t in TABLE])
def test_lines(
    _name: str, before: StatedOrder, after: StatedOrder, wanted: list[tuple[str, list[str]]]
) -> None:
    found = differences(before, after)
    assert [(line.kind, [each.field for each in line.fields]) for line in found.lines] == wanted
    assert found.any == any(kind != "kept" for kind, _fields in wanted)
    for line in found.lines:
        assert (line.before is None) == (line.kind == "added")
        assert (line.after is None) == (line.kind == "removed")


def test_before_and_after_in_words() -> None:
    (line,) = differences(order(EAST), order(stated(districts=("varanasi",), ends=None, outage=down()))).lines  # fmt: skip
    told = {each.field: (each.before, each.after) for each in line.fields}
    assert told["districts"] == (Text("सभी जनपद", "all districts"), Text("वाराणसी", "Varanasi"))
    assert told["ends_at"][0].en == "until 31 December 2022, 9:00 pm (21:00 IST)"
    assert told["ends_at"][1] == Text("—", "—")
    assert told["until_restored"][1] == Text("व्यवधान", "Outage")


def test_the_order_as_a_whole() -> None:
    after = order(EAST, basis="assurance", title=Text("नया", "New"), text=Text("क", "a"))
    found = differences(order(EAST), after)
    assert [each.field for each in found.fields] == ["basis", "title", "text"]
    assert found.fields[0].after == Text("आश्वासन", "assurance")
    assert found.any

"""Rows of a list: headers, dates, areas, and the outcome of one or several discoms."""

import csv
import io
from datetime import UTC, datetime

import pytest

from moratorium.rules import instants, screening
from moratorium.rules.protection import DEPENDS, NOT_PROTECTED, PROTECTED, Verdict
from moratorium.rules.screening import BadHeader, BadRow
from moratorium.rules.windows import Window

pytestmark = pytest.mark.plain
NOW = datetime(2022, 12, 30, 6, 30, tzinfo=UTC)
ENGLISH = ["account", "discom", "district", "area", "planned_at"]
HINDI = ["खाता", "निगम", "जनपद", "क्षेत्र", "तिथि"]


@pytest.mark.parametrize(
    "cells",
    [ENGLISH, HINDI, ["\ufeffaccount", *ENGLISH[1:]], [f" {c.upper()} " for c in ENGLISH],
     ["खाता", "discom", "जनपद", "area", "तिथि"]],
)  # fmt: skip
def test_headers_in_either_language(cells: list[str]) -> None:
    assert list(screening.header(cells).values()) == [0, 1, 2, 3, 4]


def test_columns_stand_anywhere_among_others() -> None:
    found = screening.header(["name", *reversed(ENGLISH), "name"])
    assert (found["planned_at"], found["account"]) == (1, 5)


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        ([], ()), (["", " "], ()),
        (ENGLISH[:-1], ("planned_at",)), (["x"], tuple(ENGLISH)),
        ([*ENGLISH, "जनपद"], ("district",)), ([*ENGLISH, "Verdict"], ("verdict",)),
        ([*ENGLISH, "reason"], ("reason",)),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_screened(cells: list[str], columns: tuple[str, ...]) -> None:
    with pytest.raises(BadHeader) as caught:
        screening.header(cells)
    assert caught.value.columns == columns
    assert caught.value.words.hi
    assert caught.value.words.en


@pytest.mark.parametrize(
    ("cell", "area"),
    [("urban", "urban"), (" Rural ", "rural"), ("शहरी", "urban"), ("ग्रामीण", "rural")],
)
def test_areas(cell: str, area: str) -> None:
    assert screening.area(cell) == area


@pytest.mark.parametrize("cell", ["", " ", "any", "town", "शहर"])
def test_no_area(cell: str) -> None:
    with pytest.raises(BadRow):
        screening.area(cell)


@pytest.mark.parametrize(
    ("cell", "instant"),
    [
        ("31-12-2022 14:30", "2022-12-31T14:30:00+05:30"),
        ("2022-12-31T14:30:00+05:30", "2022-12-31T14:30:00+05:30"),
        ("2022-12-31T09:00:00Z", "2022-12-31T14:30:00+05:30"),
        ("2022-12-31T14:30", "2022-12-31T14:30:00+05:30"),
        ("2022-12-31 14:30:15", "2022-12-31T14:30:15+05:30"),
        ("2022-12-31 14:30+00:00", "2022-12-31T14:30:00Z"),
        ("", "2022-12-30T06:30:00Z"),
        ("  ", "2022-12-30T06:30:00Z"),
    ],
)
def test_instants(cell: str, instant: str) -> None:
    assert screening.planned(cell, NOW) == instants.read(instant)


@pytest.mark.parametrize("cell", ["2022-12-31", "31-12-2022", " 31-12-2022 "])
def test_a_date_is_the_whole_day_in_ist(cell: str) -> None:
    assert screening.planned(cell, NOW) == Window(
        instants.read("2022-12-31T00:00:00+05:30"), instants.read("2023-01-01T00:00:00+05:30")
    )


@pytest.mark.parametrize("cell", ["2000-01-01", "31-12-2100"])
def test_the_first_and_the_last_day(cell: str) -> None:
    assert isinstance(screening.planned(cell, NOW), Window)


@pytest.mark.parametrize(
    "cell",
    ["tomorrow", "30-02-2023", "2023-02-30", "12-31-2022", "31-12-22", "31/12/2022", "1-1-2022",
     "31-12-2022 2:30 pm", "31-12-2022 24:30", "31-12-2022 14:30:15", "2022-W52-6", "20221231",
     "2022-12-31T14:30 +05:30", "१५-०१-२०२३", "44926", "31-12-1999", "2101-01-01",
     "1999-12-31T00:00:00Z", "2022-12-31T14:30:00.1234567"],
)  # fmt: skip
def test_no_date(cell: str) -> None:
    with pytest.raises(BadRow) as caught:
        screening.planned(cell, NOW)
    assert cell in caught.value.words.hi
    assert cell in caught.value.words.en


SOON, LATE = datetime(2023, 1, 1, tzinfo=UTC), datetime(2023, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("verdicts", "cells"),
    [
        ([Verdict(PROTECTED, ("A", "B"), SOON)], [PROTECTED, "A; B", "2023-01-01T05:30:00+05:30"]),
        ([Verdict(PROTECTED, ("A",), None, True)], [PROTECTED, "A", ""]),
        ([Verdict(PROTECTED, ("B",), SOON), Verdict(PROTECTED, ("A",), LATE)],
         [PROTECTED, "A; B", "2023-01-01T05:30:00+05:30"]),
        ([Verdict(PROTECTED, ("A",), None, True), Verdict(PROTECTED, ("A",), LATE)],
         [PROTECTED, "A", "2023-01-02T05:30:00+05:30"]),
        ([Verdict(PROTECTED, ("A",), SOON), Verdict(NOT_PROTECTED)], [DEPENDS, "A", ""]),
        ([Verdict(DEPENDS, ("A",)), Verdict(DEPENDS, ("B",))], [DEPENDS, "A; B", ""]),
        ([Verdict(NOT_PROTECTED)] * 2, [NOT_PROTECTED, "", ""]),
    ],
)  # fmt: skip
def test_the_outcome_of_one_or_several_discoms(verdicts: list[Verdict], cells: list[str]) -> None:
    assert screening.outcome(verdicts).cells()[:3] == cells


@pytest.mark.parametrize(
    "number", ["MO/{}", "आदेश संख्या {} दिनांक एक जनवरी दो हज़ार तेईस का मूल आदेश", '"""""""{}']
)
@pytest.mark.parametrize("count", [1, 9, 10, 11, 500])
def test_what_is_added_to_a_row_has_its_bound(number: str, count: int) -> None:
    orders = tuple(number.format(f"{each:03}") for each in range(count))
    cells = screening.outcome([Verdict(PROTECTED, orders, SOON)]).cells()
    out = io.StringIO(newline="")
    csv.writer(out).writerow(["", *cells])
    assert len(out.getvalue().encode()) <= screening.MOST_ADDED
    told = cells[1].split("; ")
    if told[-2:-1] == ["…"]:
        assert int(told[-1]) == count - len(told[:-2])
        assert 1 <= len(told[:-2]) <= 10
    else:
        assert told == list(orders)


def test_an_open_end_is_said_in_the_reason() -> None:
    reason = screening.outcome([Verdict(PROTECTED, ("A",), None, True)]).cells()[3]
    assert "no end is known" in reason
    assert "ज्ञात नहीं" in reason


def test_a_reason_repeats_a_cell_on_one_short_line() -> None:
    [told] = screening.invalid(BadRow("district", "x\ny" * 100 + "\udc80")).cells()[3:]
    assert "\n" not in told
    assert len(told) < 300
    told.encode()

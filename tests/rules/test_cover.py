"""A role never goes without anybody on a day that had somebody: against counting day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.rules import cover

pytestmark = pytest.mark.plain
TODAY = date(2026, 1, 10)
HORIZON = 30  # days; every boundary of these tests lies before it


def on(day: int | None) -> date | None:
    return None if day is None else date(2026, 1, 1) + timedelta(days=day)


def span(start: int, end: int | None) -> cover.Span:
    return on(start), on(end)  # type: ignore[return-value]


spans = st.lists(
    st.tuples(st.integers(0, 20), st.none() | st.integers(0, 20)).map(
        lambda pair: span(pair[0], pair[1] if pair[1] is None else max(pair))
    ),
    max_size=4,
)


def days_with(found: list[cover.Span]) -> set[date]:
    """Every day from today on that has somebody, counted one by one."""
    days = (TODAY + timedelta(days=n) for n in range(HORIZON))
    return {day for day in days for start, end in found if start <= day < (end or date.max)}


@given(before=spans, after=spans)
def test_every_day_that_loses_everybody_is_found(
    before: list[cover.Span], after: list[cover.Span]
) -> None:
    had, left = days_with(before), days_with(after)
    assert cover.uncovers(before, after, TODAY) == (TODAY in had and bool(had - left))


@given(before=spans, after=spans)
def test_where_no_day_lacks_anybody_none_will(
    before: list[cover.Span], after: list[cover.Span]
) -> None:
    always = [*before, span(0, 10), span(10, None)]
    assert cover.uncovers(always, after, TODAY) == (len(days_with(after)) < HORIZON)


@pytest.mark.parametrize(
    ("after", "lost"),
    [
        ([span(0, None)], False),
        ([span(9, 15), span(15, None)], False),
        ([span(9, 15), span(16, None)], True),  # one day between two checkers
        ([span(10, None)], True),  # begins tomorrow: today there is none
        ([span(0, 9)], True),  # an end is the first day without
        ([], True),
    ],
)
def test_what_is_left_of_one_checker_without_end(after: list[cover.Span], lost: bool) -> None:
    assert cover.uncovers([span(0, None)], after, TODAY) is lost


def test_before_the_first_checker_there_is_nothing_to_lose() -> None:
    assert not cover.uncovers([span(10, None)], [], TODAY)

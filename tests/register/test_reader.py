"""A reader shares timelines between questions that know the same; the answers stay the same."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.register.verdicts import Question, Reader
from moratorium.rules import instants, protection
from moratorium.rules.protection import Line
from moratorium.rules.scope import Place, Scope
from moratorium.rules.windows import Outage, Term

pytestmark = pytest.mark.plain
PLACE = Place("PUVVNL", "state", "rural", "varanasi")
START = instants.read("2022-12-29T18:00:00+05:30")
moment = st.integers(0, 12).map(lambda hours: START + timedelta(hours=hours))
beside = st.tuples(moment, st.sampled_from([-1, 0, 1])).map(
    lambda pair: pair[0] + timedelta(microseconds=pair[1])
)
outage = st.none() | st.just(Outage()) | st.tuples(moment, moment).map(lambda p: Outage(*sorted(p)))
term = st.builds(
    Term, moment, moment, st.none() | moment, outage, st.integers(0, 3), st.none() | moment
)
line = st.builds(
    Line,
    st.sampled_from(["MO/1", "MO/2"]),
    st.builds(Scope, st.just("*"), restricted=st.booleans()),
    term,
)


@given(lines=st.lists(line, max_size=5), asked=st.lists(st.tuples(beside, beside), max_size=12))
def test_a_shared_timeline_answers_as_one_made_for_the_question(
    lines: list[Line], asked: list[tuple[datetime, datetime]]
) -> None:
    reader = Reader(lines)
    for at, known_at in asked:
        alone = protection.verdict(lines, PLACE, at, known_at)
        assert reader.answer(Question(PLACE, at, known_at)) == alone


def test_questions_that_know_the_same_share_a_timeline() -> None:
    reader = Reader([Line("MO/1", Scope("*"), Term(START, START, START + timedelta(days=1)))])
    first, second = (START + timedelta(hours=hours) for hours in (1, 2))
    assert reader.timeline(PLACE, first) is reader.timeline(PLACE, second)
    assert reader.timeline(PLACE, START - timedelta(hours=1)) is not reader.timeline(PLACE, first)

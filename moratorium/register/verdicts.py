"""The verdict for one question or for many, from the record."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..rules.protection import Line, Timeline, Verdict
from ..rules.scope import Place
from . import coverage


@dataclass(frozen=True, slots=True)
class Question:
    """Who is asked about, when, and as known when; both instants are aware."""

    place: Place
    at: datetime
    known_at: datetime


class Reader:
    """Answers questions about the record from lines that were read once."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._known_of: dict[Place, Known] = {}

    def timeline(self, place: Place, known_at: datetime) -> Timeline:
        """Everything known at one instant about one place."""
        known = self._known_of.get(place)
        if known is None:
            known = self._known_of[place] = Known(self._lines, place)
        return known.as_of(known_at)

    def answer(self, question: Question) -> Verdict:
        """The verdict for one question."""
        return self.timeline(question.place, question.known_at).at(question.at)


class Known:
    """The lines about one place, and a timeline for each state of knowledge about them.

    Between two instants at which something became known, everybody knows the same; so many
    questions with instants of their own still share a few timelines.
    """

    def __init__(self, lines: Iterable[Line], place: Place) -> None:
        self._place = place
        self._lines = [line for line in lines if line.scope.applies_to(place)]
        self._news = sorted({each for line in self._lines for each in _news(line)})
        self._timelines: dict[int, Timeline] = {}

    def as_of(self, known_at: datetime) -> Timeline:
        """The timeline as known at an instant."""
        state = bisect_right(self._news, known_at)
        found = self._timelines.get(state)
        if found is None:
            found = self._timelines[state] = Timeline(self._lines, self._place, known_at)
        return found


def _news(line: Line) -> Iterator[datetime]:
    """When something became known that moves a line's window."""
    yield line.term.issued_at
    if line.term.succeeded_at is not None:
        yield line.term.succeeded_at
    if line.term.outage is not None and line.term.outage.confirmed_at is not None:
        yield line.term.outage.confirmed_at


def ask(questions: Sequence[Question]) -> list[Verdict]:
    """The verdicts for some questions, in the same order (contract, section 1). Two queries."""
    if not questions:
        return []
    earliest = min(question.at for question in questions)
    lines = _lines_for(earliest, {question.known_at for question in questions})
    answers = Reader(lines)
    return [answers.answer(question) for question in questions]


def _lines_for(earliest: datetime, known: set[datetime]) -> list[Line]:
    # What is reached with the least knowledge of restorations, issued by the most.
    first, last = min(known), max(known)
    found = coverage.reaching(min(earliest, first), last)
    return [each.line for each in found]

"""The verdict for one question or for many, from the record."""

from collections.abc import Sequence
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
        self._applying: dict[Place, list[Line]] = {}
        self._timelines: dict[tuple[Place, datetime], Timeline] = {}

    def timeline(self, place: Place, known_at: datetime) -> Timeline:
        """Everything known at one instant about one place."""
        key = (place, known_at)
        found = self._timelines.get(key)
        if found is None:
            found = self._timelines[key] = Timeline(self._about(place), place, known_at)
        return found

    def answer(self, question: Question) -> Verdict:
        """The verdict for one question."""
        return self.timeline(question.place, question.known_at).at(question.at)

    def _about(self, place: Place) -> list[Line]:
        if place not in self._applying:
            self._applying[place] = [x for x in self._lines if x.scope.applies_to(place)]
        return self._applying[place]


def reader(at: datetime, known_at: datetime) -> Reader:
    """A reader for questions at or after `at`, known at or after the knowledge given."""
    return Reader([each.line for each in coverage.reaching(at, known_at)])


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

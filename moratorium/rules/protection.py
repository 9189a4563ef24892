"""The verdict: does an order forbid disconnection for arrears? (contract, section 1)."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .scope import Place, Scope
from .windows import NO_END, Term, Window, union, window

PROTECTED = "protected"
DEPENDS = "depends"
NOT_PROTECTED = "not_protected"


@dataclass(frozen=True, slots=True)
class Line:
    """One coverage line of an issued order, with all that a verdict reads of it."""

    order: str
    scope: Scope
    term: Term


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer at one instant, as known at one instant. Ends are None where there is none."""

    verdict: str
    orders: tuple[str, ...] = ()
    until: datetime | None = None
    open_ended: bool = False
    stated_until: datetime | None = None
    next_change: datetime | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A line that protects something, with its window."""

    line: Line
    window: Window


class Timeline:
    """Everything known at one instant about one place, ready to be asked at any instant.

    Between two neighbouring boundaries nothing changes, so each stretch is answered once.
    """

    def __init__(self, lines: Iterable[Line], place: Place, known_at: datetime) -> None:
        self.sure: list[Held] = []
        self.conditional: list[Held] = []
        for line in lines:
            if line.scope.applies_to(place):
                span = window(line.term, known_at)
                if span is not None:
                    sure = line.scope.is_sure_for(place)
                    (self.sure if sure else self.conditional).append(Held(line, span))
        self.stretches = union(held.window for held in self.sure)
        self.boundaries = _boundaries([*self.sure, *self.conditional])
        self._answers: dict[int, Verdict] = {}

    def at(self, instant: datetime) -> Verdict:
        """The verdict at an instant (contract, section 1)."""
        segment = bisect_right(self.boundaries, instant)
        if segment not in self._answers:
            self._answers[segment] = self._answer(instant, segment)
        return self._answers[segment]

    def during(self, span: Window) -> Verdict:
        """The verdict for a span such as a day: protected if any of it is.

        Source: contract, section 1, last paragraph. `until` is the end of the last
        unbroken stretch that the span meets.
        """
        sure = [held for held in self.sure if held.window.overlaps(span)]
        if sure:
            last = [s for s in self.stretches if s.overlaps(span)][-1]
            return self._protected(sure, last, None)
        conditional = [held for held in self.conditional if held.window.overlaps(span)]
        if conditional:
            return Verdict(DEPENDS, _numbers(conditional))
        return Verdict(NOT_PROTECTED)

    def _answer(self, instant: datetime, segment: int) -> Verdict:
        ahead = self.boundaries[segment] if segment < len(self.boundaries) else None
        sure = [held for held in self.sure if held.window.contains(instant)]
        if sure:
            stretch = next(s for s in self.stretches if s.contains(instant))
            return self._protected(sure, stretch, ahead)
        conditional = [held for held in self.conditional if held.window.contains(instant)]
        if conditional:
            return Verdict(DEPENDS, _numbers(conditional), next_change=ahead)
        return Verdict(NOT_PROTECTED, next_change=ahead)

    @staticmethod
    def _protected(sure: list[Held], stretch: Window, ahead: datetime | None) -> Verdict:
        open_ended = stretch.end == NO_END
        stated = [h.line.term.ends_at for h in sure if h.line.term.ends_at is not None]
        return Verdict(
            PROTECTED,
            _numbers(sure),
            until=None if open_ended else stretch.end,
            open_ended=open_ended,
            stated_until=max(stated, default=None),
            next_change=ahead,
        )


def verdict(lines: Iterable[Line], place: Place, at: datetime, known_at: datetime) -> Verdict:
    """The verdict at `at`, as known at `known_at`; both are aware instants."""
    return Timeline(lines, place, known_at).at(at)


def _numbers(held: list[Held]) -> tuple[str, ...]:
    return tuple(sorted({each.line.order for each in held}))


def _boundaries(held: list[Held]) -> list[datetime]:
    ends = {each.window.end for each in held} - {NO_END}
    return sorted({each.window.start for each in held} | ends)

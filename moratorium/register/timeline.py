"""The timeline: the windows of some orders around an instant, as shares of a width.

Positions are percentages, so that the picture needs no scaling and its text stays legible
on any screen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ..rules.instants import IST, day_end, day_start
from .board import Standing
from .coverage import OrderRef

LEAST, MOST = timedelta(days=2), timedelta(days=21)
ROWS = 12


@dataclass(frozen=True, slots=True)
class Span:
    """A window to draw: an order's line, its planned end, and no end if none is known."""

    order: OrderRef
    start: datetime
    end: datetime | None
    planned_end: datetime | None


@dataclass(frozen=True, slots=True)
class Bar:
    """A span as shares of the width; `before`/`open` say that it goes on past the edge."""

    span: Span
    x: str
    width: str
    before: bool
    open: bool
    planned: str | None


@dataclass(frozen=True, slots=True)
class Tick:
    """A midnight in IST."""

    x: str


@dataclass(frozen=True, slots=True)
class Today:
    """The column of a day: from its midnight to the next."""

    x: str
    width: str
    middle: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The picture: its edges, the now line or today's column, midnights, a bar for each span."""

    start: datetime
    end: datetime
    first_day: date
    last_day: date
    now: str
    ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    left_out: int
    today: Today | None = None


def spans(standings: Iterable[Standing]) -> list[Span]:
    """Lines as they stand, to be drawn; those of one order with the same hours are one."""
    drawn = (Span(s.order, s.window.start, s.end, s.planned_end) for s in standings)
    return list(dict.fromkeys(drawn))


def timeline(
    spans: Iterable[Span], at: datetime, *, until: datetime | None = None, today: bool = False
) -> Timeline | None:
    """The windows around an instant; None if there is nothing to draw.

    `until` is a later instant that must be in the picture too. A draft is never what is left out.
    With `today` the day of the instant is marked and not the instant: the picture is then the
    same for the whole day.
    """
    day = at.astimezone(IST).date()
    at = day_start(day) if today else at
    ordered = sorted(spans, key=_place)
    if not ordered:
        return None
    start, end = _edges(ordered, at, at if until is None else max(at, until))
    shown = [s for s in ordered if s.start < end and (s.end is None or s.end > start)]

    def share(instant: datetime) -> float:
        return 100 * ((min(max(instant, start), end) - start) / (end - start))

    def bar(span: Span) -> Bar:
        last = end if span.end is None else span.end
        left, right = share(span.start), share(last)
        planned = span.planned_end
        marked = planned is not None and planned != span.end and start < planned < end
        return Bar(
            span,
            _percent(left),
            _percent(max(right - left, 0.6)),
            span.start < start,
            span.end is None or span.end > end,
            _percent(share(planned)) if planned is not None and marked else None,
        )

    return Timeline(
        start,
        end,
        start.astimezone(IST).date(),
        end.astimezone(IST).date(),
        _percent(share(at)),
        tuple(Tick(_percent(share(each))) for each in _days(start, end)),
        tuple(bar(span) for span in _drawn(shown)),
        len(ordered) - min(len(shown), ROWS),
        _column(share(day_start(day)), share(day_end(day))) if today else None,
    )


def _column(left: float, right: float) -> Today:
    return Today(_percent(left), _percent(right - left), _percent((left + right) / 2))


def _place(span: Span) -> tuple[datetime, str]:
    return span.start, span.order.number


def _drawn(shown: list[Span]) -> list[Span]:
    """As many as there is room for; what is not issued yet comes before all others."""
    chosen = sorted(shown, key=lambda span: bool(span.order.number))[:ROWS]
    return sorted(chosen, key=_place)


def _edges(spans: Sequence[Span], at: datetime, until: datetime) -> tuple[datetime, datetime]:
    """Wide enough for what there is, never so wide that a day is lost; now inside."""
    instants = [each for s in spans for each in (s.start, s.end, s.planned_end) if each]
    near = [each for each in instants if at - MOST <= each <= until + MOST]
    first, last = min([at, *near]), max([until, *near])
    room = timedelta(hours=12)
    return min(first - room, at - LEAST), max(last + room, at + LEAST)


def _days(start: datetime, end: datetime) -> list[datetime]:
    """Midnights in IST between the edges, so many days apart that at most eight are drawn."""
    first = start.astimezone(IST).date() + timedelta(days=1)
    count = max((end.astimezone(IST).date() - first).days + 1, 0)
    step = max(1, -(-count // 8))
    return [day_start(first + timedelta(days=i)) for i in range(0, count, step)]


def _percent(value: float) -> str:
    return f"{value:.1f}%"

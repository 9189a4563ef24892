"""The public pages as text, from plain facts and a language: no request, nobody's session.

What comes out depends on nothing else, so that it can be made ahead of time and kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from ..register.board import Board
from ..register.directives import DirectiveFacts, LetterFacts, Listed
from ..register.notices import Notice
from ..register.orders import CoveredLine, OrderFacts, OrderPage
from ..register.places import Places
from ..register.tilemap import tile_map
from ..register.timeline import Span, spans, timeline
from ..register.totals import Total, together
from ..rules.instants import BadInstant, read, write
from ..rules.windows import NO_END, Window
from . import answers, choices
from .framing import Frame, Route, render
from .reading import Asked, Field, Moments, Searched

ABOUT = ("about", "contact", "accessibility", "site_map")


@dataclass(frozen=True, slots=True)
class Archive:
    """One page of the orders that were searched for."""

    frame: Frame
    orders: list[OrderFacts]
    count: int
    page: int
    pages: int
    searched: Searched
    places: Places
    years: list[int]

    @property
    def more(self) -> bool:
        return self.page < self.pages


@dataclass(frozen=True, slots=True)
class NoticeList:
    """One page of the notices, of one year or of all."""

    frame: Frame
    notices: list[Notice]
    page: int
    more: bool
    year: int | None
    years: list[int]
    year_field: Field


def board_page(facts: Board, frame: Frame, language: str) -> str:
    """The front page: the question, what is in force, what is coming, the map."""
    return render("board", language, frame, Route("board"), _board(facts, language, today=True))


def as_of_page(facts: Board | None, moments: Moments, frame: Frame, language: str) -> str:
    """The board of another moment, or the form alone."""
    query = {"at": moments.at_field.typed, "known_at": moments.known_field.typed}
    context: dict[str, Any] = {"moments": moments, "facts": None}
    if facts is not None:
        context |= _board(facts, language)
        context["then_query"] = urlencode({"at": _typed(facts.at), "known_at": _typed(facts.at)})
    return render("as_of", language, frame, Route("as_of", query=query), context)


def districts_page(facts: Board, frame: Frame, language: str) -> str:
    """All districts by name, each with its state."""
    context = {"rows": _rows(facts, language), "choices": _choices(facts, language)}
    return render("districts", language, frame, Route("districts"), context)


def district_page(facts: Board, slug: str, frame: Frame, language: str) -> str | None:
    """One district's answer; None if there is no such district."""
    reading = answers.read(facts, slug)
    if reading is None:
        return None
    context = {"district": reading, "choices": _choices(facts, language)}
    return render("district", language, frame, Route("district", {"slug": slug}), context)


def ask_page(asked: Asked, places: Places, frame: Frame, language: str) -> str:
    """The question form, with what was typed and what is wrong with it."""
    query = {"district": asked.district.typed, "area": asked.area_field.typed}
    context = {
        "asked": asked,
        "choices": choices.choices(places.regions.values(), language),
        "chosen": asked.region.slug if asked.region else "",
    }
    return render("ask", language, frame, Route("ask", query=query), context)


def orders_page(facts: Archive, language: str) -> str:
    """The archive of issued orders with its search."""
    query = {name: each.typed for name, each in facts.searched.fields.items()}
    regions = choices.by_name(facts.places.regions.values(), language)
    context = {
        "facts": facts,
        "fields": facts.searched.fields,
        "regions": regions,
        "suppliers": facts.places.suppliers.values(),
        "timeline": timeline(_order_spans(facts.orders), facts.frame.at, today=True),
        "kept": urlencode({name: value for name, value in query.items() if value}),
    }
    route = Route("orders", query=query | {"page": facts.page if facts.page > 1 else ""})
    return render("orders", language, facts.frame, route, context)


def order_page(facts: OrderPage, directives: Sequence[Listed], frame: Frame, language: str) -> str:
    """One order with its chain, coverage, directives and sources."""
    context = {
        "page": facts,
        "directives": directives,
        "order": facts.facts,
        "lines": [_line(each) for each in facts.facts.lines],
        "sources": [_source(each) for each in facts.sources],
        "timeline": timeline(_order_spans([facts.facts]), frame.at, today=True),
    }
    route = Route("order", {"slug": facts.facts.ref.slug})
    return render("order", language, frame, route, context)


def notices_page(facts: NoticeList, language: str) -> str:
    """Public acts, newest first."""
    query = {
        "year": facts.year or facts.year_field.typed,
        "page": facts.page if facts.page > 1 else "",
    }
    return render("notices", language, facts.frame, Route("notices", query=query), {"facts": facts})


def directive_page(
    facts: DirectiveFacts, reached: tuple[Total, ...], frame: Frame, language: str
) -> str:
    """One public directive: how it stands, what it says, its letter, how far it has got."""
    context = {"facts": facts, "totals": reached, "together": together(reached)}
    route = Route("directive", {"slug": facts.ref.slug})
    return render("directive", language, frame, route, context)


def notice_page(
    notice: Notice, frame: Frame, language: str, letter: LetterFacts | None = None
) -> str:
    """One public act; `letter` is that of a directive."""
    names = ("starts_at", "expected_end", "restored_at", "confirmed_at")
    dates = {name: _instant(notice.detail.get(name)) for name in names}
    context = {"notice": notice, "dates": dates, "letter": letter}
    return render("notice", language, frame, Route("notice", {"seq": notice.seq}), context)


def about_page(page: str, frame: Frame, language: str) -> str:
    """One of the pages about the portal itself."""
    return render(page, language, frame, Route(page), {})


def _board(facts: Board, language: str, *, today: bool = False) -> dict[str, Any]:
    return {
        "facts": facts,
        "on_time": [each for each in facts.current if not each.overdue],
        "choices": _choices(facts, language),
        "map": tile_map(facts.districts, language),
        "thirds": _thirds(_rows(facts, language)),
        "timeline": timeline(spans(facts.standings), facts.at, today=today),
    }


def _choices(facts: Board, language: str) -> choices.Choices:
    return choices.choices((each.region for each in facts.districts), language)


def _rows(facts: Board, language: str) -> list[dict[str, Any]]:
    by_slug = {each.region.slug: each for each in facts.districts}
    ordered = choices.by_name((each.region for each in facts.districts), language)
    return [
        {
            "region": region,
            "urban": by_slug[region.slug].areas[0].state,
            "rural": by_slug[region.slug].areas[1].state,
            "several": by_slug[region.slug].several_suppliers,
            "formerly": choices.other_names(region, language),
        }
        for region in ordered
    ]


def _thirds(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Three lists that stand side by side where there is room."""
    size = max(1, -(-len(rows) // 3))
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def _order_spans(orders: Iterable[OrderFacts]) -> list[Span]:
    return [
        Span(order.ref, line.window.start, _end(line.window), line.planned_end)
        for order in orders
        for line in order.lines
        if line.window is not None
    ]


def _line(line: CoveredLine) -> dict[str, Any]:
    span = line.window
    return {
        "words": line.words,
        "planned_end": line.planned_end,
        "protects": span is not None,
        "end": None if span is None else _end(span),
    }


def _end(span: Window) -> datetime | None:
    return None if span.end == NO_END else span.end


def _source(source: Mapping[str, Any]) -> dict[str, Any]:
    """A source as the page shows it; only web addresses become links."""
    url, written = str(source.get("url") or ""), str(source.get("date") or "")
    try:
        day = date.fromisoformat(written)
    except ValueError:
        day = None
    return {
        "title": str(source.get("title") or ""),
        "url": url if url.startswith(("https://", "http://")) else "",
        "day": day,
        "written": written,
    }


def _instant(text: object) -> datetime | None:
    try:
        return read(str(text)) if text else None
    except BadInstant:
        return None


def _typed(instant: datetime) -> str:
    """An instant as the form's own fields write it: in IST, without the offset."""
    return write(instant).removesuffix("+05:30")

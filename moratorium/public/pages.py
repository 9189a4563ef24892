"""The public pages as text, from plain facts and a language: no request, nobody's session.

What comes out depends on nothing else, so that it can be made ahead of time and kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from ..register.board import Board
from ..register.notices import Notice
from ..register.orders import CoveredLine, OrderFacts, OrderPage
from ..register.places import Places
from ..register.tilemap import tile_map
from ..register.timeline import Span, spans, timeline
from ..rules.answers import QUESTION
from ..rules.instants import BadInstant, read, write
from ..rules.windows import NO_END, Window
from . import answers, choices
from .reading import Asked, Field, Moments, Searched

ABOUT = ("about", "contact", "accessibility", "site_map")


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page says at its foot: as of when, and the last act on record."""

    at: datetime
    last: Notice | None

    @classmethod
    def of(cls, board: Board) -> "Frame":
        return cls(board.at, board.latest[0] if board.latest else None)


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


@dataclass(frozen=True, slots=True)
class _Route:
    """A page's own address, from which its twin in the other language follows."""

    name: str
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)

    def url(self, language: str) -> str:
        with translation.override(language):
            path = reverse(f"public:{self.name}", kwargs=dict(self.kwargs))
        kept = {name: value for name, value in self.query.items() if value not in ("", None)}
        return f"{path}?{urlencode(kept)}" if kept else path


def board_page(facts: Board, language: str) -> str:
    """The front page: the question, what is in force, what is coming, the map."""
    return _render("board", language, Frame.of(facts), _Route("board"), _board(facts, language))


def as_of_page(facts: Board | None, moments: Moments, frame: Frame, language: str) -> str:
    """The board of another moment, or the form alone."""
    query = {"at": moments.at_field.typed, "known_at": moments.known_field.typed}
    context: dict[str, Any] = {"moments": moments, "facts": None}
    if facts is not None:
        context |= _board(facts, language)
        context["then_query"] = urlencode({"at": _typed(facts.at), "known_at": _typed(facts.at)})
    return _render("as_of", language, frame, _Route("as_of", query=query), context)


def districts_page(facts: Board, language: str) -> str:
    """All districts by name, each with its state."""
    context = {"rows": _rows(facts, language), "choices": _choices(facts, language)}
    return _render("districts", language, Frame.of(facts), _Route("districts"), context)


def district_page(facts: Board, slug: str, language: str) -> str | None:
    """One district's answer; None if there is no such district."""
    reading = answers.read(facts, slug)
    if reading is None:
        return None
    context = {"district": reading, "choices": _choices(facts, language)}
    return _render(
        "district", language, Frame.of(facts), _Route("district", {"slug": slug}), context
    )


def ask_page(asked: Asked, places: Places, frame: Frame, language: str) -> str:
    """The question form, with what was typed and what is wrong with it."""
    query = {"district": asked.district.typed, "area": asked.area_field.typed}
    context = {
        "asked": asked,
        "choices": choices.choices(places.regions.values(), language),
        "chosen": asked.region.slug if asked.region else "",
    }
    return _render("ask", language, frame, _Route("ask", query=query), context)


def orders_page(facts: Archive, language: str) -> str:
    """The archive of issued orders with its search."""
    query = {name: each.typed for name, each in facts.searched.fields.items()}
    regions = choices.by_name(facts.places.regions.values(), language)
    context = {
        "facts": facts,
        "fields": facts.searched.fields,
        "regions": regions,
        "suppliers": facts.places.suppliers.values(),
        "timeline": timeline(_order_spans(facts.orders), facts.frame.at),
        "kept": urlencode({name: value for name, value in query.items() if value}),
    }
    route = _Route("orders", query=query | {"page": facts.page if facts.page > 1 else ""})
    return _render("orders", language, facts.frame, route, context)


def order_page(facts: OrderPage, frame: Frame, language: str) -> str:
    """One order with its chain, coverage and sources."""
    context = {
        "page": facts,
        "order": facts.facts,
        "lines": [_line(each) for each in facts.facts.lines],
        "sources": [_source(each) for each in facts.sources],
        "timeline": timeline(_order_spans([facts.facts]), frame.at),
    }
    route = _Route("order", {"slug": facts.facts.ref.slug})
    return _render("order", language, frame, route, context)


def notices_page(facts: NoticeList, language: str) -> str:
    """Public acts, newest first."""
    query = {
        "year": facts.year or facts.year_field.typed,
        "page": facts.page if facts.page > 1 else "",
    }
    return _render(
        "notices", language, facts.frame, _Route("notices", query=query), {"facts": facts}
    )


def notice_page(notice: Notice, frame: Frame, language: str) -> str:
    """One public act."""
    names = ("starts_at", "expected_end", "restored_at", "confirmed_at")
    context = {"notice": notice, "dates": {n: _instant(notice.detail.get(n)) for n in names}}
    return _render("notice", language, frame, _Route("notice", {"seq": notice.seq}), context)


def about_page(page: str, frame: Frame, language: str) -> str:
    """One of the pages about the portal itself."""
    return _render(page, language, frame, _Route(page), {})


def _render(
    template: str, language: str, frame: Frame, route: _Route, context: dict[str, Any]
) -> str:
    other = "en" if language == "hi" else "hi"
    framed = context | {
        "frame": frame,
        "page_name": template,
        "other_url": route.url(other),
        "question": QUESTION,
    }
    with translation.override(language):
        return render_to_string(f"public/{template}.html", framed)


def _board(facts: Board, language: str) -> dict[str, Any]:
    return {
        "facts": facts,
        "on_time": [each for each in facts.current if not each.overdue],
        "choices": _choices(facts, language),
        "map": tile_map(facts.districts, language),
        "thirds": _thirds(_rows(facts, language)),
        "timeline": timeline(spans(facts.standings), facts.at),
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

"""The doors of the public pages: read the clock once, ask the register, hand over a page."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import etag, require_safe

from ..register import board as boards
from ..register import directives as letters
from ..register import editions, places, totals
from ..register import notices as acts
from ..register import orders as archive
from ..register.orders import OrderFacts
from . import crowd, pages, reading
from .crowd import NOTICES_A_PAGE, Sight
from .framing import Frame
from .keeping import keep
from .pages import Archive, NoticeList

LETTER_AGE = 24 * 3600  # seconds
ORDERS_A_PAGE = 20

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """A view that only reads, and is handed the instant and the language of the page."""

    @require_safe
    @wraps(view)
    def door(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        language = "en" if getattr(request, "LANGUAGE_CODE", "hi") == "en" else "hi"
        return view(request, timezone.now(), language, **kwargs)

    return door


@public
def board(request: HttpRequest, at: datetime, language: str) -> HttpResponse:
    sight = sight_now(at)
    return _answer(crowd.board(sight, language), at, sight.slot.end)


@public
def ask(request: HttpRequest, at: datetime, language: str) -> HttpResponse:
    reference = places.load()
    asked = reading.question(request.GET, reference)
    if (address := crowd.led_to(asked, language)) is not None:
        return keep(HttpResponseRedirect(address), at)
    empty = not {"district", "area"} & set(request.GET)
    if empty:
        asked = reading.nothing_asked()
    page = pages.ask_page(asked, reference, _frame(at), language)
    return _answer(page, at, status=200 if empty else 400)


@public
def districts(request: HttpRequest, at: datetime, language: str) -> HttpResponse:
    sight = sight_now(at)
    return _answer(crowd.districts(sight, language), at, sight.slot.end)


@public
def district(request: HttpRequest, at: datetime, language: str, slug: str) -> HttpResponse:
    sight = sight_now(at)
    page = crowd.district(sight, slug, language)
    if page is None:
        raise Http404
    return _answer(page, at, sight.slot.end)


@public
def orders(request: HttpRequest, at: datetime, language: str) -> HttpResponse:
    reference, years = places.load(), acts.years()
    searched = reading.search(request.GET, reference, years)
    number = _page_number(request)
    found, count = archive.archive(searched.search, number, ORDERS_A_PAGE, at)
    last = max(1, -(-count // ORDERS_A_PAGE))
    if number > last:
        raise Http404
    facts = Archive(_frame(at), found, count, number, last, searched, reference, years)
    status = 400 if searched.faulty else 200
    return _answer(pages.orders_page(facts, language), at, _next_change(found, at), status)


@public
def order(request: HttpRequest, at: datetime, language: str, slug: str) -> HttpResponse:
    edition, found = editions.with_order(at, slug)
    if found is None:
        raise Http404
    sight = Sight.at(edition, at)
    return _answer(crowd.order(sight, found, language), at, sight.slot.end)


@public
def directive(request: HttpRequest, at: datetime, language: str, slug: str) -> HttpResponse:
    found = letters.get(slug, at)
    if found is None:
        raise Http404
    page = pages.directive_page(found, totals.per_discom(found.pk, at), _frame(at), language)
    return _answer(page, at, _next_change([found.order], at))


def _digest(request: HttpRequest, slug: str) -> str | None:
    found = letters.public_letter_facts(slug)
    return None if found is None else f'"{found.sha256}"'


@require_safe
@etag(_digest)
def letter(request: HttpRequest, slug: str) -> HttpResponse:
    """A public directive's letter: the bytes that were issued, which never change."""
    pdf = letters.public_letter(slug)
    if pdf is None:
        raise Http404
    response = HttpResponse(pdf, content_type="application/pdf")
    named = content_disposition_header(False, f"{slug}.pdf")
    response.headers["Content-Disposition"] = str(named)
    response.headers["Cache-Control"] = f"public, max-age={LETTER_AGE}, immutable"
    return response


@public
def notices(request: HttpRequest, at: datetime, language: str) -> HttpResponse:
    years = acts.years()
    year, field = reading.year(request.GET, years)
    number = _page_number(request)
    if number == 1 and year is None and not field.error:
        sight = Sight.at(editions.read(at), at)
        return _answer(crowd.notices(sight, language), at, sight.slot.end)
    found, count = acts.page(number, NOTICES_A_PAGE, year)
    if not found and number > 1:
        raise Http404
    more = count > number * NOTICES_A_PAGE
    facts = NoticeList(_frame(at), found, number, more, year, years, field)
    status = 400 if field.error else 200
    return _answer(pages.notices_page(facts, language), at, status=status)


@public
def notice(request: HttpRequest, at: datetime, language: str, seq: int) -> HttpResponse:
    found = acts.get(seq) if seq < 2**63 else None
    if found is None:
        raise Http404
    sent = letters.public_letter_facts(found.slug) if found.is_directive and found.slug else None
    return _answer(pages.notice_page(found, _frame(at), language, sent), at)


@public
def as_of(request: HttpRequest, at: datetime, language: str) -> HttpResponse:
    asked = reading.moments(request.GET, at)
    facts = None
    if asked.at is not None and asked.known_at is not None:
        facts = boards.board(asked.at, asked.known_at, latest=0)
    page = pages.as_of_page(facts, asked, _frame(at), language)
    return _answer(page, at, status=400 if asked.faulty else 200)


@public
def about(request: HttpRequest, at: datetime, language: str, page: str) -> HttpResponse:
    return _answer(pages.about_page(page, _frame(at), language), at)


def _page_number(request: HttpRequest) -> int:
    number = reading.page_number(request.GET)
    if number is None:
        raise Http404
    return number


def sight_now(at: datetime) -> Sight:
    """The record as it is now, without what only the pages of orders and notices show."""
    return Sight.at(editions.read(at, whole=False), at)


def _frame(at: datetime) -> Frame:
    return Frame(at, next(iter(acts.newest(1)), None))


def _next_change(orders: Iterable[OrderFacts], at: datetime) -> datetime | None:
    spans = [line.window for order in orders for line in order.lines if line.window is not None]
    bounds = {bound for span in spans for bound in (span.start, span.end)}
    return min((bound for bound in bounds if bound > at), default=None)


def _answer(
    page: str, at: datetime, next_change: datetime | None = None, status: int = 200
) -> HttpResponse:
    return keep(HttpResponse(page, status=status), at, next_change)

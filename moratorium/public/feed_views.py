"""The doors of feeds and calendars: read the clock once and the record once, hand over a document."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse

from ..register import editions
from . import calendar, feeds
from .crowd import Sight
from .documents import Document
from .keeping import keep
from .views import public, sight_now


@public
def notices_feed(request: HttpRequest, at: datetime, language: str) -> HttpResponse:
    sight = sight_now(at)
    return _answer(feeds.everywhere(sight, language), at, sight)


@public
def district_feed(request: HttpRequest, at: datetime, language: str, slug: str) -> HttpResponse:
    edition, about = editions.with_district_notices(at)
    sight = Sight.at(edition, at).with_district_notices(about)
    return _answer(feeds.district(sight, slug, language), at, sight)


@public
def calendar_everywhere(request: HttpRequest, at: datetime, language: str) -> HttpResponse:
    sight = sight_now(at)
    return _answer(calendar.everywhere(sight, language), at, sight)


@public
def district_calendar(request: HttpRequest, at: datetime, language: str, slug: str) -> HttpResponse:
    sight = sight_now(at)
    return _answer(calendar.district(sight, slug, language), at, sight)


def _answer(document: Document | None, at: datetime, sight: Sight) -> HttpResponse:
    if document is None:
        raise Http404
    answer: HttpResponse = keep(document.response(), at, sight.slot.end)
    return answer

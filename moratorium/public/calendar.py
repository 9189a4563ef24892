"""iCalendar: an event for each line that is in force or upcoming."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from ..register import board, editions, places
from ..register.board import Board, Standing
from ..rules import answers, instants, wording
from ..rules.scope import AREAS, Place
from ..rules.wording import Text
from . import addresses
from .feeds import DEMONSTRATION, language

MEDIA_TYPE = "text/calendar; charset=utf-8"
DAY = timedelta(days=1)
_NAME = Text("बिजली न काटने के आदेश", "Moratorium orders")
_SUMMARY = Text("बकाये पर बिजली न काटने का आदेश", "No disconnection for arrears")
_OPEN = Text(
    "समाप्ति का समय ज्ञात नहीं; बिलिंग बहाल होने की पुष्टि तक लागू। यह प्रविष्टि आगे बढ़ती रहेगी।",
    "No end is known: it holds until billing is confirmed restored. This entry moves on until then.",
)
_OPEN_SHORT = Text("समाप्ति ज्ञात नहीं", "no end known")
_DUE = Text("बकाया देय रहता है।", "Arrears stay due.")


@require_safe
def everywhere(request: HttpRequest) -> HttpResponse:
    """Every line in force or upcoming."""
    found = board.board(timezone.now(), latest=1)
    return _answer(_calendar(_NAME[language()], found, _standings(found)))


@require_safe
def district(request: HttpRequest, slug: str) -> HttpResponse:
    """The lines that reach a district, those for named places in it included. 404 if unknown."""
    known = places.load()
    region = known.regions.get(slug)
    if region is None:
        raise Http404
    found = board.board(timezone.now(), latest=1)
    here = [
        known.place(supply.supplier.code, area, slug)
        for area in AREAS
        for supply in known.supplying(slug, area)
    ]
    reaching = [s for s in _standings(found) if _applies(s, here)]
    return _answer(_calendar(f"{_NAME[language()]}: {region.name[language()]}", found, reaching))


def _applies(standing: Standing, here: Iterable[Place]) -> bool:
    return any(standing.scope.applies_to(place) for place in here)


def _standings(found: Board) -> list[Standing]:
    return [s for p in (*found.current, *found.upcoming) for s in p.standings]


def _calendar(name: str, found: Board, standings: Iterable[Standing]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//moratorium portal//{language()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Asia/Kolkata")
    calendar.add("refresh-interval", timedelta(hours=1), {"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    sequence = int(editions.current().partition("-")[0])
    for standing in standings:
        calendar.add_component(_event(standing, found, sequence))
    return calendar


def _event(standing: Standing, found: Board, sequence: int) -> Event:
    order, event = standing.order, Event()
    event.add("uid", f"{quote(order.slug)}.{standing.position}@{_host()}")
    event.add("dtstamp", found.at)
    event.add(
        "last-modified", max(n.recorded_at for n in found.latest) if found.latest else found.at
    )
    # It grows with every act, and nothing but an act (or an open end) changes an event.
    event.add("sequence", sequence)
    event.add("dtstart", standing.window.start)
    event.add("dtend", _shown_end(standing, found.at))
    event.add("summary", _summary(standing))
    event.add("description", _description(standing))
    event.add("location", wording.scope_words(standing.words, language()))
    event.add("url", addresses.order(order.slug, language()))
    event.add("transp", "TRANSPARENT")
    return event


def _shown_end(standing: Standing, now: datetime) -> datetime:
    """The end; where none is known, the planned one, or a day that moves on with the calendar.

    A calendar without an end would show an instant, or nothing after the first day.
    """
    if standing.end is not None:
        return standing.end
    ends = [standing.window.start + DAY]
    if standing.planned_end is not None:
        ends.append(standing.planned_end)
    if standing.window.start <= now:
        ends.append(instants.day_end(now.astimezone(instants.IST).date()) + DAY)
    return max(ends)


def _summary(standing: Standing) -> str:
    words, told = standing.words, _SUMMARY[language()]
    discom = wording.ALL_DISCOMS if words.discom is None else words.discom
    told += f": {discom[language()]}, {wording.area(words.area, language())}"
    if standing.end is None:
        told += f" ({_OPEN_SHORT[language()]})"
    return f"[{DEMONSTRATION[language()]}] {told}" if standing.order.demonstration else told


def _description(standing: Standing) -> str:
    order = standing.order
    basis = answers.BASIS[order.basis][language()]
    told = [f"{order.number} ({basis})", standing.sentence[language()]]
    if standing.end is None:
        told.append(_OPEN[language()])
    return "\n".join([*told, _DUE[language()]])


def _host() -> str:
    return str(settings.SITE_URL).partition("://")[2]


def _answer(calendar: Calendar) -> HttpResponse:
    answer = HttpResponse(calendar.to_ical(), content_type=MEDIA_TYPE)
    answer.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    return answer

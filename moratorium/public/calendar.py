"""iCalendar: an event for each line that is in force or upcoming.

What would be the moment of asking is the beginning of the slot: since then everything here is the
same. It is never in the future, and midnight in India, when open ends move on, begins a slot.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from django.conf import settings
from icalendar import Calendar, Event

from ..register.board import Standing
from ..rules import answers, instants, wording
from ..rules.scope import AREAS, Place
from ..rules.wording import Text
from . import addresses, documents
from .crowd import Sight
from .documents import Document
from .feeds import DEMONSTRATION

MEDIA_TYPE = "text/calendar; charset=utf-8"
DAY = timedelta(days=1)
_HEADERS = {"Content-Disposition": 'inline; filename="calendar.ics"'}
_NAME = Text("बिजली न काटने के आदेश", "Moratorium orders")
_SUMMARY = Text("बकाये पर बिजली न काटने का आदेश", "No disconnection for arrears")
_OPEN = Text(
    "समाप्ति का समय ज्ञात नहीं; बिलिंग बहाल होने की पुष्टि तक लागू। यह प्रविष्टि आगे बढ़ती रहेगी।",
    "No end is known: it holds until billing is confirmed restored. This entry moves on until then.",
)
_OPEN_SHORT = Text("समाप्ति ज्ञात नहीं", "no end known")
_DUE = Text("बकाया देय रहता है।", "Arrears stay due.")


def everywhere(sight: Sight, language: str) -> Document:
    """Every line in force or upcoming."""
    return _document(_calendar(_NAME[language], sight, sight.board.standings, language))


def district(sight: Sight, slug: str, language: str) -> Document | None:
    """The lines that reach a district, those for named places in it included; None if unknown."""
    known = sight.edition.places
    region = known.regions.get(slug)
    if region is None:
        return None
    here = [
        known.place(supply.supplier.code, area, slug)
        for area in AREAS
        for supply in known.supplying(slug, area)
    ]
    reaching = [s for s in sight.board.standings if _applies(s, here)]
    name = f"{_NAME[language]}: {region.name[language]}"
    return _document(_calendar(name, sight, reaching, language))


def _applies(standing: Standing, here: Iterable[Place]) -> bool:
    return any(standing.scope.applies_to(place) for place in here)


def _calendar(name: str, sight: Sight, standings: Iterable[Standing], language: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//moratorium portal//{language}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Asia/Kolkata")
    if (told := documents.staleness(sight.stale_since, language)) is not None:
        calendar.add("description", told)
        calendar.add("x-wr-caldesc", told)
    calendar.add("refresh-interval", timedelta(hours=1), {"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for standing in standings:
        calendar.add_component(_event(standing, sight, language))
    return calendar


def _event(standing: Standing, sight: Sight, language: str) -> Event:
    order, event, at = standing.order, Event(), sight.slot.start
    acted_at = max((each.recorded_at for each in sight.edition.notices), default=at)
    event.add("uid", f"{quote(order.slug)}.{standing.position}@{_host()}")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("last-modified", acted_at.astimezone(UTC))
    # It grows with every act, and nothing but an act (or an open end) changes an event.
    event.add("sequence", sight.edition.seq)
    event.add("dtstart", standing.window.start.astimezone(UTC))
    event.add("dtend", _shown_end(standing, at).astimezone(UTC))
    event.add("summary", _summary(standing, language))
    event.add("description", _description(standing, language))
    event.add("location", wording.scope_words(standing.words, language))
    event.add("url", addresses.order(order.slug, language))
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


def _summary(standing: Standing, language: str) -> str:
    words, told = standing.words, _SUMMARY[language]
    discom = wording.ALL_DISCOMS if words.discom is None else words.discom
    told += f": {discom[language]}, {wording.area(words.area, language)}"
    if standing.end is None:
        told += f" ({_OPEN_SHORT[language]})"
    return f"[{DEMONSTRATION[language]}] {told}" if standing.order.demonstration else told


def _description(standing: Standing, language: str) -> str:
    order = standing.order
    basis = answers.BASIS[order.basis][language]
    told = [f"{order.number} ({basis})", standing.sentence[language]]
    if standing.end is None:
        told.append(_OPEN[language])
    return "\n".join([*told, _DUE[language]])


def _host() -> str:
    return str(settings.SITE_URL).partition("://")[2]


def _document(calendar: Calendar) -> Document:
    return Document(calendar.to_ical(), MEDIA_TYPE, _HEADERS)

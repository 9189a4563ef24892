"""What the crowd reads, by key: each page and document as bytes, from an edition and a slot."""

from dataclasses import dataclass
from datetime import datetime

from ..public import calendar, crowd, feeds
from ..public.api import protections, reference
from ..public.crowd import Sight
from ..public.documents import Document
from ..register.district_notices import DistrictNotices
from ..register.editions import Edition
from ..rules.wording import EN, HI, LANGUAGES
from .slots import Slot

HTML, JSON = "text/html; charset=utf-8", "application/json"
BOARD, DISTRICTS, DISTRICT, ORDER, NOTICES = "board", "districts", "district", "order", "notices"
PROTECTIONS, DISTRICTS_JSON = "api-protections", "api-districts"
FEED, DISTRICT_FEED = "feed", "district-feed"
CALENDAR, DISTRICT_CALENDAR = "calendar", "district-calendar"
_PAGES = {
    "": BOARD, "districts/": DISTRICTS, "notices/": NOTICES,
    "feeds/notices.atom": FEED, "calendar.ics": CALENDAR,
}  # fmt: skip
# What stands around a slug in a path.
_AROUND = {
    DISTRICT: ("districts/", "/"), ORDER: ("orders/", "/"),
    DISTRICT_FEED: ("feeds/districts/", ".atom"), DISTRICT_CALENDAR: ("calendar/districts/", ".ics"),
}  # fmt: skip
_SUBSCRIBED = (FEED, DISTRICT_FEED, CALENDAR, DISTRICT_CALENDAR)
_PREFIX = {HI: "/", EN: "/en/"}
_DOCUMENTS = {"/api/v1/protections": PROTECTIONS, "/api/v1/districts": DISTRICTS_JSON}


@dataclass(frozen=True, slots=True)
class Key:
    """One page in one language; documents are in both at once, so their language is ""."""

    name: str
    language: str
    slug: str = ""


def keys(edition: Edition) -> tuple[Key, ...]:
    """Everything that is made ahead, the board first.

    Of feeds and calendars only those of everywhere: what subscribes to a district's comes by the
    hour and can wait the few milliseconds in which it is made, but all 300 of them, anew after
    every act, would add about half to what a worker makes, mostly in vain.
    """
    pages = [Key(name, language) for name in (BOARD, DISTRICTS, NOTICES) for language in LANGUAGES]
    documents = [Key(name, "") for name in _DOCUMENTS.values()]
    districts = [Key(DISTRICT, each, slug) for slug in edition.places.regions for each in LANGUAGES]
    orders = [Key(ORDER, each, o.ref.slug) for o in edition.orders for each in LANGUAGES]
    subscribed = [Key(name, language) for name in (FEED, CALENDAR) for language in LANGUAGES]
    return (*pages, *documents, *districts, *orders, *subscribed)


def on_request(edition: Edition) -> tuple[Key, ...]:
    """Everything else: made when it is asked for."""
    return tuple(
        Key(name, language, slug)
        for slug in edition.places.regions
        for name in (DISTRICT_FEED, DISTRICT_CALENDAR)
        for language in LANGUAGES
    )


def key_of(path: str) -> Key | None:
    """The key of a path as text, percent signs decoded once; None if Django answers it.

    That there is a key does not say that there is a page: see `render`.
    """
    if path in _DOCUMENTS:
        return Key(_DOCUMENTS[path], "")
    language = EN if path.startswith(_PREFIX[EN]) else HI
    if not path.startswith(_PREFIX[language]):
        return None
    rest = path.removeprefix(_PREFIX[language])
    if rest in _PAGES:
        return Key(_PAGES[rest], language)
    for name, (before, after) in _AROUND.items():
        slug = rest[len(before) : -len(after)]
        if rest == before + slug + after and slug and "/" not in slug:
            return Key(name, language, slug)
    return None


def render(
    key: Key,
    edition: Edition,
    slot: Slot,
    stale_since: datetime | None = None,
    about: DistrictNotices | None = None,
) -> Document | None:
    """The body of a key in a slot; None if the edition does not hold it and Django answers.

    `stale_since` is the last contact with the record, if that was too long ago; `about` what the
    districts' feeds need beside the edition.
    """
    sight = _sight(edition, slot, stale_since)
    if key.name in _DOCUMENTS.values():
        text = (protections if key.name == PROTECTIONS else reference).document(sight)
        return Document(text.encode(), JSON)
    if key.name in _SUBSCRIBED:
        return _subscribed(key, sight.with_district_notices(about))
    page = _page(key, sight)
    return None if page is None else Document(page.encode(), HTML)


def _subscribed(key: Key, sight: Sight) -> Document | None:
    if key.slug:
        of_one = feeds.district if key.name == DISTRICT_FEED else calendar.district
        return of_one(sight, key.slug, key.language)
    of_all = feeds.everywhere if key.name == FEED else calendar.everywhere
    return of_all(sight, key.language)


_seen: tuple[Sight, ...] = ()


def _sight(edition: Edition, slot: Slot, stale_since: datetime | None) -> Sight:
    """The board of a slot is reckoned once for all its pages; the last few are kept."""
    global _seen
    for each in _seen:
        if each.edition is edition and (each.slot, each.stale_since) == (slot, stale_since):
            return each
    # One assignment: another thread finds the old ones or the new ones.
    _seen = (made := Sight.of(edition, slot, stale_since), *_seen[:2])
    return made


def _page(key: Key, sight: Sight) -> str | None:
    if key.name == DISTRICT:
        return crowd.district(sight, key.slug, key.language)
    if key.name == ORDER:
        record = next((o for o in sight.edition.orders if o.ref.slug == key.slug), None)
        return None if record is None else crowd.order(sight, record, key.language)
    made = {BOARD: crowd.board, DISTRICTS: crowd.districts, NOTICES: crowd.notices}[key.name]
    return made(sight, key.language)


def question(query: str, language: str, edition: Edition) -> str | None:
    """Where /ask/ leads with a query string; None if Django answers, with the form or an error."""
    return crowd.asked(query, language, edition.places)

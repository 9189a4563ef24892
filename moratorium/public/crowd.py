"""The pages of the crowd, from an edition and a slot: no request, no clock, no database.

Django's views and the front both call these, so that they give the same bytes.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import TooManyFieldsSent
from django.http import QueryDict
from django.utils.encoding import iri_to_uri

from ..register import board as boards
from ..register import slots
from ..register.board import Board
from ..register.district_notices import DistrictNotices
from ..register.editions import Edition
from ..register.order_records import OrderRecord
from ..register.places import Places
from ..register.slots import Slot
from . import pages, reading
from .framing import Frame, Route, Stamp
from .pages import NoticeList
from .reading import Asked, Field

LATEST = 5  # notices on the board
NOTICES_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Sight:
    """An edition as it is seen in a slot: everything here holds for the whole of the slot.

    `stale_since` is the last contact with the record, if that was too long ago. Only the
    districts' feeds need `district_notices`.
    """

    edition: Edition
    slot: Slot
    board: Board
    frame: Frame
    stale_since: datetime | None = None
    district_notices: DistrictNotices | None = None

    @classmethod
    def of(cls, edition: Edition, slot: Slot, stale_since: datetime | None = None) -> "Sight":
        at = slot.start
        known_at = edition.known_at(at)
        latest = edition.notices[:LATEST]
        seen = boards.of_coverings(edition.lines, edition.places, at, known_at, latest)
        return cls(edition, slot, seen, _frame(edition, at, stale_since), stale_since)

    @classmethod
    def at(cls, edition: Edition, at: datetime) -> "Sight":
        """What is seen at an instant."""
        return cls.of(edition, slots.slot(edition, at))

    def with_district_notices(self, about: DistrictNotices | None) -> "Sight":
        """The same with the notices of its districts; those of another edition are left out."""
        of_its_own = about is not None and about.edition == self.edition.number
        return replace(self, district_notices=about if of_its_own else None)


def board(sight: Sight, language: str) -> str:
    """The front page."""
    return pages.board_page(sight.board, sight.frame, language)


def districts(sight: Sight, language: str) -> str:
    """All districts by name."""
    return pages.districts_page(sight.board, sight.frame, language)


def district(sight: Sight, slug: str, language: str) -> str | None:
    """One district's answer; None if there is no such district."""
    return pages.district_page(sight.board, slug, sight.frame, language)


def order(sight: Sight, record: OrderRecord, language: str) -> str:
    """One order, whether or not it is among those of the edition."""
    at = sight.slot.start
    facts = record.page(sight.edition.places, at, sight.edition.known_at(at))
    return pages.order_page(facts, record.directives, sight.frame, language)


def notices(sight: Sight, language: str) -> str:
    """The newest notices of all years."""
    found = sight.edition.notices
    shown, more = list(found[:NOTICES_A_PAGE]), len(found) > NOTICES_A_PAGE
    years = list(sight.edition.years)
    return pages.notices_page(
        NoticeList(sight.frame, shown, 1, more, None, years, Field()), language
    )


def asked(query: str, language: str, places: Places) -> str | None:
    """Where the question form leads, from a query string as text of UTF-8.

    None if the form must be shown instead, empty or with what is wrong.
    """
    try:
        typed = QueryDict(query.encode(), encoding="utf-8")
    except (UnicodeEncodeError, TooManyFieldsSent):
        return None
    return led_to(reading.question(typed, places), language)


def led_to(question: Asked, language: str) -> str | None:
    """The address of the answer to a question; None if it has none."""
    if question.region is None or question.area_field.error:
        return None
    fragment = f"#{question.area}" if question.area else ""
    address = Route("district", {"slug": question.region.slug}).url(language)
    return str(iri_to_uri(address + fragment))


def _frame(edition: Edition, at: datetime, stale_since: datetime | None) -> Frame:
    held = slots.holding(edition, at)
    stamp = Stamp(
        number=str(edition.seq),
        head=edition.head,
        acted_at=edition.acted_at,
        since=held.since,
        until=held.until,
        stale_since=stale_since,
    )
    return Frame(at, next(iter(edition.notices), None), stamp)

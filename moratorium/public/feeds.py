"""Atom feeds of the public acts: all of them, and those that concern a district.

Addresses are of SITE_URL, whatever host was asked.
"""

from collections.abc import Iterable
from datetime import datetime

from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date

from ..register.notices import Notice
from ..rules import wording
from ..rules.wording import Text
from . import addresses, documents
from .crowd import Sight
from .documents import Document

LATEST = 50
TITLE = Text("बिजली न काटने के आदेश: सूचनाएँ", "Moratorium orders: notices")
DEMONSTRATION = Text("प्रदर्शन", "Demonstration")
_RECORDED = Text("दर्ज", "Recorded")


class _Atom(Atom1Feed):
    """A feed without an entry is as old as the edition; Django would read the clock."""

    def latest_post_date(self) -> datetime:
        newest: datetime = super().latest_post_date() if self.items else self.feed["empty_since"]
        return newest


def everywhere(sight: Sight, language: str) -> Document:
    """Every public act, newest first."""
    feed = _feed(
        sight,
        language,
        title=TITLE[language],
        link=addresses.board(language),
        feed_url=addresses.notices_feed(language),
    )
    return _document(feed, sight.edition.notices[:LATEST], sight, language)


def district(sight: Sight, slug: str, language: str) -> Document | None:
    """The public acts that concern a district.

    None if there is no such district, or if the sight is without the districts' notices.
    """
    region = sight.edition.places.regions.get(slug)
    if region is None or sight.district_notices is None:
        return None
    feed = _feed(
        sight,
        language,
        title=f"{TITLE[language]}: {region.name[language]}",
        link=addresses.district(slug, language),
        feed_url=addresses.district_feed(slug, language),
    )
    found = sight.district_notices.about(slug, sight.edition.places, LATEST)
    return _document(feed, found, sight, language)


def _feed(sight: Sight, language: str, *, title: str, link: str, feed_url: str) -> Atom1Feed:
    return _Atom(
        title=title,
        link=link,
        feed_url=feed_url,
        description="",
        subtitle=documents.staleness(sight.stale_since, language),
        author_name=TITLE[language],
        language=language,
        empty_since=sight.edition.acted_at or sight.slot.start,
    )


def _document(feed: Atom1Feed, found: Iterable[Notice], sight: Sight, language: str) -> Document:
    for each in found:
        _add(feed, each, language)
    headers = {}
    if sight.stale_since is None:  # else the document is another one, with the same acts
        headers["Last-Modified"] = http_date(feed.latest_post_date().timestamp())
    return Document(feed.writeString("utf-8").encode(), feed.content_type, headers)


def _add(feed: Atom1Feed, notice: Notice, language: str) -> None:
    address = addresses.notice(notice.seq, language)
    feed.add_item(
        title=_title(notice, language),
        link=address,
        description=_description(notice, language),
        unique_id=address,
        pubdate=notice.happened_at,
        updateddate=notice.recorded_at,
    )


def _title(notice: Notice, language: str) -> str:
    told = f"{notice.headline[language]}: {notice.title[language]}"
    return f"[{DEMONSTRATION[language]}] {told}" if notice.demonstration else told


def _description(notice: Notice, language: str) -> str:
    told = f"{notice.subject}, {wording.moment(notice.happened_at, language)}"
    if notice.recorded_at == notice.happened_at:
        return told
    recorded = wording.moment(notice.recorded_at, language)
    return f"{told}. {_RECORDED[language]}: {recorded}"

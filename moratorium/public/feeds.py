"""Atom feeds of the public acts: all of them, and those that concern a district."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

from ..register import district_notices, notices, places
from ..register.notices import Notice
from ..register.places import Region
from ..rules import wording
from ..rules.wording import EN, HI, Text
from . import addresses

LATEST = 50
TITLE = Text("बिजली न काटने के आदेश: सूचनाएँ", "Moratorium orders: notices")
DEMONSTRATION = Text("प्रदर्शन", "Demonstration")
_RECORDED = Text("दर्ज", "Recorded")


def language() -> str:
    """The language of the address that was asked for."""
    return EN if get_language() == EN else HI


class Notices(Feed):
    """Every public act, newest first. Addresses are of SITE_URL, whatever host was asked."""

    feed_type = Atom1Feed

    def title(self, region: Region | None) -> str:
        return TITLE[language()]

    def author_name(self, region: Region | None) -> str:
        return TITLE[language()]

    def link(self, region: Region | None) -> str:
        return addresses.board(language())

    def feed_url(self, region: Region | None) -> str:
        return addresses.notices_feed(language())

    def items(self, region: Region | None) -> list[Notice]:
        return notices.newest(LATEST)

    def item_title(self, item: Notice) -> str:  # type: ignore[override]
        told = f"{item.headline[language()]}: {item.title[language()]}"
        return f"[{DEMONSTRATION[language()]}] {told}" if item.demonstration else told

    def item_description(self, item: Notice) -> str:  # type: ignore[override]
        told = f"{item.subject}, {wording.moment(item.happened_at, language())}"
        if item.recorded_at == item.happened_at:
            return told
        recorded = wording.moment(item.recorded_at, language())
        return f"{told}. {_RECORDED[language()]}: {recorded}"

    def item_link(self, item: Notice) -> str:  # type: ignore[override]
        return addresses.notice(item.seq, language())

    def item_pubdate(self, item: Notice) -> datetime:
        return item.happened_at

    def item_updateddate(self, item: Notice) -> datetime:
        return item.recorded_at


class DistrictNotices(Notices):
    """The public acts that concern a district."""

    def get_object(self, request: HttpRequest, slug: str) -> Region:  # type: ignore[override]
        region = places.load().regions.get(slug)
        if region is None:
            raise Http404
        return region

    def title(self, region: Region | None) -> str:
        assert region is not None
        return f"{TITLE[language()]}: {region.name[language()]}"

    def link(self, region: Region | None) -> str:
        assert region is not None
        return addresses.district(region.slug, language())

    def feed_url(self, region: Region | None) -> str:
        assert region is not None
        return addresses.district_feed(region.slug, language())

    def items(self, region: Region | None) -> list[Notice]:
        assert region is not None
        return district_notices.newest(region.slug, LATEST)

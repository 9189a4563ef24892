"""`GET notices`: the public acts as data."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from ...register import notices
from ...register.notices import Notice
from ...rules.wording import EN, HI
from .. import addresses
from . import description, paging, parameters, replies
from .acts import bilingual
from .description import Bilingual, Instant
from .writing import written

router = Router(tags=["notices"])


class NoticeDocument(Schema):
    """A public act."""

    seq: int = Field(description="Its number in the journal.")
    act: str
    headline: Bilingual
    title: Bilingual
    subject: str = Field(
        description="The number of the order or directive, or the outage's reference."
    )
    order: str | None = Field(description="The order's slug, if it is about an order.")
    directive: str | None = Field(description="The directive's slug, if it is about a directive.")
    happened_at: Instant
    recorded_at: Instant
    demonstration: bool
    digest: str = Field(description="SHA-256 of the journal entry, in hex.")
    url: Bilingual


class NoticeList(paging.Page):
    """A page of notices, newest first."""

    items: list[NoticeDocument]


@router.get(
    "notices",
    response={200: NoticeList, **description.refusals(400)},
    summary="Public acts",
    operation_id="notices",
    openapi_extra={
        "parameters": [
            description.query(
                "year", "The year in which it happened, in IST.", description.whole(2000, 2100)
            ),
            *paging.PARAMETERS,
        ]
    },
)
def listed(request: HttpRequest) -> HttpResponse:
    """Every public act, newest first, or those of a year."""
    given = parameters.read(request, "year", *paging.NAMES)
    which = paging.wanted(given)
    year = given.whole("year", 0, 2000, 2100) or None
    given.refuse()
    found, count = notices.page(which.number, which.size, year)
    return replies.data(paging.page(request, given, which, [notice(n) for n in found], count))


def notice(each: Notice) -> dict[str, Any]:
    """A notice as data."""
    return {
        "seq": each.seq,
        "act": each.act,
        "headline": bilingual(each.headline),
        "title": bilingual(each.title),
        "subject": each.subject,
        "order": each.slug if each.is_order else None,
        "directive": each.slug if each.is_directive else None,
        "happened_at": written(each.happened_at),
        "recorded_at": written(each.recorded_at),
        "demonstration": each.demonstration,
        "digest": each.digest,
        "url": {language: addresses.notice(each.seq, language) for language in (HI, EN)},
    }

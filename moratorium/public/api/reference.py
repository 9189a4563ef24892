"""`GET discoms` and `GET districts`: who supplies what, and each district's state now."""

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from ...register import editions, places
from ...register.board import AreaAnswer, DistrictAnswer, SupplyAnswer
from ...rules.wording import EN, HI
from .. import addresses
from ..crowd import Sight
from . import description, paging, parameters, replies
from .acts import bilingual
from .description import Bilingual, OptionalInstant
from .parameters import Given
from .writing import written

router = Router(tags=["reference"])
_PARAMETERS = {"parameters": paging.PARAMETERS}
State = Literal["protected", "not_protected", "depends"]


class DiscomDocument(Schema):
    """A supplier."""

    code: str
    kind: Literal["state", "private", "franchisee"]
    name: Bilingual
    short: Bilingual
    districts: list[str] = Field(description="Slugs of the districts it serves.")


class DiscomList(paging.Page):
    """A page of suppliers."""

    items: list[DiscomDocument]


class SupplyDocument(Schema):
    """One supplier of an area, with the verdict now."""

    discom: str
    places: Bilingual | None = Field(description="The named part that it serves, if not all.")
    verdict: State
    orders: list[str]
    until: OptionalInstant


class AreaDocument(Schema):
    """The urban or rural area of a district."""

    area: Literal["urban", "rural"]
    state: State = Field(description="The verdict that all suppliers share, else depends.")
    suppliers: list[SupplyDocument]


class DistrictDocument(Schema):
    """A district, who supplies it, and what the record says of it now."""

    slug: str
    name: Bilingual
    aliases: list[str]
    state: State = Field(description="The state that all areas share, else depends.")
    areas: list[AreaDocument]
    url: Bilingual


class DistrictList(paging.Page):
    """A page of districts."""

    items: list[DistrictDocument]
    last_contact: OptionalInstant = Field(
        None,
        description=(
            "Only there while the record cannot be reached: the last contact with it. What was "
            "decided since is not in this answer."
        ),
    )


@router.get(
    "discoms",
    response={200: DiscomList, **description.refusals(400)},
    summary="The suppliers",
    operation_id="discoms",
    openapi_extra=_PARAMETERS,
)
def discoms(request: HttpRequest) -> HttpResponse:
    """Every supplier with the districts it serves."""
    given = parameters.read(request, *paging.NAMES)
    which = paging.wanted(given)
    given.refuse()
    known = places.load()
    everyone = [
        {
            "code": each.code,
            "kind": each.kind,
            "name": bilingual(each.name),
            "short": bilingual(each.short),
            "districts": sorted(known.serves[each.code]),
        }
        for each in known.suppliers.values()
    ]
    items = list(which.cut(everyone))
    return replies.data(paging.page(request, given, which, items, len(everyone)))


@router.get(
    "districts",
    response={200: DistrictList, **description.refusals(400)},
    summary="The districts",
    operation_id="districts",
    openapi_extra=_PARAMETERS,
)
def districts(request: HttpRequest) -> HttpResponse:
    """Every district with its names, its suppliers by area, and its state now."""
    given = parameters.read(request, *paging.NAMES)
    which = paging.wanted(given)
    given.refuse()
    at = timezone.now()
    sight = Sight.at(editions.read(at, whole=False), at)
    return replies.text(document(sight, given, which))


def document(sight: Sight, given: Given | None = None, which: paging.Wanted = paging.FIRST) -> str:
    """A page of the districts of an edition in a slot, as JSON text; the first if none is named."""
    found = sight.board.districts
    items = [_district(each) for each in which.cut(found)]
    told = paging.listed("/api/v1/districts", given or Given(), which, items, len(found))
    if sight.stale_since is not None:
        told["last_contact"] = written(sight.stale_since)
    return replies.dumped(told)


def _district(answer: DistrictAnswer) -> dict[str, Any]:
    region = answer.region
    return {
        "slug": region.slug,
        "name": bilingual(region.name),
        "aliases": list(region.aliases),
        "state": answer.state,
        "areas": [_area(each) for each in answer.areas],
        "url": {language: addresses.district(region.slug, language) for language in (HI, EN)},
    }


def _area(answer: AreaAnswer) -> dict[str, Any]:
    return {
        "area": answer.area,
        "state": answer.state,
        "suppliers": [_supply(each) for each in answer.supplies],
    }


def _supply(answer: SupplyAnswer) -> dict[str, Any]:
    named = answer.supply.places
    return {
        "discom": answer.supply.supplier.code,
        "places": bilingual(named) if named else None,
        "verdict": answer.verdict.verdict,
        "orders": list(answer.verdict.orders),
        "until": written(answer.verdict.until),
    }

"""`GET orders` and `GET orders/<slug>`: the archive as data."""

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router

from ...register import directives, orders, places
from ...register.directives import Listed
from ...register.orders import CoveredLine, OrderFacts, OrderPage, Search
from ...rules.scope import ALL_STATE_DISCOMS
from . import acts, description, letters, paging, parameters, replies
from .acts import Line, OrderName
from .description import Bilingual
from .letters import DirectiveDocument
from .notices import NoticeDocument, notice
from .parameters import Given
from .problems import NOT_FOUND, Problem
from .questions import scope_faults
from .words import fault

router = Router(tags=["orders"])
PLACE = ("discom", "district", "area")
FILTERS = ("text", *PLACE, "year")
_PARAMETERS = [
    description.query("text", "A beginning of the number, or words of the title."),
    description.query("discom", "The code of a discom, or * for orders to all of them."),
    description.query("district", "The slug of a district that the order reaches."),
    description.query("area", "The area class that the order reaches.", description.AREA),
    description.query("year", "The year of issue, in IST.", description.whole(2000, 2100)),
    *paging.PARAMETERS,
]
_SLUG = {
    "in": "path",
    "name": "slug",
    "required": True,
    "description": "The order's slug, made from its number.",
    "schema": description.TEXT,
}


class OrderDocument(OrderName):
    """An issued order and how it stands now."""

    lift: bool
    state: Literal["in_force", "overdue", "upcoming", "ended", "lift"]
    lines: list[Line]
    operative: list[Bilingual] = Field(description="The operative part, a sentence a line.")


class OrderList(paging.Page):
    """A page of the archive, newest first."""

    items: list[OrderDocument]


class Version(OrderName):
    """One order of a chain."""

    lift: bool


class FullOrder(OrderDocument):
    """One order with its chain, text, directives, sources and notices."""

    text: Bilingual
    imported: bool
    chain: list[Version] = Field(description="From the original to the newest version.")
    successor: OrderName | None
    directives: list[DirectiveDocument] = Field(
        description="The public directives that rest on an order of the chain, newest first."
    )
    sources: list[dict[str, Any]]
    notices: list[NoticeDocument]


@router.get(
    "orders",
    response={200: OrderList, **description.refusals(400)},
    summary="The archive of orders",
    operation_id="orders",
    openapi_extra={"parameters": _PARAMETERS},
)
def archive(request: HttpRequest) -> HttpResponse:
    """Issued orders, newest first; filters narrow the list."""
    given = parameters.read(request, *FILTERS, *paging.NAMES)
    which = paging.wanted(given)
    search = _search(given)
    given.refuse()
    found, count = orders.archive(search, which.number, which.size, timezone.now())
    return replies.data(paging.page(request, given, which, [_order(f) for f in found], count))


@router.get(
    "orders/{slug}",
    response={200: FullOrder, **description.refusals(400, 404)},
    summary="One order",
    operation_id="order",
    openapi_extra={"parameters": [_SLUG]},
)
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """One issued order with its chain, coverage, directives, sources and notices."""
    parameters.none(request)
    at = timezone.now()
    # PostgreSQL refuses a text with NUL in it.
    found = None if "\0" in slug else orders.get(slug, at)
    if found is None:
        raise Problem(NOT_FOUND, [fault("slug", "order", slug)])
    sent = directives.of_orders([each.ref.number for each in found.chain], at)
    return replies.data(_full(found, sent))


def _search(given: Given) -> Search:
    values = given.values
    text = values.get("text", "")
    if "\0" in text:
        given.faults.append(fault("text", "control"))
    known = places.load()
    stated: dict[str, str] = {n: v for n, v in values.items() if n in PLACE}
    if stated.get("discom") == ALL_STATE_DISCOMS:
        del stated["discom"]
    given.faults += scope_faults(stated, known)
    year = given.whole("year", 0, 2000, 2100) or None
    return Search(
        text.strip(), values.get("discom", ""), values.get("district", ""),
        values.get("area", ""), year,
    )  # fmt: skip


def _order(facts: OrderFacts) -> dict[str, Any]:
    return {
        **acts.order_name(facts.ref),
        "lift": facts.lift,
        "state": facts.state,
        "lines": [_line(each) for each in facts.lines],
        "operative": [acts.bilingual(sentence) for sentence in facts.operative],
    }


def _line(each: CoveredLine) -> dict[str, Any]:
    return acts.line(each.scope, each.words, each.outage_ref, each.planned_end, each.window)


def _full(page: OrderPage, sent: list[Listed]) -> dict[str, Any]:
    return {
        **_order(page.facts),
        "text": acts.bilingual(page.text),
        "imported": page.imported,
        "chain": [{**acts.order_name(v.ref), "lift": v.lift} for v in page.chain],
        "successor": page.successor and acts.order_name(page.successor),
        "directives": [letters.directive(each) for each in sent],
        "sources": list(page.sources),
        "notices": [notice(each) for each in page.notices],
    }

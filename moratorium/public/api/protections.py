"""`GET protections`: the board as data."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from ...register import editions
from ...register.board import Protection, Standing
from ..crowd import Sight
from . import acts, description, parameters, replies
from .acts import OrderName, SaidLine
from .description import Instant, OptionalInstant
from .writing import written

router = Router(tags=["protections"])


class StandingOrder(OrderName):
    """An order with those of its lines that stand there."""

    lines: list[SaidLine]


class BoardDocument(Schema):
    """What is in force, what is coming, and whose planned end has passed."""

    as_of: Instant = Field(
        description=(
            "Since when this answer holds: the last instant at which anything here could have "
            "changed, or the last midnight in India. It holds until the record changes, at "
            "`next_change` at the latest; it is the same for everybody."
        )
    )
    edition: str = Field(description="Changes with every official act; 0 for an empty record.")
    next_change: OptionalInstant = Field(description="When the board changes if nothing is added.")
    current: list[StandingOrder]
    upcoming: list[StandingOrder]
    planned_end_passed: list[StandingOrder] = Field(
        description="Those in force although their planned end has passed; also in `current`."
    )
    last_contact: OptionalInstant = Field(
        None,
        description=(
            "Only there while the record cannot be reached: the last contact with it. What was "
            "decided since is not in this answer."
        ),
    )


@router.get(
    "protections",
    response={200: BoardDocument, **description.refusals(400)},
    summary="The board",
    operation_id="protections",
)
def protections(request: HttpRequest) -> HttpResponse:
    """What is in force now, what is coming, and what goes on past its planned end."""
    parameters.none(request)
    at = timezone.now()
    return replies.text(document(Sight.at(editions.read(at, whole=False), at)))


def document(sight: Sight) -> str:
    """The board of an edition in a slot, as JSON text."""
    found = sight.board
    told = {
        "as_of": written(found.at),
        "edition": sight.edition.number,
        "next_change": written(found.next_change),
        "current": [_order(each) for each in found.current],
        "upcoming": [_order(each) for each in found.upcoming],
        "planned_end_passed": [_order(each) for each in found.overdue],
    }
    if sight.stale_since is not None:
        told["last_contact"] = written(sight.stale_since)
    return replies.dumped(told)


def _order(protection: Protection) -> dict[str, Any]:
    lines = [_line(standing) for standing in protection.standings]
    return {**acts.order_name(protection.order), "lines": lines}


def _line(standing: Standing) -> dict[str, Any]:
    told = acts.line(
        standing.scope, standing.words, standing.outage_ref, standing.planned_end, standing.window
    )
    return {**told, "sentence": acts.bilingual(standing.sentence)}

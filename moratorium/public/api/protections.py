"""`GET protections`: the board as data."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from ...register import board, editions
from ...register.board import Protection, Standing
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

    as_of: Instant
    edition: str = Field(description="Changes with every official act; 0 for an empty record.")
    next_change: OptionalInstant = Field(description="When the board changes if nothing is added.")
    current: list[StandingOrder]
    upcoming: list[StandingOrder]
    planned_end_passed: list[StandingOrder] = Field(
        description="Those in force although their planned end has passed; also in `current`."
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
    # Before the board: an act between the two is then seen again under the next edition.
    edition = editions.current()
    found = board.board(timezone.now(), latest=0)
    return replies.data(
        {
            "as_of": written(found.at),
            "edition": edition,
            "next_change": written(found.next_change),
            "current": [_order(each) for each in found.current],
            "upcoming": [_order(each) for each in found.upcoming],
            "planned_end_passed": [_order(each) for each in found.overdue],
        }
    )


def _order(protection: Protection) -> dict[str, Any]:
    lines = [_line(standing) for standing in protection.standings]
    return {**acts.order_name(protection.order), "lines": lines}


def _line(standing: Standing) -> dict[str, Any]:
    told = acts.line(
        standing.scope, standing.words, standing.outage_ref, standing.planned_end, standing.window
    )
    return {**told, "sentence": acts.bilingual(standing.sentence)}

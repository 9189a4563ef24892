"""`POST screenings`: a list in CSV or XLSX, answered row by row (contract, section 5)."""

import csv
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from ...register import lists, sheets
from ...rules.screening import BadHeader
from ...rules.wording import Text
from . import bodies, description, parameters
from .problems import BAD_REQUEST, TOO_LARGE, Fault, Problem, printable
from .words import fault

MEDIA_TYPE = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
router = Router(tags=["screening"])
_LIST = {
    "requestBody": {
        "required": True,
        "content": {
            MEDIA_TYPE: {
                "schema": {"type": "string"},
                "example": "account,discom,district,area,planned_at\n"
                "0012,PUVVNL,varanasi,rural,31-12-2022\n",
            },
            XLSX: {"schema": {"type": "string", "format": "binary"}},
        },
    },
    "responses": {
        200: {
            "description": "The rows in order, with verdict, orders, protected_until, reason.",
            "content": {MEDIA_TYPE: {"schema": {"type": "string"}}},
        }
    },
}


@router.post(
    "screenings",
    response=description.refusals(400, 413),
    summary="Screen a list",
    operation_id="screenings",
    openapi_extra=_LIST,
)
def screen(request: HttpRequest) -> HttpResponse:
    """Screen a CSV or XLSX of at most 20 MB with the columns account, discom, district, area and
    planned_at, in English or Hindi, in any order; other columns are kept as they are."""
    parameters.none(request)
    content = bodies.raw(request)
    if len(content) > lists.MOST:
        raise Problem(TOO_LARGE)
    out = BytesIO()
    try:
        lists.screen_sent(content, out, timezone.now())
    except BadHeader as error:
        columns = error.columns or ("header",)
        raise Problem(BAD_REQUEST, [_fault(each, error.words) for each in columns]) from None
    except sheets.NotASheet as error:
        raise Problem(BAD_REQUEST, [fault(bodies.FIELD, "xlsx", error)]) from None
    except csv.Error as error:
        raise Problem(BAD_REQUEST, [fault(bodies.FIELD, "csv", error)]) from None
    return HttpResponse(out.getvalue(), content_type=f"{MEDIA_TYPE}; charset=utf-8")


def _fault(column: str, words: Text) -> Fault:
    return Fault(printable(column), words)

"""The API put together, and the document that describes it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from . import notices, orders, protections, reference, screenings, verdicts
from .description import SECURITY
from .problems import MEDIA_TYPE, TOO_MANY, Problem, response

ROOT = "/api/v1/"
TITLE = "बिजली न काटने के आदेश: API / Moratorium orders: API"
ABOUT = (
    "Orders of the Corporation that forbid disconnection for arrears, as on record. "
    "No login, but to screen a list. Times are ISO 8601 at +05:30; every interval is half-open, [start, end). "
    "`not_protected` means that no such order is on record, not that supply may be cut; "
    "arrears stay due. Unknown, repeated and empty parameters are refused."
)
RETRY_AFTER = {
    "Retry-After": {
        "description": "Seconds after which it is answered; absent if it never is.",
        "schema": {"type": "integer", "minimum": 1},
    }
}

api = NinjaAPI(
    title=TITLE,
    version="1",
    description=ABOUT,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api-v1",
    servers=[{"url": settings.SITE_URL}],
)
for each in (verdicts, protections, orders, notices, reference, screenings):
    api.add_router("", each.router)


@api.exception_handler(Problem)
def refused(request: HttpRequest, problem: Any) -> HttpResponse:
    """Every refusal is a problem document."""
    return response(problem)


def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    described = dict(api.get_openapi_schema(path_prefix=ROOT))
    for path in described["paths"].values():
        for operation in path.values():
            _finish(operation)
    described["components"] = {**described["components"], "securitySchemes": SECURITY}
    return described


def _finish(operation: dict[str, Any]) -> None:
    """Refusals are problem documents; a parameter is described once."""
    for status, answer in operation["responses"].items():
        if int(status) >= 400 and MEDIA_TYPE not in answer["content"]:
            answer["content"] = {MEDIA_TYPE: answer["content"].pop("application/json")}
        if int(status) == TOO_MANY.status:
            answer["headers"] = RETRY_AFTER
    by_name = {parameter["name"]: parameter for parameter in operation["parameters"]}
    operation["parameters"] = list(by_name.values())

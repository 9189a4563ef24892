"""`POST screenings`: a list in CSV or XLSX, answered row by row (contract, section 5).

A list takes a process and memory, so it is for whoever signs in to a part of the portal. The
browser sends the session's cookie for any site, so what another site has it send is refused.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest, StreamingHttpResponse
from django.http.request import UnreadablePostError
from django.utils import timezone
from ninja import Router

from ... import access
from ...register.lists import turns
from ...register.lists.bounds import BLOCK
from ...register.lists.reading import ClientLeft
from ...register.lists.sent import SentList
from ...rules.bad_lists import BadList
from ...rules.wording import Text
from . import bodies, description, parameters
from .problems import (
    BAD_REQUEST,
    NOT_ALLOWED,
    NOT_SIGNED_IN,
    TOO_LARGE,
    TOO_MANY,
    Fault,
    Problem,
    printable,
)  # fmt: skip
from .words import fault

MEDIA_TYPE = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
router = Router(tags=["screening"])
_LIST = {
    "security": [{description.SESSION: []}],
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
_SIGN_IN = Text(
    "सूची की जाँच के लिए साइन इन करें और सत्र की कुकी साथ भेजें।",
    "Sign in to screen a list, and send the session's cookie along.",
)
_NO_DOOR = Text(
    "इस खाते से कोई सूची नहीं जाँची जा सकती: इस खाते के लिए आज कोई कार्य निर्धारित नहीं है।",
    "No list can be screened with this account: it has no part in the portal today.",
)
_OTHER_SITE = Text(
    "यह अनुरोध किसी दूसरी साइट से आया है।", "This request comes from another site."
)  # fmt: skip


@router.post(
    "screenings",
    response=description.refusals(400, 401, 403, 413, 429),
    summary="Screen a list",
    operation_id="screenings",
    openapi_extra=_LIST,
)
def screen(request: HttpRequest) -> StreamingHttpResponse:
    """Screen a list with the columns account, discom, district, area and planned_at, in English
    or Hindi, in any order; other columns are kept as they are. Needs a login. CSV in UTF-8: at
    most 200 MB, 10,00,000 rows and 200 columns. XLSX: at most 32,00,000 cells and 512 MB
    unpacked. One list at a time for each office."""
    _refuse_other_sites(request)
    person = _whoever_may(request)
    parameters.none(request)
    try:
        found = SentList(person.pk, timezone.now(), left=request.META.get("portal.client_left"))
    except turns.Busy as busy:
        raise Problem(TOO_MANY, detail=busy.words, retry_after=turns.RETRY_AFTER) from None
    try:
        _take_in(request, found)
        found.check()
    except BaseException as error:
        found.close()
        raise _problem(error) from error
    content_type = f"{MEDIA_TYPE}; charset=utf-8"
    return StreamingHttpResponse(found, content_type=content_type, headers=found.headers())


def _refuse_other_sites(request: HttpRequest) -> None:
    own = f"{request.scheme}://{request.get_host()}"
    origin = request.headers.get("Origin")
    other = origin is not None and urlsplit(origin)[:2] != urlsplit(own)[:2]
    if other or request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise Problem(NOT_ALLOWED, detail=_OTHER_SITE)


def _whoever_may(request: HttpRequest) -> access.Person:
    if not request.user.is_authenticated:
        raise Problem(NOT_SIGNED_IN, detail=_SIGN_IN)
    if not access.doors_of(request.user):
        raise Problem(NOT_ALLOWED, detail=_NO_DOOR)
    return access.person(request)


def _take_in(request: HttpRequest, found: SentList) -> None:
    """Read the body in blocks. Raises BadList, and Problem if it stops short."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    stated = int(length) if length.isdecimal() else 0
    found.expect(stated)
    try:
        while block := request.read(BLOCK):
            found.write(block)
    except UnreadablePostError:
        raise Problem(BAD_REQUEST, [fault(bodies.FIELD, "cut_short")]) from None
    if found.size < stated:
        raise Problem(BAD_REQUEST, [fault(bodies.FIELD, "cut_short")])


def _problem(error: BaseException) -> BaseException:
    """A refused list as a problem; anything else as it is."""
    if isinstance(error, ClientLeft):
        return Problem(BAD_REQUEST, [fault(bodies.FIELD, "cut_short")])  # nobody reads it
    if not isinstance(error, BadList):
        return error
    if error.is_too_large:
        return Problem(TOO_LARGE, detail=error.words)
    named = error.columns or ("header" if error.name == "empty" else bodies.FIELD,)
    return Problem(BAD_REQUEST, [Fault(printable(each), error.words) for each in named])

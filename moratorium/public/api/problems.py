"""What went wrong, as `application/problem+json` (RFC 9457), in both languages."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from ...rules.wording import Text

DOCS = "/api/v1/docs"
MEDIA_TYPE = "application/problem+json"
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field."""

    field: str
    words: Text


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem; its name is the anchor in the documentation."""

    name: str
    status: int
    title: Text


BAD_REQUEST = Kind("bad-request", 400, Text("प्रश्न में त्रुटि है", "The request has errors"))
NOT_FOUND = Kind("not-found", 404, Text("यह अभिलेख में नहीं है", "Not on record"))
NO_SUCH_PATH = Kind("no-such-path", 404, Text("ऐसा कोई पता नहीं है", "No such address"))
WRONG_METHOD = Kind(
    "method-not-allowed", 405, Text("यह विधि यहाँ मान्य नहीं है", "Method not allowed here")
)
NOT_SIGNED_IN = Kind("not-signed-in", 401, Text("पहले साइन इन करें", "Sign in first"))
NOT_ALLOWED = Kind("not-allowed", 403, Text("इसकी अनुमति नहीं है", "This is not allowed"))
TOO_SLOW = Kind(
    "too-slow", 408, Text("भेजी गई सामग्री समय पर नहीं आई", "The body did not arrive in time")
)
LENGTH_REQUIRED = Kind(
    "length-required", 411, Text("भेजी गई सामग्री की लंबाई बताएँ", "The body must say its length")
)
OVERLOADED = Kind("overloaded", 503, Text("सर्वर अभी व्यस्त है", "The server is busy"))
TOO_MANY = Kind("too-many-requests", 429, Text("अनुरोध बहुत अधिक हैं", "Too many requests"))
TOO_LARGE = Kind("too-large", 413, Text("भेजी गई सामग्री बहुत बड़ी है", "The body is too large"))
NO_DATABASE = Kind(
    "no-database",
    503,
    Text("अभिलेख से अभी सम्पर्क नहीं हो रहा", "The record cannot be reached now"),
)
BUSY = Kind("busy", 503, Text("अभिलेख अभी व्यस्त है", "The record is busy now"))
KINDS = (
    BAD_REQUEST, NOT_SIGNED_IN, NOT_ALLOWED, NOT_FOUND, NO_SUCH_PATH, WRONG_METHOD, TOO_SLOW,
    LENGTH_REQUIRED, TOO_LARGE, TOO_MANY, OVERLOADED, NO_DATABASE, BUSY,
)  # fmt: skip


class Problem(Exception):
    """Ends a request. `faults` name the fields; without them `detail` says it all.

    `retry_after`: in how many seconds it is worth asking again, where that is known.
    """

    def __init__(
        self,
        kind: Kind,
        faults: Sequence[Fault] = (),
        detail: Text | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(kind.name)
        self.retry_after = retry_after
        self.kind = kind
        self.faults = faults
        self.detail = detail or _summary(faults)


def _summary(faults: Sequence[Fault]) -> Text:
    if len(faults) == 1:
        return faults[0].words
    hi = f"त्रुटियाँ: {len(faults)}; हर एक errors में अपने क्षेत्र के साथ है।"
    en = f"{len(faults)} errors; each is listed under errors with its field."
    if len(faults) > SHOWN:
        hi = f"त्रुटियाँ: {len(faults)}; पहली {SHOWN} errors में हैं।"
        en = f"{len(faults)} errors; the first {SHOWN} are listed under errors."
    return Text(hi, en)


def response(problem: Problem) -> HttpResponse:
    """The answer that reports a problem."""
    content = json.dumps(document(problem), ensure_ascii=False).encode()
    answer = HttpResponse(content, status=problem.kind.status, content_type=MEDIA_TYPE)
    if problem.kind is NOT_SIGNED_IN:
        answer.headers["WWW-Authenticate"] = _challenge()
    if problem.retry_after is not None:
        answer.headers["Retry-After"] = str(problem.retry_after)
    return answer


def _challenge() -> str:
    """Where to sign in, and which cookie to send along afterwards."""
    cookie = settings.SESSION_COOKIE_NAME
    return f'Cookie realm="portal", form-action="{reverse("login")}", cookie-name="{cookie}"'


def document(problem: Problem) -> dict[str, Any]:
    """The members of the problem document."""
    return {
        "type": f"{settings.SITE_URL}{DOCS}#{problem.kind.name}",
        "title": problem.kind.title.en,
        "title_hi": problem.kind.title.hi,
        "status": problem.kind.status,
        "detail": problem.detail.en,
        "detail_hi": problem.detail.hi,
        "errors": [
            {"field": fault.field, "message": fault.words.en, "message_hi": fault.words.hi}
            for fault in problem.faults[:SHOWN]
        ],
    }


def printable(text: object) -> str:
    """A text from outside, fit to be repeated in an answer: short, and valid UTF-8."""
    shown = str(text)
    shown = shown if len(shown) <= 60 else shown[:60] + "…"
    return shown.encode("utf-8", "replace").decode()

"""What holds for every address of the API, whatever stands behind it."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from ...rules.wording import Text
from .problems import BUSY, NO_DATABASE, NO_SUCH_PATH, WRONG_METHOD, Kind, Problem, response

View = Callable[..., HttpResponseBase]


def through(view: View) -> View:
    """A view that answers HEAD as GET, reports every refusal as a problem, and may be read
    from any site. Screening alone reads a cookie, and refuses what another site has sent; there
    is nothing else to forge."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        asked = request.method
        if asked == "HEAD":
            request.method = "GET"
        try:
            answer = view(request, *args, **kwargs)
        except Problem as problem:
            answer = response(problem)
        return _finished(asked, answer)

    return csrf_exempt(answered)


def no_such_path(request: HttpRequest) -> HttpResponse:
    """For every address under /api/ that is none."""
    raise Problem(
        NO_SUCH_PATH,
        detail=Text("यहाँ कुछ नहीं है; पते /api/v1/docs पर हैं।", "Nothing is here; see /api/v1/docs."),
    )


def no_database(asked: str | None) -> HttpResponseBase:
    """The answer of every address while the database is out; `asked` is the method."""
    words = Text(
        "कुछ देर बाद फिर पूछें; /api/v1/protections और /api/v1/districts इस बीच भी उत्तर देते हैं।",
        "Ask again in a while; /api/v1/protections and /api/v1/districts answer meanwhile.",
    )
    return _finished(asked, response(Problem(NO_DATABASE, detail=words)))


def refused(asked: str | None, kind: Kind) -> HttpResponseBase:
    """The answer of any address to a body that was not read; `asked` is the method."""
    return _finished(asked, response(Problem(kind, detail=kind.title)))


def busy(asked: str | None) -> HttpResponseBase:
    """The answer to who waited too long for somebody else's act; `asked` is the method."""
    words = Text(
        "इस समय कोई और दर्ज कर रहा है और इसमें अधिक समय लग रहा है; एक मिनट बाद फिर पूछें।",
        "Somebody else is recording something that takes long; ask again in a minute.",
    )
    return _finished(asked, response(Problem(BUSY, detail=words)))


def _finished(asked: str | None, answer: HttpResponseBase) -> HttpResponseBase:
    if answer.status_code == 405:
        answer = _wrong_method(asked, answer.headers.get("Allow", ""))
    if asked == "HEAD" and isinstance(answer, HttpResponse):
        answer.headers["Content-Length"] = str(len(answer.content))
        answer.content = b""
    answer.headers.setdefault("Access-Control-Allow-Origin", "*")
    answer.headers.setdefault("Cache-Control", "no-store")
    answer.headers.setdefault("Content-Language", "en, hi")
    return answer


def _wrong_method(asked: str | None, allowed: str) -> HttpResponse:
    allowed = allowed.replace("GET", "GET, HEAD")
    words = Text(f"यहाँ ये विधियाँ मान्य हैं: {allowed}", f"Allowed here: {allowed}")
    answer = response(Problem(WRONG_METHOD, detail=words))
    answer.headers["Allow"] = allowed
    return answer

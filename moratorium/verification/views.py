"""The door of whoever holds a letter: read the clock once, ask, and leave no trace of the answer.

There are no cookies here, so there is nothing to forge: the forms need no token.
"""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ..operations import verification
from ..operations.verification import TooMany
from ..public import keeping
from ..public.framing import Frame
from ..public.reading import Field
from ..register import notices
from ..rules.verification import slugs
from . import pages, reading
from .reading import Asked

# An answer is of this moment and for this reader: not kept, not listed, not told further.
PRIVATE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The forms: number and code lead to their address, a file is answered at once."""
    at, language = timezone.now(), _language(request)
    if request.method != "POST":
        page = pages.ask_page(Asked(), _frame(at), language)
        return HttpResponse(page, headers={"Cache-Control": keeping.cache_control(None)})
    if reading.is_too_large(request):
        return _form(reading.too_large(), at, language)
    request.upload_handlers = [reading.InMemory(request)]
    if "file" in request.FILES or "whole" in request.POST:
        return _file(request, at, language)
    asked = reading.asked(request.POST)
    if asked.faulty:
        return _form(asked, at, language)
    where = {"slug": asked.slug, "code": asked.plain_code}
    return _private(HttpResponseRedirect(reverse("verification:answer", kwargs=where)))


@require_safe
def answer(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Whether a letter of this number and code was issued, and how it stands now."""
    at, language = timezone.now(), _language(request)
    address = request.META["REMOTE_ADDR"]
    asked = Asked(Field(slug), Field(code))
    try:
        found = verification.by_code(slugs(slug), code, address=address, at=at)
    except TooMany as refused:
        page = pages.too_many_page(slug, code, asked, _frame(at), language)
        response = HttpResponse(page, status=429, headers={"Retry-After": str(refused.seconds)})
        return _private(response)
    page = pages.code_page(found, slug, code, asked, _frame(at), language)
    return _private(HttpResponse(page, status=404 if found is None else 200))


def _file(request: HttpRequest, at: datetime, language: str) -> HttpResponse:
    sent = reading.file(request)
    if isinstance(sent, Asked):
        return _form(sent, at, language)
    page = pages.file_page(verification.by_file(sent, at), _frame(at), language)
    return _private(HttpResponse(page))


def _form(asked: Asked, at: datetime, language: str) -> HttpResponse:
    page = pages.ask_page(asked, _frame(at), language)
    return _private(HttpResponse(page, status=asked.status))


def _private(response: HttpResponse) -> HttpResponse:
    for name, value in PRIVATE.items():
        response.headers[name] = value
    return response


def _frame(at: datetime) -> Frame:
    return Frame(at, next(iter(notices.newest(1)), None))


def _language(request: HttpRequest) -> str:
    return "en" if getattr(request, "LANGUAGE_CODE", "hi") == "en" else "hi"

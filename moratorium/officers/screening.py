"""A list of planned disconnections, sent in and sent back with the answer for each row.

Account numbers are personal data: neither the list nor its answer is kept, not for a moment
on disk. So the answer is the file itself, and its name says how many rows had which verdict.
"""

import csv
from collections import Counter
from collections.abc import Mapping
from io import BytesIO

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from .. import access
from ..register import lists, places, sheets
from ..rules.screening import INVALID, OUTCOMES, BadHeader
from ..rules.wording import EN, grouped
from .pages import language, page, shown

MEGABYTES = lists.MOST // 1024 // 1024
MISSING = _("Choose a file first.")
TOO_LARGE = _("The file is larger than 20 MB; divide it.")
BAD_SHEET = _("This XLSX file cannot be read. Save it again, or save it as CSV.")
BAD_CSV = _("This file cannot be read as CSV. Save it again as “CSV UTF-8” or as XLSX.")
# How an old Excel file and a text in UTF-16 begin; neither is a list that can be read.
_FOREIGN = (b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"\xfe\xff")

_SAMPLE = {
    "hi": (
        ("खाता", "निगम", "जनपद", "क्षेत्र", "तिथि"),
        ("0000000001", "PUVVNL", "वाराणसी", "शहरी", "31-12-2022"),
        ("0000000002", "", "जौनपुर", "ग्रामीण", "31-12-2022 14:30"),
        ("0000000003", "KESCO", "कानपुर नगर", "शहरी", ""),
    ),
    EN: (
        ("account", "discom", "district", "area", "planned_at"),
        ("0000000001", "PUVVNL", "Varanasi", "urban", "31-12-2022"),
        ("0000000002", "", "Jaunpur", "rural", "2022-12-31T14:30"),
        ("0000000003", "KESCO", "kanpur-nagar", "urban", ""),
    ),
}


class Unreadable(Exception):
    """A list that cannot be screened; `words` say why, in the language of the page."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__(str(words))
        self.words = words


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@page
def screen(request: HttpRequest) -> HttpResponse:
    """How a list must look; a list that is sent comes back with four columns more."""
    if request.method != "POST":
        return _page(request)
    out = BytesIO()
    try:
        counts = _screened(_content(request), out)
    except Unreadable as error:
        return _page(request, error.words, 400)
    disposition = f'attachment; filename="{file_name(counts)}"'
    return HttpResponse(
        out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )


@require_safe
@access.through(access.OFFICERS)
def sample(request: HttpRequest) -> HttpResponse:
    """A short list to begin from."""
    content = b"".join(sheets.as_csv([_SAMPLE[language()]]))
    disposition = 'attachment; filename="planned-disconnections.csv"'
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )


def file_name(counts: Mapping[str, int]) -> str:
    """What the answered list is called: how many rows had which verdict."""
    told = [f"{counts.get(each, 0)}-{each}" for each in OUTCOMES if each != INVALID or counts[each]]
    return f"screened-{'-'.join(told)}.csv"


def _content(request: HttpRequest) -> bytes:
    """The file that was sent. Raises Unreadable."""
    sent = request.FILES.get("list")
    if isinstance(sent, UploadedFile):
        if (sent.size or 0) > lists.MOST:
            raise Unreadable(TOO_LARGE)
        return sent.read()
    # What is too large for memory is not taken in at all (see FILE_UPLOAD_HANDLERS).
    length = request.META.get("CONTENT_LENGTH") or ""
    too_large = length.isdigit() and int(length) > lists.MOST
    raise Unreadable(TOO_LARGE if too_large else MISSING)


def _screened(content: bytes, out: BytesIO) -> Counter[str]:
    if content.startswith(_FOREIGN):
        raise Unreadable(BAD_CSV)
    try:
        return lists.screen_sent(content, out, timezone.now())
    except BadHeader as error:
        raise Unreadable(error.words[language()]) from None
    except sheets.NotASheet:
        raise Unreadable(BAD_SHEET) from None
    except csv.Error:
        raise Unreadable(BAD_CSV) from None


def _page(request: HttpRequest, error: str | Promise = "", status: int = 200) -> HttpResponse:
    context = {
        "error": error,
        "suppliers": places.load().suppliers.values(),
        "most": grouped(MEGABYTES),
        "page_name": "screening",
    }
    return shown(request, "screening", context, status)

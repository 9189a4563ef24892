"""A list of planned disconnections, sent in and sent back with the answer for each row.

Account numbers are personal data: neither the list nor its answer is kept, not for a moment
on disk. So the answer is the file itself, and its name says how many rows had which verdict.
"""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from .. import access
from ..register import places, sheets
from ..register.lists import MOST_BYTES, turns
from ..register.lists.bounds import BLOCK, MIB, SENT
from ..register.lists.reading import ClientLeft
from ..register.lists.sent import SentList
from ..rules.bad_lists import BadList
from ..rules.screening import INVALID, OUTCOMES
from ..rules.wording import EN, grouped
from .pages import language, page, shown

FIELD = "list"
MISSING = _("Choose a file first.")
CUT_SHORT = _("The file did not arrive whole. Send it again.")
# What a form needs around its file.
_FORM = 64 * 1024

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


class Incoming(FileUploadHandler):
    """Hands the bytes of the form's list on as they come; nothing else of the form is kept."""

    chunk_size = BLOCK

    def __init__(self, found: SentList) -> None:
        super().__init__()
        self._found = found
        self.bad: BadList | None = None
        self.is_there = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.field_name != FIELD or self.is_there:
            raise SkipFile
        self.is_there = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.bad is None:
            try:
                self._found.write(raw_data)
            except BadList as bad:
                self.bad = bad

    def file_complete(self, file_size: int) -> UploadedFile | None:
        return None


# Django would read the form, with the token in it, before the list has a place to go.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@page
def screen(request: HttpRequest) -> HttpResponseBase:
    """How a list must look; a list that is sent comes back with four columns more."""
    if request.method != "POST":
        return _page(request)
    left = request.META.get("portal.client_left")
    try:
        found = SentList(access.person(request).pk, timezone.now(), left=left)
    except turns.Busy as busy:
        refusal = _page(request, busy.words[language()], 429)
        refusal.headers["Retry-After"] = str(turns.RETRY_AFTER)
        return refusal
    try:
        answer = _answer(request, found)
    except BaseException:
        found.close()
        raise
    if not answer.streaming:
        found.close()
    return answer


def _answer(request: HttpRequest, found: SentList) -> HttpResponseBase:
    length = request.META.get("CONTENT_LENGTH") or "0"
    try:
        found.expect(max(0, int(length) - _FORM) if length.isdecimal() else 0)
        incoming = Incoming(found)
        request.upload_handlers = [incoming]
        return _checked(request, found=found, incoming=incoming)
    except BadList as bad:
        return _page(request, bad.words[language()], 413 if bad.is_too_large else 400)


@csrf_protect
def _checked(request: HttpRequest, found: SentList, incoming: Incoming) -> HttpResponseBase:
    """The answer to a form whose token is right. Raises BadList."""
    request.FILES  # noqa: B018  # read here if nobody asked for the token before
    if incoming.bad is not None:
        raise incoming.bad
    if not incoming.is_there:
        return _page(request, MISSING, 400)
    try:
        counts = found.check()
    except ClientLeft:
        return _page(request, CUT_SHORT, 400)
    disposition = f'attachment; filename="{file_name(counts)}"'
    return StreamingHttpResponse(
        found,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition, **found.headers()},
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


def _page(request: HttpRequest, error: str | Promise = "", status: int = 200) -> HttpResponse:
    context = {
        "error": error,
        "suppliers": places.load().suppliers.values(),
        "most": {
            "megabytes": grouped(MOST_BYTES // MIB),
            "rows": grouped(SENT.rows or 0),
            "columns": grouped(SENT.columns or 0),
            "cells": grouped(SENT.cells),
            "unpacked": grouped(SENT.unpacked // MIB),
        },
        "page_name": "screening",
    }
    return shown(request, "screening", context, status)

"""Directives in the hands of the field offices: listed, opened, downloaded, acknowledged.

What an office does for the first time is recorded as it is done, for the offices where one is
posted and no other. Whoever asks with HEAD has read nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import access
from ..access import Person
from ..operations import receipts
from ..register import directives
from ..register import inbox as inboxes
from ..register.inbox import Item, Own
from ..rules.directives import DOWNLOADED, MAX_REMARK, OPENED, SERVED, STANDINGS
from ..rules.lifecycle import Refused
from .pages import language, page, shown

KEPT = 300  # seconds that a browser keeps a letter that it was given


@dataclass(frozen=True, slots=True)
class Press:
    """An acknowledgement as it was sent, and why it was refused."""

    addressee: int
    letter: str
    remark: str
    refused: str = ""
    at_remark: bool = False


@require_safe
@page
def inbox(request: HttpRequest) -> HttpResponse:
    """The directives of one's offices and of those below."""
    who, at = access.person(request), timezone.now()
    found = inboxes.inbox(who.pk, at, _page_number(request))
    if found is None:
        raise Http404
    if request.method == "GET":
        unserved = [each.addressee for each in _without(SERVED, found.items)]
        if unserved:
            receipts.serve(unserved, by=who, at=at)
    return shown(request, "inbox", {"inbox": found, "page_name": "inbox"})


@require_http_methods(["GET", "HEAD", "POST"])
@page
def directive(request: HttpRequest, slug: str) -> HttpResponse:
    """A directive with what each office did with it; the form by which it is acknowledged."""
    who, at = access.person(request), timezone.now()
    item = _item(who, slug, at)
    if request.method == "POST":
        return _acknowledge(request, item, who, at)
    if request.method == "GET" and _note(receipts.open_, OPENED, item, who, at):
        item = _item(who, slug, at)
    return _directive(request, item, at)


@require_safe
@access.through(access.OFFICERS)
def letter(request: HttpRequest, slug: str) -> HttpResponse:
    """The letter as it was issued."""
    who, at = access.person(request), timezone.now()
    item = _item(who, slug, at)
    content = directives.letter(item.pk)
    if content is None:
        raise Http404
    if request.method == "GET":
        _note(receipts.download, DOWNLOADED, item, who, at)
    name = content_disposition_header(True, f"{item.ref.slug}.pdf")
    headers = {"Content-Disposition": name or "", "Cache-Control": f"private, max-age={KEPT}"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _item(who: Person, slug: str, at: datetime) -> Item:
    # PostgreSQL cannot even be asked for a NUL.
    found = None if "\0" in slug else inboxes.item(who.pk, slug, at)
    if found is None:
        raise Http404
    return found


def _without(step: str, items: tuple[Item, ...]) -> list[Own]:
    return [own for item in items for own in item.own if own.step(step) is None]


def _note(act: Callable[..., bool], step: str, item: Item, who: Person, at: datetime) -> bool:
    """Record a step for the own offices that have not taken it; whether there was any."""
    found = _without(step, (item,))
    for each in found:
        act(each.addressee, by=who, at=at)
    return bool(found)


def _acknowledge(request: HttpRequest, item: Item, who: Person, at: datetime) -> HttpResponse:
    press = _press(request)
    own = item.of(press.addressee)
    if own is None:
        return _refused(request, item, press, Refused("not_posted"), status=400)
    try:
        receipts.acknowledge(own.addressee, sha256=press.letter, by=who, at=at, remark=press.remark)
    except Refused as refused:
        status = 400 if refused.field == "remark" else 409
        return _refused(request, item, press, refused, status)
    messages.success(
        request,
        _("Your acknowledgement is recorded: %(office)s.") % {"office": own.office[language()]},
    )
    # The form's address ends at its office, where a refusal stands; this is said at the top.
    return HttpResponseRedirect(reverse("officers:directive", args=[item.ref.slug]) + "#main")


def _press(request: HttpRequest) -> Press:
    office = request.POST.get("office", "")
    key = int(office) if office.isascii() and office.isdigit() and len(office) < 19 else 0
    remark = request.POST.get("remark", "").replace("\r\n", "\n")
    return Press(key, request.POST.get("letter", ""), remark)


def _refused(
    request: HttpRequest, item: Item, press: Press, refused: Refused, status: int
) -> HttpResponse:
    """The page again, as things stand by now, with the reason and what was typed."""
    at = timezone.now()
    said = Press(
        press.addressee, press.letter, press.remark, refused.words[language()],
        refused.field == "remark",
    )  # fmt: skip
    return _directive(request, _item(access.person(request), item.ref.slug, at), at, said, status)


def _directive(
    request: HttpRequest, item: Item, at: datetime, press: Press | None = None, status: int = 200
) -> HttpResponse:
    facts = directives.by_key(item.pk, at)
    assert facts is not None
    context: dict[str, Any] = {
        "item": item,
        "facts": facts,
        "standing": STANDINGS[facts.standing],
        "size": max(1, round(facts.letter.size / 1024)),
        "press": press,
        "elsewhere": press is not None and item.of(press.addressee) is None,
        "longest": MAX_REMARK,
        "page_name": "directive",
    }
    return shown(request, "directive", context, status)


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) < 7 and int(text)):
        raise Http404
    return int(text)

"""The letter of a directive on the desk: as it would be issued, and as it was."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ...models import Directive, Letter, Person
from ...operations import directives, letters
from ...register import directives as register
from ...rules import lifecycle
from ...rules.lifecycle import DISCARDED, ISSUED, Refused
from .. import access, naming

PDF = "application/pdf"
PREVIEW, LETTER = "moratorium_directive_preview", "moratorium_directive_letter"


def urls(desk: Any) -> list[Any]:
    """The addresses of the draft's letter and of the issued one, for whoever may read it."""

    def preview(request: HttpRequest, pk: int) -> HttpResponse:
        return _preview(desk, request, desk._seen(request, str(pk)))

    def letter(request: HttpRequest, pk: int) -> HttpResponse:
        return _letter(desk._seen(request, str(pk)))

    def guarded(view: Any) -> Any:
        return require_safe(desk.admin_site.admin_view(view))

    return [
        path("<int:pk>/preview/", guarded(preview), name=PREVIEW),
        path("<int:pk>/letter/", guarded(letter), name=LETTER),
    ]


def facts(directive: Directive) -> Letter | None:
    """Size and digest of an issued letter; its bytes stay where they are."""
    return Letter.objects.defer("pdf").filter(directive=directive).first()


def _preview(desk: Any, request: HttpRequest, directive: Directive) -> HttpResponse:
    if directive.state in (ISSUED, DISCARDED):
        raise Http404
    at = timezone.now()
    try:
        reached = directives.reaching(directives.content_of(directive), at)
        pdf = letters.preview(directive, reached, by=_signatory(directive, request), at=at)
    except Refused as refused:
        return _unset(desk, request, directive, refused)
    return _pdf(pdf, f'inline; filename="directive-draft-{directive.pk}.pdf"')


def _letter(directive: Directive) -> HttpResponse:
    pdf = register.letter(directive.pk)
    if pdf is None:
        raise Http404
    return _pdf(pdf, f'attachment; filename="{directive.slug}.pdf"')


def _pdf(pdf: bytes, disposition: str) -> HttpResponse:
    response = HttpResponse(pdf, content_type=PDF)
    response.headers["Content-Disposition"] = disposition
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _signatory(directive: Directive, request: HttpRequest) -> Person:
    """Whoever would sign if it were they who approve; others read that it is the approver."""
    person = access.person(request)
    checks = lifecycle.CHECKER in access.roles_now(person)
    if checks and not directive.hands.filter(pk=person.pk).exists():
        return person
    return Person(name_hi="(अनुमोदनकर्ता का नाम)", name_en="(name of the approver)")


def _unset(desk: Any, request: HttpRequest, directive: Directive, refused: Refused) -> HttpResponse:
    called = naming.called(directive)
    context = {
        **desk.admin_site.each_context(request),
        "title": _("The letter of %(record)s cannot be set") % {"record": called},
        "subtitle": None,
        "opts": desk.opts,
        "called": called,
        "record_url": desk.page_of(directive),
        "refusal": refused.words,
    }
    request.current_app = desk.admin_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "admin/directive_unset.html", context, status=409)

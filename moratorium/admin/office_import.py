"""Importing offices, places and postings: a file, a preview of what it changes, a decision."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import Office, Placement, Posting
from ..operations import office_uploads, offices
from ..rules import office_files, wording
from ..rules.lifecycle import Refused
from ..rules.office_files import BAD_FILES, COLUMNS, KIND_WORDS, BadFile, Sheet
from ..rules.office_plan import Change, Plan
from ..rules.offices import LEVELS
from . import access, naming
from .naming import say
from .refusable import RefusableForm

SHOWN_CHANGES, SHOWN_FAULTS = 300, 200
_ON_RECORD: dict[str, Any] = {"offices": Office, "places": Placement, "postings": Posting}


class UploadForm(RefusableForm):
    file = forms.FileField(
        label=_("CSV file"),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".csv,text/csv"}),
        help_text=_("UTF-8, comma or semicolon; at most 20,000 rows and 10 MB."),
    )

    def clean_file(self) -> bytes:
        upload = self.cleaned_data["file"]
        if upload.size > office_files.MAX_BYTES:
            raise forms.ValidationError(say(BAD_FILES["size"]))
        return upload.read()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file, for whoever prepares one."""

    name: str
    words: str
    columns: str
    count: str


@dataclass(frozen=True, slots=True)
class ReadChange:
    """A row that is new or changes, in the words of the page."""

    line: int
    tone: str
    what: Any
    name: str
    fields: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class ReadFault:
    line: int
    column: str
    why: str


def urls(desk: Any) -> list[Any]:
    """The addresses of the import, all below the list of offices."""

    def view(answer: Any) -> Any:
        def answered(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            return answer(desk, request, **kwargs)

        return desk.admin_site.admin_view(answered)

    name = "moratorium_office"
    return [
        path("import/", view(upload), name=f"{name}_import"),
        path("import/<str:digest>/", view(decide), name=f"{name}_preview"),
        path("template/<str:kind>.csv", view(template), name=f"{name}_template"),
        path("export/<str:kind>.csv", view(export), name=f"{name}_export"),
    ]


def upload(desk: Any, request: HttpRequest) -> HttpResponse:
    """Take a file in, to be looked at."""
    _require(request, "add")
    form = UploadForm(request.POST, request.FILES) if _posted(request) else UploadForm()
    if _posted(request) and form.is_valid():
        digest = office_uploads.store(form.cleaned_data["file"], at=timezone.now())
        return HttpResponseRedirect(reverse("admin:moratorium_office_preview", args=[digest]))
    context = {"title": _("Import offices and postings"), "form": form, "kinds": _kinds()}
    return _page(desk, request, "admin/offices_import.html", context)


def decide(desk: Any, request: HttpRequest, digest: str) -> HttpResponse:
    """Show what a file would change, and import it once that was read."""
    _require(request, "add")
    content = office_uploads.content(digest)
    if content is None:
        messages.warning(request, _("This file is no longer kept; choose it again."))
        return HttpResponseRedirect(reverse("admin:moratorium_office_import"))
    if not _posted(request):
        return _preview(desk, request, content)
    by = access.person(request)
    try:
        plan = offices.take(content, seen=request.POST.get("seen", ""), by=by, at=timezone.now())
    except (Refused, BadFile) as refused:
        return _preview(desk, request, content, say(refused.words), status=409)
    office_uploads.settle(digest)
    messages.success(request, _done(plan))
    return HttpResponseRedirect(reverse("admin:moratorium_office_import"))


def template(desk: Any, request: HttpRequest, kind: str) -> HttpResponse:
    """A file with the headers of a kind and no rows."""
    _require(request, "view")
    return _file(kind, [], f"template-{kind}.csv")


def export(desk: Any, request: HttpRequest, kind: str) -> HttpResponse:
    """Everything of a kind that is on record; imported again, it changes nothing."""
    _require(request, "view")
    rows = offices.all_of(office_files.KINDS[kind]) if kind in office_files.KINDS else []
    return _file(kind, rows, f"{kind}.csv")


def _file(kind: str, rows: list[Any], name: str) -> HttpResponse:
    if kind not in office_files.KINDS:
        raise Http404
    content = office_files.write(kind, rows, naming.language())
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=disposition)


def _require(request: HttpRequest, action: str) -> None:
    if not access.may(request.user, action, "office"):
        raise PermissionDenied


def _posted(request: HttpRequest) -> bool:
    return request.method == "POST"


def _page(
    desk: Any, request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context = {**desk.admin_site.each_context(request), "opts": desk.opts, **context}
    return TemplateResponse(request, name, context, status=status)


def _kinds() -> list[Kind]:
    return [
        Kind(
            kind, say(words), ", ".join(say(COLUMNS[name]) for name in office_files.columns(kind)),
            wording.grouped(_ON_RECORD[kind].objects.count()),
        )
        for kind, words in KIND_WORDS.items()
    ]  # fmt: skip


def _preview(
    desk: Any, request: HttpRequest, content: bytes, refusal: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"title": _("What the file would change"), "refusal": refusal}
    try:
        sheet, plan = offices.preview(content, access.person(request))
    except BadFile as bad:
        context |= {"faults": [ReadFault(0, "", say(bad.words))], "count": 1}
    else:
        context |= _told(sheet, plan)
    return _page(desk, request, "admin/offices_preview.html", context, status)


def _told(sheet: Sheet, plan: Plan) -> dict[str, Any]:
    faults = sorted(
        [
            *((each.line, each.column, each.words) for each in sheet.faults),
            *((sheet.lines[each.row.key], each.field, each.words) for each in plan.faults),
        ],
        key=lambda fault: fault[0],
    )
    changes = sorted(plan.changes, key=lambda change: sheet.lines[change.new.key])
    return {
        "kind": say(KIND_WORDS[sheet.kind]),
        "ignored": ", ".join(sheet.ignored),
        "plan": plan,
        "count": len(faults),
        "faults": [ReadFault(line, _title(name), say(why)) for line, name, why in faults[:SHOWN_FAULTS]],
        "more_faults": max(0, len(faults) - SHOWN_FAULTS),
        "changes": [_change(each, sheet) for each in changes[:SHOWN_CHANGES]],
        "more_changes": max(0, len(changes) - SHOWN_CHANGES),
        "seen": offices.digest(plan),
    }  # fmt: skip


def _title(column: str) -> str:
    return say(COLUMNS[column]) if column in COLUMNS else ""


def _change(change: Change, sheet: Sheet) -> ReadChange:
    if change.old is None:
        tone, what = "new", _("new")
    elif change.ends:
        tone, what = "ends", _("ends")
    else:
        tone, what = "changes", _("changes")
    key = [name for name in ("code", "person", "office", "starts_on") if hasattr(change.new, name)]
    told = [
        (_title(name), _said(change.old, name), _said(change.new, name))
        for name in change.fields
        if name not in key
    ]
    named = " · ".join(_said(change.new, name) for name in key)
    return ReadChange(sheet.lines[change.new.key], tone, what, named, told)


def _said(row: Any, name: str) -> str:
    value = getattr(row, name) if row is not None else ""
    if isinstance(value, date):
        return wording.day(value, naming.language())
    if name == "level" and value in LEVELS:
        return say(LEVELS[value])
    return value or naming.NOT_STATED


def _done(plan: Plan) -> str:
    counts = (plan.added, plan.corrected, plan.ended, plan.unchanged)
    new, changed, ended, unchanged = map(wording.grouped, counts)
    return _(
        "Imported: %(new)s new, %(changed)s changed, %(ended)s ended, %(unchanged)s unchanged."
    ) % {"new": new, "changed": changed, "ended": ended, "unchanged": unchanged}

"""Lists as CSV and XLSX: everything that matches, not only a page, in bounded memory."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG, PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, override
from django.views.decorators.http import require_GET

from ..register import sheets
from ..rules import instants
from .lists import Listed, QuickList

BLOCK = 1000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Rows = list[list[str]]


def instant(value: datetime | None) -> str:
    """An instant for a program: ISO 8601 at +05:30; empty if there is none."""
    return "" if value is None else instants.write(value)


class Exported(Listed):
    """A list with two more addresses, for whoever may see it: the same filters and search."""

    def export_titles(self) -> Sequence[Any]:
        """The head of the sheet, in the language of the page."""
        raise NotImplementedError

    def export_row(self, obj: Any, request: HttpRequest) -> Sequence[str]:
        """A record that `present` has prepared, as cells."""
        raise NotImplementedError

    def get_urls(self) -> list[Any]:
        kinds = (("csv", _csv), ("xlsx", _xlsx))
        return [*(self._export_url(*kind) for kind in kinds), *super().get_urls()]

    def _export_url(self, name: str, respond: Callable[..., HttpResponseBase]) -> Any:
        def view(request: HttpRequest) -> HttpResponseBase:
            return self._export(request, name, respond)

        guarded = require_GET(self.admin_site.admin_view(view))
        return path(f"{name}/", guarded, name=f"{self._noun}_{name}")

    @property
    def _noun(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}"

    def _export(
        self, request: HttpRequest, name: str, respond: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if not self.has_view_permission(request):
            raise PermissionDenied
        request.GET = request.GET.copy()  # type: ignore[assignment]
        request.GET.pop(PAGE_VAR, None)
        try:
            asked = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            whole = reverse(f"admin:{self._noun}_changelist")
            return HttpResponseRedirect(f"{whole}?{ERROR_FLAG}=1")
        day = asked.at.astimezone(instants.IST).date()
        response = respond(self._blocks(asked, get_language()))
        called = f"{self.opts.model_name}s-{day}.{name}"
        response.headers["Content-Disposition"] = f'attachment; filename="{called}"'
        return response

    def _blocks(self, asked: QuickList, language: str | None) -> Iterator[Rows]:
        """The head, then block after block; the reader's language is gone between them."""
        records = asked.queryset.iterator(chunk_size=BLOCK)
        with override(language):
            head = [str(capfirst(str(title))) for title in self.export_titles()]
        yield [head]
        while block := list(islice(records, BLOCK)):
            with override(language):
                self.present(block, asked.request, asked.at)
                rows = [list(self.export_row(record, asked.request)) for record in block]
            yield rows

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        exports = [
            (kind.upper(), reverse(f"admin:{self._noun}_{kind}")) for kind in ("csv", "xlsx")
        ]
        return super().changelist_view(request, {"exports": exports} | (extra_context or {}))


def _csv(blocks: Iterator[Rows]) -> HttpResponseBase:
    return StreamingHttpResponse(sheets.as_csv(blocks), content_type="text/csv; charset=utf-8")


def _xlsx(blocks: Iterator[Rows]) -> HttpResponseBase:
    # A zip is whole only at its end, so it waits on disk; the file goes with the response.
    out = tempfile.TemporaryFile(dir=settings.VAR_DIR)  # noqa: SIM115
    sheets.as_xlsx(blocks, out, settings.VAR_DIR)
    out.seek(0)
    return FileResponse(out, content_type=XLSX)

"""Lists that stay quick: the rows of a page and how many match in one query, by any filter."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.templatetags.admin_list import items_for_result, result_headers
from django.contrib.admin.views.main import ERROR_FLAG, PAGE_VAR, ChangeList
from django.core.paginator import Paginator
from django.db.models import IntegerField, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..models.folding import starting
from .filters import Choice

BOUND = 10_000  # more than so many rows are not counted
FURTHEST = 1_000_000  # a page further on is nobody's wish


class _Count(Subquery):
    """How many rows a query has, as a column beside every row of another."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS matching)"
    output_field = IntegerField()


class QuickList(ChangeList):
    """A list as of one instant, that knows only the parameters of its filters."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.at = timezone.now()
        self.request = request
        super().__init__(request, *args, **kwargs)

    def get_filters(self, request: HttpRequest) -> Any:
        found = super().get_filters(request)
        # A look-up of somebody's own could read everything, or ask for what is nobody's business.
        if found[2]:
            raise IncorrectLookupParameters(f"not a filter: {sorted(found[2])}")
        return found

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        found = super().get_queryset(request, exclude_parameters)
        found = found.defer(*self.model_admin.list_defer)
        chosen = {f.parameter_name: f.value() for f in self.filter_specs if isinstance(f, Choice)}
        chosen = {name: value for name, value in chosen.items() if value is not None}
        return self.model_admin.narrowed(found, request, chosen, self.at) if chosen else found

    def get_results(self, request: HttpRequest) -> None:
        if not 1 <= self.page_num <= FURTHEST:
            raise IncorrectLookupParameters("no such page")
        start = (self.page_num - 1) * self.list_per_page
        matching = _Count(self.queryset.order_by().values("pk")[: BOUND + 1])
        end = start + self.list_per_page
        rows = list(self.queryset.annotate(matching=matching)[start : end + 1])
        if start and not rows:
            raise IncorrectLookupParameters("no such page")
        self.result_list = rows[: self.list_per_page]
        self.model_admin.present(self.result_list, request, self.at)
        self._number_pages(rows[0].matching if rows else 0, start + len(rows))

    def _number_pages(self, counted: int, seen: int) -> None:
        self.more = counted > BOUND
        self.result_count = min(counted, BOUND)
        # Beyond the bound there is a page as far as somebody has seen that there is one.
        self.paginator = Paginator(range(max(self.result_count, seen)), self.list_per_page)
        self.multi_page = self.paginator.num_pages > 1
        self.full_result_count = None
        self.show_full_result_count = self.can_show_all = False
        self.show_admin_actions = True

    def page_before(self) -> str:
        """The address of the page before this one; empty on the first."""
        return self._page(self.page_num - 1)

    def page_after(self) -> str:
        """The address of the page after this one; empty on the last."""
        return self._page(self.page_num + 1)

    def _page(self, number: int) -> str:
        there = 1 <= number <= self.paginator.num_pages
        return self.get_query_string({PAGE_VAR: number}) if there else ""

    def labels(self) -> list[dict[str, Any]]:
        """The heads of the columns."""
        return list(result_headers(self))

    def table(self) -> Iterator[tuple[str, list[SafeString]]]:
        """Each row: its class, and its cells with the names of their columns."""
        names = [capfirst(str(header["text"])) for header in self.labels()]
        for result in self.result_list:
            cells = zip(names, items_for_result(self, result, None), strict=True)
            yield self.model_admin.row_class(result), [_labelled(*cell) for cell in cells]


def _labelled(name: str, cell: SafeString) -> SafeString:
    """A cell that still says what it is where a narrow screen has no head for it."""
    tag, rest = cell.split(" ", 1)
    role = "rowheader" if tag == "<th" else "cell"
    return format_html(
        '{} role="{}" data-label="{}" {}', mark_safe(tag), role, name, mark_safe(rest)
    )


class Listed(admin.ModelAdmin):
    """What every list on the desk has in common."""

    actions = None
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    list_defer: tuple[str, ...] = ()  # what no column says
    list_empty: Any = _("Nothing matches.")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return QuickList

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """The list itself refuses what no filter of it takes."""
        return True

    def narrowed(
        self, found: QuerySet[Any], request: HttpRequest, chosen: dict[str, str], at: datetime
    ) -> QuerySet[Any]:
        """The rows that the filters leave; `chosen` holds values that a filter offers."""
        raise NotImplementedError

    def present(self, rows: Sequence[Any], request: HttpRequest, at: datetime) -> None:
        """Give each row what its columns say and the row does not hold, in few queries."""

    def row_class(self, obj: Any) -> str:
        """The class of a row that stands out, besides the words that say why."""
        return ""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """What begins with what was typed, A to Z in either case."""
        typed = search_term.strip()
        fields = [name.removesuffix("__startswith") for name in self.get_search_fields(request)]
        if not typed or not fields:
            return queryset, False
        return queryset.filter(reduce(or_, (starting(field, typed) for field in fields))), False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list. What it does not understand leads to the whole list, which says so."""
        if ERROR_FLAG in request.GET:
            messages.warning(
                request,
                _("This list has nothing like what the address asked for; here is all of it."),
            )
            request.GET = QueryDict()  # type: ignore[assignment]
        heading = {"title": capfirst(str(self.opts.verbose_name_plural))}
        return super().changelist_view(request, heading | (extra_context or {}))

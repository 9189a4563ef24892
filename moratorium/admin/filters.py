"""What a list can be narrowed to, by values that stand in no column of it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..models import Discom, Order
from ..models.reference import AREA_CHOICES
from ..rules.scope import ALL_STATE_DISCOMS, STATE
from .naming import say


def suppliers(request: HttpRequest) -> dict[str, Discom]:
    """Every discom by its code, read once for a request."""
    if not hasattr(request, "known_suppliers"):
        found = {discom.code: discom for discom in Discom.objects.all()}
        request.known_suppliers = found  # type: ignore[attr-defined]
    return request.known_suppliers  # type: ignore[attr-defined, no-any-return]


def of_state(request: HttpRequest, discom: str | None) -> bool:
    """Whether what is said to all discoms of the Corporation is said to this one."""
    known = suppliers(request)
    return discom in known and known[discom].kind == STATE


class Choice(admin.SimpleListFilter):
    """One of some values. The list narrows itself by all that were chosen together."""

    offered: Iterable[tuple[str, Any]] = ()

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return self.offered

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in (None, *(value for value, _name in self.lookup_choices)):
            raise IncorrectLookupParameters(self.parameter_name)
        return queryset


class DiscomFilter(Choice):
    """A discom, with what is said to all of them at once; or only what is said so."""

    title = _("discom")
    parameter_name = "discom"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        each = ((code, say(discom.short)) for code, discom in suppliers(request).items())
        return [(ALL_STATE_DISCOMS, _("to all discoms at once")), *each]


class AreaFilter(Choice):
    title = pgettext_lazy("urban or rural", "area")
    parameter_name = "area"
    offered = AREA_CHOICES


class BasisFilter(Choice):
    title = _("basis")
    parameter_name = "basis"
    offered = Order.Basis.choices


def scope(request: HttpRequest, chosen: dict[str, str], speaking: Any) -> Q:
    """The condition of the discom and the area that were chosen."""
    discom = chosen.get("discom")
    return speaking(discom, chosen.get("area"), of_state=of_state(request, discom))

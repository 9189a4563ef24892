"""Whom a directive is meant for, as it is entered: whole discoms, and offices by their codes.

There are thousands of offices: a code a line is typed or pasted, from a list or with the help
of `finder`. The name behind a bar is for whoever reads it; the code counts.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.db.models.functions import Upper
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ...models import CoverageLine, Discom, Office, Order, Placement
from ...operations.directives import TargetContent
from ...rules.directives import repeated
from ...rules.instants import IST
from ...rules.office_files import tidy
from ...rules.scope import STATE
from ...rules.wording import grouped
from .. import naming
from ..naming import say

BAR = "|"
NAMED = 5  # codes that an error names; more are counted


class DiscomsField(forms.ModelMultipleChoiceField):
    """Discoms with every office of theirs, as boxes to tick, each with how many there are."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Discom.objects.all(), required=False, **kwargs)
        self.counts: dict[str, int] = {}

    def count(self) -> None:
        """Count the offices that have a place today; one query."""
        placed = Placement.objects.held_on(today()).order_by().values("office__discom")
        counted = placed.annotate(offices=Count("office", distinct=True))
        self.counts = dict(counted.values_list("office__discom", "offices"))

    def label_from_instance(self, obj: Any) -> str:
        count = self.counts.get(obj.pk, 0)
        none = gettext("no office on record")
        some = ngettext("%(count)s office", "%(count)s offices", count)
        said = some % {"count": grouped(count)} if count else none
        return f"{naming.called(obj)}: {said}"


class CodesInput(forms.Textarea):
    """A code a line; where scripts run, a search field beside it adds lines."""

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        url = reverse("admin:moratorium_directive_offices")
        typed = super().render(*args, **kwargs)
        return render_to_string("admin/codes_input.html", {"typed": typed, "finder_url": url})


class OfficesField(forms.CharField):
    """Offices by their codes, one a line; cleaned to the offices, in the order typed."""

    widget = CodesInput(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=200_000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else written(value)

    def clean(self, value: Any) -> tuple[Office, ...]:
        lines = super().clean(value).splitlines()
        codes = [code for line in lines if (code := tidy(line.partition(BAR)[0]))]
        found, unknown = _read(codes)
        if unknown:
            raise ValidationError(faulty(_("No office has this code: %(codes)s"), unknown))
        if twice := dict.fromkeys(repeated([office.code for office in found])):
            raise ValidationError(faulty(_("Named more than once: %(codes)s"), list(twice)))
        if unplaced := _without_place(found):
            words = _("No place in the tree of offices today: %(codes)s")
            raise ValidationError(faulty(words, unplaced))
        return tuple(found)


def now() -> datetime:
    return timezone.now()


def today() -> date:
    return now().astimezone(IST).date()


def placed_on(day: date) -> QuerySet[Any, Any]:
    """The keys of the offices that have a place in the tree of a day."""
    return Placement.objects.held_on(day).order_by().values_list("office_id", flat=True)


def written(offices: Iterable[Office]) -> str:
    """Offices as they would be typed, each with its name."""
    return "\n".join(f"{office.code} {BAR} {say(office.name)}" for office in offices)


def contents(
    discoms: Iterable[Discom], below: Iterable[Office], alone: Iterable[Office]
) -> tuple[TargetContent, ...]:
    """What was entered, as the operation takes it."""
    return (
        *(TargetContent(discom=each) for each in discoms),
        *(TargetContent(office=each) for each in below),
        *(TargetContent(office=each, below=False) for each in alone),
    )


def of_order(order: Order) -> list[str]:
    """The discoms that an order speaks of; a lift speaks of those that its chain spoke of."""
    told = order
    while told.lift and told.amends is not None:
        told = told.amends
    lines = CoverageLine.objects.filter(order=told).order_by()
    codes = set(lines.values_list("discom", flat=True).distinct())
    known = Discom.objects.filter(ended_on__isnull=True).values_list("code", "kind")
    return [code for code, kind in known if code in codes or (None in codes and kind == STATE)]


def _read(codes: Sequence[str]) -> tuple[list[Office], list[str]]:
    """The offices of some codes, and the codes that none has; letters A to Z in either case."""
    folded = {code.upper() for code in codes}
    known: dict[str, list[Office]] = {}
    # In parts: an engine takes so many values in one statement and no more.
    for part in _parts(sorted(folded), 1000):
        for office in Office.objects.annotate(folded=Upper("code")).filter(folded__in=part):
            known.setdefault(office.code.upper(), []).append(office)
    found, unknown = [], []
    for code in codes:
        offices = known.get(code.upper(), [])
        exact = [office for office in offices if office.code == code]
        one = exact or offices
        if len(one) == 1:
            found.append(one[0])
        else:
            unknown.append(code)
    return found, unknown


def _parts(values: list[str], size: int) -> Iterable[list[str]]:
    return (values[start : start + size] for start in range(0, len(values), size))


def _without_place(offices: list[Office]) -> list[str]:
    placed: set[int] = set()
    if offices:
        placed = set(placed_on(today()))
    return [office.code for office in offices if office.pk not in placed]


def faulty(words: Any, codes: Sequence[str]) -> str:
    """Words with a place for codes, and the first few of those."""
    named = ", ".join(code[:60] for code in codes[:NAMED])
    if len(codes) > NAMED:
        more = ngettext("and %(count)s more", "and %(count)s more", len(codes) - NAMED)
        named = f"{named} {more % {'count': grouped(len(codes) - NAMED)}}"
    return str(words) % {"codes": named}

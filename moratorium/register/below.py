"""How a directive stands at the offices below somebody: counted, with some of the late named."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, Window
from django.db.models.functions import RowNumber

from ..models import Addressee, Receipt
from ..rules.directives import ACKNOWLEDGED
from ..rules.wording import Text

NAMED = 5  # of the offices that are late, as many are named


@dataclass(frozen=True, slots=True)
class Below:
    """A directive at the offices below: how many have it, acknowledged it, and are late."""

    count: int
    acknowledged: int
    late: int
    late_names: tuple[Text, ...]

    @property
    def unnamed(self) -> int:
        """How many more are late than are named."""
        return self.late - len(self.late_names)


def summaries(
    keys: Collection[int], late: Collection[int], offices: Collection[int]
) -> dict[int, Below]:
    """How some directives, of which some are overdue, stand at some offices; two queries.

    A directive that is addressed to none of them is left out.
    """
    if not offices or not keys:
        return {}
    done = FilteredRelation("receipts", condition=Q(receipts__step=ACKNOWLEDGED))
    rows = Addressee.objects.filter(directive__in=keys, office__in=offices).order_by()
    counts = rows.annotate(done=done).values_list("directive").annotate(Count("pk"), Count("done"))
    names = _late_names(late, offices) if late else {}
    return {
        pk: Below(count, done, count - done if pk in late else 0, names.get(pk, ()))
        for pk, count, done in counts
    }


def _late_names(late: Collection[int], offices: Collection[int]) -> dict[int, tuple[Text, ...]]:
    """The first offices by code that have not acknowledged what is overdue."""
    place = Window(RowNumber(), partition_by=F("directive"), order_by=F("office__code").asc())
    rows = (
        Addressee.objects.filter(without(ACKNOWLEDGED))
        .filter(directive__in=late, office__in=offices)
        .annotate(place=place)
        .filter(place__lte=NAMED)
        .order_by("directive", "place")
    )
    found: dict[int, tuple[Text, ...]] = defaultdict(tuple)
    for pk, hindi, english in rows.values_list(
        "directive_id", "office__name_hi", "office__name_en"
    ):
        found[pk] += (Text(hindi, english),)
    return found


def without(*steps: str) -> Q:
    """Addressees that have taken none of some steps."""
    return ~Q(Exists(Receipt.objects.filter(addressee=OuterRef("pk"), step__in=steps)))

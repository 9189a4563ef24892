"""What the entries of a document may name: reference data, and outages here and there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ...models import Discom, District, Outage
from ...rules.scope import ALL_STATE_DISCOMS
from .. import reference
from . import held
from .reading import Entries


@dataclass(frozen=True, slots=True)
class Known:
    """The names that are known, and the outages that were called off."""

    serves: Mapping[str, set[str]]
    discoms: frozenset[str]
    districts: frozenset[str]
    refs: frozenset[str]
    called_off: frozenset[str]

    @classmethod
    def beside(cls, entries: Entries) -> "Known":
        """What is known to the database and the document together."""
        lines = (line for order in entries.orders for line in order.entry.coverage)
        named = {line.until_restored for line in lines if line.until_restored}
        named.update(each.entry.ref for each in entries.outages)
        there: dict[str, datetime | None] = {}
        for chunk in held.chunks(sorted(named)):
            rows = Outage.objects.filter(ref__in=chunk).order_by()
            there.update(rows.values_list("ref", "called_off_at"))
        return cls(
            serves=reference.serves(),
            discoms=frozenset({ALL_STATE_DISCOMS, *Discom.objects.values_list("pk", flat=True)}),
            districts=frozenset(District.objects.values_list("pk", flat=True)),
            refs=entries.refs | there.keys(),
            called_off=frozenset(ref for ref, moment in there.items() if moment is not None),
        )

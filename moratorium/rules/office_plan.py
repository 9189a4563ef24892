"""What stating some rows of the chart of offices would change on record."""

from collections.abc import Collection
from dataclasses import dataclass

from . import office_faults
from .office_faults import Fault
from .offices import Chart, Office, Row


@dataclass(frozen=True, slots=True)
class Change:
    """One row that is new (`old` is None) or says otherwise than the record."""

    old: Row | None
    new: Row

    @property
    def ends(self) -> bool:
        """Whether the change gives an end to what had none."""
        if self.old is None or isinstance(self.new, Office) or isinstance(self.old, Office):
            return False
        return self.old.ends_on is None and self.new.ends_on is not None

    @property
    def fields(self) -> tuple[str, ...]:
        """What differs; everything of a new row."""
        names = tuple(self.new.__dataclass_fields__)
        if self.old is None:
            return names
        return tuple(n for n in names if getattr(self.old, n) != getattr(self.new, n))


@dataclass(frozen=True, slots=True)
class Plan:
    """What stating some rows would do to the record, or why it cannot be."""

    changes: tuple[Change, ...]
    unchanged: int
    faults: tuple[Fault, ...]

    @property
    def added(self) -> int:
        return sum(change.old is None for change in self.changes)

    @property
    def ended(self) -> int:
        return sum(change.ends for change in self.changes)

    @property
    def corrected(self) -> int:
        """How many rows change otherwise than by an end."""
        return len(self.changes) - self.added - self.ended


def plan(chart: Chart, stated: Collection[Row], by: str = "") -> Plan:
    """What it would do to put these rows on record; no key may come twice among them."""
    on_record = [(chart.of(type(row)).get(row.key), row) for row in stated]
    changes = tuple(Change(old, new) for old, new in on_record if old != new)
    found = office_faults.faults(chart.with_rows(stated), [change.new for change in changes], by)
    return Plan(changes, len(on_record) - len(changes), tuple(found))

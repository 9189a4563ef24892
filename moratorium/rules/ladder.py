"""The ladder of a directive, counted: how many offices took which step, who is late, who is told.

Offices are keys; `parents` says which stands under which on the day of issue.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from . import directives
from .directives import ACKNOWLEDGED, DOWNLOADED, OPENED, SERVED
from .wording import Text

# What became of a mail that did not get through.
REFUSED, BOUNCED = "refused", "bounced"
MAIL_WORDS = {
    REFUSED: Text("ई-मेल स्वीकार नहीं हुआ", "mail refused"),
    BOUNCED: Text("ई-मेल लौट आया", "mail bounced"),
}

# The head of a ladder written as a sheet; the steps stand between the two.
OFFICE_COLUMNS = (
    Text("निगम", "Discom"), Text("क्षेत्र", "Zone"), Text("मण्डल", "Circle"),
    Text("खण्ड", "Division"), Text("कार्यालय का कोड", "Office code"), Text("स्तर", "Level"),
    Text("हिन्दी में नाम", "Name in Hindi"), Text("अंग्रेज़ी में नाम", "Name in English"),
)  # fmt: skip
STEP_COLUMNS = {
    SERVED: Text("पहुँचा", "Served"), OPENED: Text("खोला गया", "Opened"),
    DOWNLOADED: Text("डाउनलोड", "Downloaded"), ACKNOWLEDGED: Text("पावती", "Acknowledged"),
}  # fmt: skip
OF_STEP = (Text("समय", "at"), Text("किसने", "by"), Text("पद", "post"))
LATE_COLUMNS = (
    Text("कब से विलम्बित", "Late since"), Text("ऊपर किस कार्यालय तक सूचित", "Risen to office"),
    Text("ई-मेल", "Mail"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counts:
    """How many offices: addressed, those that took each step, and those that are late."""

    addressed: int = 0
    served: int = 0
    opened: int = 0
    downloaded: int = 0
    acknowledged: int = 0
    late: int = 0

    def of(self, step: str) -> int:
        """How many offices took a step."""
        return int(getattr(self, step))

    def share(self, step: str) -> int:
        """How many in a hundred took a step; 0 and 100 only where it is none or all."""
        if not self.addressed:
            return 0
        exact = self.of(step) * 100
        return exact // self.addressed or int(exact > 0)


def own(steps: Collection[str], *, late: bool) -> Counts:
    """What one addressed office counts for."""
    return Counts(
        1,
        int(SERVED in steps),
        int(OPENED in steps),
        int(DOWNLOADED in steps),
        int(ACKNOWLEDGED in steps),
        int(late),
    )


def total(counts: Iterable[Counts]) -> Counts:
    """Several counts as one."""
    return Counts(*(sum(column) for column in zip(*map(_columns, counts), strict=True)))


def roll_up(owns: Mapping[int, Counts], parents: Mapping[int, int | None]) -> dict[int, Counts]:
    """The counts of every office with everything below it, for those that have any."""
    sums: dict[int, list[int]] = {}
    for office, counts in owns.items():
        columns = _columns(counts)
        for above in way_up(office, parents):
            held = sums.setdefault(above, [0] * len(columns))
            for place, number in enumerate(columns):
                held[place] += number
    return {office: Counts(*held) for office, held in sums.items()}


def way_up(office: int, parents: Mapping[int, int | None]) -> tuple[int, ...]:
    """An office and those above it, up to the top."""
    found: list[int] = []
    above: int | None = office
    while above is not None and above not in found:
        found.append(above)
        above = parents.get(above)
    return tuple(found)


def is_late(issued_at: datetime, due_hours: int, at: datetime) -> bool:
    """Whether an office that has not acknowledged is overdue at an instant."""
    return at >= directives.due_at(issued_at, due_hours)


def levels_risen(issued_at: datetime, due_hours: int, at: datetime) -> int:
    """How many levels up an overdue acknowledgement is known by an instant."""
    return max(0, (at - issued_at) // timedelta(hours=due_hours))


def risen_to(office: int, parents: Mapping[int, int | None], levels: int) -> int | None:
    """The highest office that is told after so many levels; None if none, or none is above."""
    above = way_up(office, parents)[1:]
    return above[min(levels, len(above)) - 1] if levels and above else None


def _columns(counts: Counts) -> tuple[int, ...]:
    return (
        counts.addressed, counts.served, counts.opened,
        counts.downloaded, counts.acknowledged, counts.late,
    )  # fmt: skip

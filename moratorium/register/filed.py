"""What a list says of each order: its state, where it holds and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ..models import CoverageLine, Order
from ..rules.lifecycle import ISSUED
from ..rules.scope import ALL_STATE_DISCOMS
from ..rules.standing import standing
from ..rules.windows import Window, window
from . import coverage


@dataclass(frozen=True, slots=True)
class FiledLine:
    """A line of an order as things stand; `window` is None if it protects nothing."""

    discom: str  # a code, or `*`
    area: str
    starts_at: datetime
    window: Window | None
    planned_end: datetime | None
    outage: str | None  # the reference of the outage whose restoration it waits for


@dataclass(frozen=True, slots=True)
class Filed:
    """An order in a list. `state` is one of filing.ORDER_STATES."""

    state: str
    lines: tuple[FiledLine, ...]

    @property
    def scopes(self) -> tuple[tuple[str, str], ...]:
        """Each discom and area that a line speaks for, once."""
        return tuple(dict.fromkeys((line.discom, line.area) for line in self.lines))

    @property
    def end(self) -> datetime | None:
        """When the last line ends, NO_END if that waits for a restoration; None if none protects.

        Of an order not issued: when it would end if it were issued now.
        """
        return max((line.window.end for line in self.lines if line.window), default=None)

    @property
    def planned_end(self) -> datetime | None:
        """The latest end that was printed; None if none was."""
        return max((line.planned_end for line in self.lines if line.planned_end), default=None)


def filed(orders: Sequence[Order], at: datetime) -> list[Filed]:
    """Some orders as they stand at an instant, in the order given; one query."""
    lines: dict[int, list[FiledLine]] = {}
    of_orders = CoverageLine.objects.filter(order__in=[order.pk for order in orders])
    rows = coverage.succeeded(of_orders).order_by("order_id", "position", "id")
    for order, discom, area, ref, expected_end, *times in rows.values_list(
        "order_id", "discom_id", "area", "until_restored__ref", "until_restored__expected_end",
        *coverage.TERM_FIELDS,
    ):  # fmt: skip
        term = coverage.term(times[0] or at, *times[1:])
        line = FiledLine(
            discom or ALL_STATE_DISCOMS, area, term.starts_at, window(term, at),
            term.ends_at or expected_end, ref,
        )  # fmt: skip
        lines.setdefault(order, []).append(line)
    return [_filed(order, tuple(lines.get(order.pk, ())), at) for order in orders]


def _filed(order: Order, lines: tuple[FiledLine, ...], at: datetime) -> Filed:
    if order.state != ISSUED:
        return Filed(order.state, lines)
    spans = [(line.window, line.planned_end) for line in lines]
    return Filed(standing(order.lift, spans, at), lines)

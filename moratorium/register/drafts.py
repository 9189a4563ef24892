"""A draft order as it would hold if it were issued now, with what stands around it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from ..models import Order
from ..rules import contradictions
from ..rules.contradictions import Circumstances, Refusal, StatedLine, StatedOrder, Warning
from ..rules.lifecycle import DRAFT, ISSUED, REFUSALS, SUBMITTED
from ..rules.protection import Line
from . import coverage, places
from .coverage import Coverage
from .places import Places


@dataclass(frozen=True)
class Draft:
    """A draft at the instant `at`: its lines, those it would replace, and all that stand.

    `amended` are the lines of the order that it amends, as that order states them.
    """

    at: datetime
    order: Order
    lines: tuple[Coverage, ...]
    amended: tuple[Coverage, ...]
    standing: tuple[Coverage, ...]
    places: Places

    @cached_property
    def stated(self) -> StatedOrder:
        """What the draft says."""
        return _stated(self.order, self.lines, self.places)

    @cached_property
    def stated_before(self) -> StatedOrder | None:
        """What the order says that it amends."""
        before = self.order.amends
        return None if before is None else _stated(before, self.amended, self.places)

    @property
    def becoming(self) -> list[Coverage]:
        """All lines as they would stand: what it amends ends with its issue."""
        amends = self.order.amends.number if self.order.amends else None
        return [
            _succeeded(each, self.at) if each.order.number == amends else each
            for each in self.standing
        ] + list(self.lines)

    @cached_property
    def warnings(self) -> tuple[Warning, ...]:
        """What both persons must tick."""
        return contradictions.warnings(self.stated, self._around())

    @cached_property
    def refusals(self) -> tuple[Refusal, ...]:
        """Why it can be neither submitted nor approved; empty if it can."""
        names = {slug: region.name for slug, region in self.places.regions.items()}
        serves = self.places.serves
        found = contradictions.refusals(self.stated, self.stated_before, serves, names)
        return (*self._about_chain(), *found)

    def _about_chain(self) -> Iterable[Refusal]:
        before = self.order.amends
        if before is not None and Order.objects.filter(amends=before, state=ISSUED).exists():
            yield Refusal("not_newest", "", REFUSALS["not_newest"])

    def _around(self) -> Circumstances:
        amends = self.order.amends.number if self.order.amends else None
        return Circumstances(
            at=self.at,
            supplied=self.places.supplied,
            districts={slug: region.name for slug, region in self.places.regions.items()},
            discoms={code: supplier.name for code, supplier in self.places.suppliers.items()},
            others=tuple(_lines(c for c in self.standing if c.order.number != amends)),
            amended=tuple(_lines(self.amended)),
        )


def load(order: int, at: datetime) -> Draft:
    """A draft by its key, as if it were issued at an instant. Ten queries at most.

    Raises Order.DoesNotExist if there is none or it is issued or discarded.
    """
    drafts = Order.objects.filter(state__in=(DRAFT, SUBMITTED)).select_related("amends")
    found = drafts.get(pk=order)
    amended = coverage.of_orders([found.amends_id]) if found.amends_id is not None else []
    return Draft(
        at=at,
        order=found,
        lines=tuple(coverage.of_draft(order, at)),
        amended=tuple(_succeeded(each, None) for each in amended),
        standing=tuple(coverage.reaching(at, at)),
        places=places.load(),
    )


def _succeeded(each: Coverage, at: datetime | None) -> Coverage:
    term = replace(each.line.term, succeeded_at=at)
    return replace(each, line=replace(each.line, term=term))


def _lines(covering: Iterable[Coverage]) -> Iterable[Line]:
    return (each.line for each in covering)


def _stated(order: Order, lines: Iterable[Coverage], reference: Places) -> StatedOrder:
    return StatedOrder(
        basis=order.basis,
        title=order.title,
        text=order.text,
        lift=order.lift,
        lines=tuple(
            StatedLine(
                each.line, coverage.words(each, reference), each.outage_ref, each.expected_end
            )
            for each in lines
        ),
    )

"""What is on record of an outage, row by row."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ...models import Outage
from ...models.outages import SERVICE_CHOICES
from ...rules import lifecycle, wording
from ...rules.standing import UPCOMING
from .. import naming, reading
from ..reading import Row

STATES = {
    UPCOMING: _("announced, not begun"),
    lifecycle.OPEN: _("billing is down"),
    lifecycle.REPORTED: _("restoration reported, to be confirmed"),
    lifecycle.CONFIRMED: _("billing restored"),
    lifecycle.CALLED_OFF: _("called off"),
}


def state(outage: Outage, at: datetime) -> str:
    """The key of how an outage stands at an instant; one that has not begun is UPCOMING."""
    begun = outage.starts_at <= at
    return UPCOMING if outage.state == lifecycle.OPEN and not begun else outage.state


def rows(outage: Outage, at: datetime) -> Iterator[Row]:
    """Everything on record of an outage, as it is read at an instant."""
    yield Row(_("State"), STATES[state(outage, at)])
    yield reading.row(outage, "ref", outage.ref)
    yield from reading.both(outage, "title")
    yield from _scope(outage)
    yield reading.row(outage, "starts_at", reading.moment(outage.starts_at))
    yield reading.row(outage, "expected_end", reading.until(outage.expected_end))
    yield reading.row(outage, "announced_at", reading.moment(outage.announced_at))
    if outage.restored_at is not None:
        yield reading.row(outage, "restored_at", reading.moment(outage.restored_at))
        yield Row(_("Reported"), reading.act(outage.reported_at, outage.reported_by))
    if outage.confirmed_at is not None:
        confirmed = reading.act(outage.confirmed_at, outage.confirmed_by)
        yield reading.row(outage, "confirmed_at", confirmed)
    if outage.called_off_at is not None:
        yield Row(_("Called off"), reading.act(outage.called_off_at, outage.called_off_by))
    yield from reading.both(outage, "note")
    for source in outage.sources:
        parts = [source.get(key) for key in ("title", "date", "url")]
        yield reading.row(outage, "sources", " · ".join(part for part in parts if part))


def _scope(outage: Outage) -> Iterator[Row]:
    names = ", ".join(sorted(naming.called(d) for d in outage.districts.all()))
    services = dict(SERVICE_CHOICES)
    yield reading.row(outage, "discom", naming.supplier(outage.discom))
    yield reading.row(outage, "districts", names or _("all districts"))
    yield reading.row(outage, "area", wording.area(outage.area, naming.language()))
    stopped = ", ".join(str(services.get(each, each)) for each in outage.services)
    yield reading.row(outage, "services", stopped)

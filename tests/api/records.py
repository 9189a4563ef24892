"""Orders put straight on record, so that these tests need no desk."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import time_machine
from django.core.management import call_command

from moratorium.models import CoverageLine, Order, Outage
from moratorium.rules import instants

START = instants.read("2022-12-29T18:00:00+05:30")
PLANNED = instants.read("2023-01-05T00:00:00+05:30")


def reference() -> None:
    """Discoms, districts and service areas as they are shipped."""
    call_command("load_reference", stdout=open("/dev/null", "w"))  # noqa: SIM115


DEMONSTRATED = time_machine.travel("2024-02-01T06:30:00Z", tick=False)


def demonstration() -> None:
    """The demonstration, as it was played on a day of February 2024."""
    reference()
    with DEMONSTRATED:
        call_command("demo", stdout=open("/dev/null", "w"))  # noqa: SIM115


def outage(ref: str = "BO/1") -> Outage:
    """An outage that goes on."""
    return Outage.objects.create(
        ref=ref, title_hi="उन्नयन", title_en="Upgrade", starts_at=START, imported=True
    )


def line(
    discom: str | None = "PUVVNL",
    *districts: str,
    area: str = "any",
    restricted: str = "",
    starts_at: datetime = START,
    ends_at: datetime | None = PLANNED,
    until_restored: Outage | None = None,
) -> tuple[CoverageLine, tuple[str, ...]]:
    """A coverage line that is not saved yet, and its districts."""
    made = CoverageLine(
        discom_id=discom, area=area, restricted_hi=restricted, restricted_en=restricted,
        starts_at=starts_at, ends_at=ends_at, until_restored=until_restored,
    )  # fmt: skip
    return made, districts


def issue(
    number: str,
    lines: Iterable[tuple[CoverageLine, tuple[str, ...]]],
    issued_at: datetime = START,
    **fields: object,
) -> Order:
    """An imported order with these lines, issued."""
    slug = number.lower().replace("/", "-")
    order = Order.objects.create(
        number=number, slug=slug, issued_at=issued_at, imported=True,
        title_hi="आदेश", title_en="An order", **fields,
    )  # fmt: skip
    for position, (made, districts) in enumerate(lines):
        made.order, made.position = order, position
        made.save()
        made.districts.set(districts)
    Order.objects.filter(pk=order.pk).update(state="issued")
    order.refresh_from_db()
    return order


def hours(count: float, after: datetime = START) -> datetime:
    """An instant so many hours after another."""
    return after + timedelta(hours=count)

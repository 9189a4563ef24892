"""An archive of ended orders to measure against: plain, amended, lifted, and outage-bound."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from moratorium.models import (
    CoverageDistrict,
    CoverageLine,
    Discom,
    District,
    Entry,
    Order,
    Outage,
)
from moratorium.models.journal import GENESIS

FIRST = datetime(2003, 1, 1, tzinfo=UTC)
STEP = timedelta(minutes=100)


@transaction.atomic
def fill(count: int) -> None:
    """Put `count` ended orders on record, the way an import stores them."""
    discoms = [None, *Discom.objects.filter(kind="state")]
    districts = list(District.objects.all())
    outages = _outages(max(1, count // 50))
    kept = [_order(n) for n in range(count)]
    Order.objects.bulk_create(kept, batch_size=500)
    _chain(kept)
    lines = [
        _line(n, order, discoms[n % len(discoms)], outages) for n, order in enumerate(kept)
        if not order.lift
    ]  # fmt: skip
    CoverageLine.objects.bulk_create(lines, batch_size=500)
    CoverageDistrict.objects.bulk_create(
        [CoverageDistrict(line=line, district=districts[n % 75]) for n, line in enumerate(lines)
         if n % 3 == 0],
        batch_size=1000,
    )  # fmt: skip
    Order.objects.filter(state="draft").update(state="issued")


@transaction.atomic
def notify(at: datetime) -> None:
    """A notice of every issued order, recorded at an instant."""
    previous, entries = GENESIS, []
    orders = Order.objects.filter(state="issued").order_by("issued_at", "pk")
    for seq, order in enumerate(orders, 1):
        detail = {"slug": order.slug, "title_hi": order.title_hi, "title_en": order.title_en}
        entry = Entry(
            seq=seq, happened_at=order.issued_at, recorded_at=at, act="order.issued",
            subject=order.number, public=True, detail=detail, previous=previous,
        )  # fmt: skip
        entry.digest = previous = entry.compute_digest()
        entries.append(entry)
    Entry.objects.bulk_create(entries, batch_size=500)


def _order(n: int) -> Order:
    number = f"OLD/{n:06d}"
    issued = FIRST + STEP * n
    return Order(
        number=number, slug=f"old-{n:06d}", issued_at=issued, imported=True,
        title_hi="पुराना आदेश", title_en="Archived order",
    )  # fmt: skip


def _chain(orders: list[Order]) -> None:
    """Every fifth order amends the one before; every other of those lifts it."""
    changed = []
    for n in range(4, len(orders), 5):
        orders[n].amends = orders[n - 1]
        orders[n].lift = n % 10 == 9
        changed.append(orders[n])
    Order.objects.bulk_update(changed, ["amends", "lift"], batch_size=300)


def _outages(count: int) -> list[Outage]:
    made = [
        Outage(
            ref=f"old-{n}", title_hi="पुराना व्यवधान", title_en="Archived outage", imported=True,
            starts_at=FIRST + STEP * n * 50, restored_at=FIRST + STEP * n * 50 + timedelta(days=2),
            confirmed_at=FIRST + STEP * n * 50 + timedelta(days=3),
        )
        for n in range(count)
    ]  # fmt: skip
    return Outage.objects.bulk_create(made, batch_size=500)


def _line(n: int, order: Order, discom: Discom | None, outages: list[Outage]) -> CoverageLine:
    assert order.issued_at is not None
    bound = outages[(n // 50) % len(outages)] if n % 4 == 0 else None
    return CoverageLine(
        order=order, discom=discom, area=("any", "urban", "rural")[n % 3],
        starts_at=order.issued_at, ends_at=order.issued_at + timedelta(days=2),
        until_restored=bound, grace_hours=24 if bound and n % 8 == 0 else 0,
    )  # fmt: skip

"""Random records and drafts in the database, the same for the same seed.

Instants come from a small pool on the hour around `AT`, so that ends meet starts.
"""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from moratorium.models import Order, Outage
from moratorium.rules.lifecycle import ISSUED
from tests import builders as build
from tests.builders import ist

AT = ist(2023, 1, 5, 12, 0)
HOUR = timedelta(hours=1)
SERVED = {
    None: ("varanasi", "prayagraj", "agra", "gautam-buddha-nagar"),
    "PUVVNL": ("varanasi", "prayagraj"),
    "DVVNL": ("agra",),
    "NPCL": ("gautam-buddha-nagar",),
    "TORRENT": ("agra",),
}
BEFORE = [AT + HOUR * hours for hours in (-120, -72, -48, -24, -6)]
AROUND = [AT + HOUR * hours for hours in (-96, -48, -24, -6, -1, 0, 1, 6, 24, 48, 96)]


def record(rng: Random) -> None:
    """Some outages, and some chains issued before `AT`."""
    outages = [_outage(rng) for _ in range(3)]
    for _ in range(rng.randint(1, 4)):
        _chain(rng, outages)


def draft(rng: Random) -> Order:
    """A first order, or an amendment or a lift of an open chain if there is one."""
    heads = Order.objects.filter(state=ISSUED, amendments=None, lift=False)
    amended = rng.choice([None, *heads])
    lift = amended is not None and rng.random() < 0.3
    return _draft(rng, list(Outage.objects.order_by("pk")), amended, lift)


def _outage(rng: Random) -> Outage:
    made = build.outage(starts_at=BEFORE[0], expected_end=rng.choice([None, *AROUND]))
    if rng.random() < 0.4:
        build.confirm(made, rng.choice(BEFORE[1:]))
    return made


def _chain(rng: Random, outages: list[Outage]) -> None:
    head = None
    for at in sorted(rng.sample(BEFORE, rng.randint(1, 3))):
        lift = head is not None and rng.random() < 0.2
        head = build.issue(_draft(rng, outages, head, lift), at)
        if lift:
            return


def _draft(rng: Random, outages: list[Outage], amends: Order | None, lift: bool) -> Order:
    lines = [] if lift else [_line(rng, outages) for _ in range(rng.randint(1, 3))]
    basis = rng.choice(["order", "assurance"])
    return build.draft(lines, amends=amends, lift=lift, basis=basis)


def _line(rng: Random, outages: list[Outage]) -> dict[str, Any]:
    discom = rng.choice([None, None, *SERVED])
    starts_at, ends_at = _two_in_order(rng)
    outage = rng.choice([None, *outages])
    places = rng.random() < 0.2
    return {
        "discom_id": discom,
        "districts": tuple(rng.sample(SERVED[discom], rng.randint(0, 1))),
        "area": rng.choice(["any", "urban", "rural"]),
        "restricted_hi": "दो नगर" if places else "",
        "restricted_en": "two towns" if places else "",
        "starts_at": starts_at,
        "ends_at": None if outage is not None and rng.random() < 0.3 else ends_at,
        "until_restored": outage,
        "grace_hours": rng.choice([0, 24, 100]) if outage is not None else 0,
    }


def _two_in_order(rng: Random) -> tuple[datetime, datetime]:
    first, second = sorted(rng.sample(AROUND, 2))
    return first, second

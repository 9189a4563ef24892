"""Random records cut off at one of their acts, as they stood in the database at that instant."""

from datetime import datetime
from random import Random
from typing import Any

from moratorium.models import (
    CoverageDistrict,
    CoverageLine,
    Discom,
    District,
    Entry,
    Order,
    Outage,
    ServiceArea,
)
from moratorium.models.journal import GENESIS
from moratorium.rules import numbering
from tests.rules import generator
from tests.rules.comparison import moment, moment_or_none
from tests.rules.reference import DAY, Record, mentioned

DISTRICTS = [*generator.NAMED, "gorakhpur"]


def reference() -> None:
    """Every discom of the random records in every district of theirs."""
    for position, (code, kind) in enumerate(generator.KINDS.items()):
        Discom.objects.create(
            code=code, kind=kind, position=position, short_hi=f"नि {code}", short_en=code,
            name_hi=f"निगम {code}", name_en=code,
        )  # fmt: skip
    for column, slug in enumerate(DISTRICTS):
        District.objects.create(
            slug=slug, name_hi=f"ज {slug}", name_en=slug, tile_column=column, tile_row=0
        )
    ServiceArea.objects.bulk_create(
        ServiceArea(district_id=slug, discom_id=code, area=area)
        for slug in DISTRICTS for code in generator.KINDS for area in ("urban", "rural")
    )  # fmt: skip


def record(seed: int) -> tuple[datetime, list[datetime]]:
    """Store what was on record at one act of a random record; that instant, and all its instants.

    The planned ends of outages are drawn too.
    """
    rng = Random(seed)
    made = generator.random_record(rng)
    times = mentioned(made)
    last = rng.choice(_acts(made))
    _cut(made, last)
    outages = {o["ref"]: _outage(o, rng.choice([None, *times])) for o in made["outages"]}
    orders: dict[str, Order] = {}
    for content in sorted(made["orders"], key=lambda order: order["issued_at"]):
        orders[content["number"]] = order = _order(content, orders.get(content["amends"]))
        for position, line in enumerate(content["coverage"]):
            _line(order, position, line, outages.get(line["until_restored"]))
    Order.objects.filter(state="draft").update(state="issued")
    _entry(moment(last))
    return moment(last), [moment(each) for each in times]


def _acts(made: Record) -> list[int]:
    confirmed = [o["confirmed_at"] for o in made["outages"] if o["confirmed_at"] is not None]
    return [order["issued_at"] for order in made["orders"]] + confirmed


def _cut(made: Record, last: int) -> None:
    """Leave out what was not known yet."""
    made["orders"] = [o for o in made["orders"] if o["issued_at"] <= last]
    for outage in made["outages"]:
        if outage["confirmed_at"] is None or outage["confirmed_at"] > last:
            outage["restored_at"] = outage["confirmed_at"] = None


def _outage(content: dict[str, Any], expected: int | None) -> Outage:
    return Outage.objects.create(
        ref=content["ref"], title_hi="क", title_en="K", imported=True,
        starts_at=moment(generator.FIRST_DAY * DAY - DAY),
        expected_end=moment_or_none(expected),
        restored_at=moment_or_none(content["restored_at"]),
        confirmed_at=moment_or_none(content["confirmed_at"]),
    )  # fmt: skip


def _order(content: dict[str, Any], amends: Order | None) -> Order:
    return Order.objects.create(
        number=content["number"], slug=numbering.slug(content["number"]) + str(len(content["number"])),
        imported=True, issued_at=moment(content["issued_at"]), amends=amends,
        lift=content["lift"], title_hi="शीर्षक", title_en="Title",
    )  # fmt: skip


def _line(order: Order, position: int, line: dict[str, Any], outage: Outage | None) -> None:
    restricted = line["restricted_to"]
    both = bool(restricted["hi"]) and bool(restricted["en"])
    made = CoverageLine.objects.create(
        order=order, position=position, area=line["area"],
        discom_id=None if line["discom"] == "*" else line["discom"],
        restricted_hi=restricted["hi"] if both else "",
        restricted_en=restricted["en"] if both else "",
        starts_at=moment(line["starts_at"]), ends_at=moment_or_none(line["ends_at"]),
        grace_hours=line["grace_hours"], until_restored=outage,
    )  # fmt: skip
    CoverageDistrict.objects.bulk_create(
        CoverageDistrict(line=made, district_id=slug) for slug in line["districts"]
    )


def _entry(at: datetime) -> None:
    made = Entry(
        seq=1, happened_at=at, recorded_at=at, act="order.issued", subject="1", public=True,
        detail={"slug": "1", "title_hi": "शीर्षक", "title_en": "Title"}, previous=GENESIS,
    )  # fmt: skip
    made.digest = made.compute_digest()
    made.save()

"""The random records of tests/rules, put into the database the way an import stores them."""

from collections.abc import Iterable
from random import Random
from typing import Any

from django.db import connection

from moratorium.models import CoverageLine, Order, Outage
from moratorium.rules.lifecycle import ISSUED
from tests import builders as build
from tests.rules import generator
from tests.rules.comparison import moment, moment_or_none
from tests.rules.reference import DAY, Record, Reference, mentioned


class Stored:
    """Several records in one database, and the reference that answers for each."""

    def __init__(self, seeds: Iterable[int]) -> None:
        for code, kind in generator.KINDS.items():
            build.discom(code, kind)
        self.orders: dict[int, tuple[Reference, dict[str, Any]]] = {}
        self.instants: list[int] = []
        for seed in seeds:
            self._store(seed, generator.random_record(Random(seed)))
        Order.objects.filter(state="draft").update(state=ISSUED)
        with connection.cursor() as cursor:  # what an earlier test left misleads the planner
            cursor.execute("ANALYZE")

    def _store(self, seed: int, record: Record) -> None:
        rng = Random(f"planned {seed}")
        times = mentioned(record)
        self.instants += times
        outages = {
            o["ref"]: _outage(seed, o, rng.choice([None, *times])) for o in record["outages"]
        }
        reference, made = Reference(record), {}
        for content in sorted(record["orders"], key=lambda order: order["issued_at"]):
            content["planned"] = [_planned(line, outages) for line in content["coverage"]]
            order = _order(seed, content, made.get(content["amends"]))
            made[content["number"]] = order
            for line in content["coverage"]:
                _line(order, line, outages.get(line["until_restored"]))
            self.orders[order.pk] = (reference, content)

    def state(self, pk: int, at: int) -> str:
        """The state of an order, asked of the reference a microsecond at a time."""
        reference, order = self.orders[pk]
        if order["lift"]:
            return "lift"
        lines = list(zip(order["coverage"], order["planned"], strict=True))
        now = [planned for line, planned in lines if reference._protects((order, line), at, at)]
        if now:
            return "overdue" if any(p is not None and p <= at for p in now) else "in_force"
        coming = (
            line["starts_at"] > at and reference._protects((order, line), line["starts_at"], at)
            for line, _planned in lines
        )  # fmt: skip
        return "upcoming" if any(coming) else "ended"


def _outage(seed: int, content: dict[str, Any], expected: int | None) -> tuple[Outage, int | None]:
    first = generator.FIRST_DAY * DAY - DAY
    made = Outage.objects.create(
        ref=f"{seed} {content['ref']}", title_hi="क", title_en="K", imported=True,
        starts_at=moment(first), expected_end=moment_or_none(expected),
        restored_at=moment_or_none(content["restored_at"]),
        confirmed_at=moment_or_none(content["confirmed_at"]),
    )  # fmt: skip
    return made, expected


def _planned(line: dict[str, Any], outages: dict[str, tuple[Outage, int | None]]) -> int | None:
    if line["ends_at"] is not None:
        return line["ends_at"]
    return outages[line["until_restored"]][1]


def _order(seed: int, content: dict[str, Any], amends: Order | None) -> Order:
    return Order.objects.create(
        number=f"{seed} {content['number']}", slug=f"{seed} {content['number']}", imported=True,
        issued_at=moment(content["issued_at"]), amends=amends, lift=content["lift"],
    )  # fmt: skip


def _line(order: Order, line: dict[str, Any], outage: tuple[Outage, int | None] | None) -> None:
    CoverageLine.objects.create(
        order=order, discom_id=None if line["discom"] == "*" else line["discom"],
        area=line["area"], starts_at=moment(line["starts_at"]),
        ends_at=moment_or_none(line["ends_at"]), grace_hours=line["grace_hours"],
        until_restored=outage[0] if outage else None,
    )  # fmt: skip

"""The rules and the reference, asked the same questions about the same random record."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from moratorium.rules import protection
from moratorium.rules.instants import day_end, day_start
from moratorium.rules.protection import Line, Timeline, Verdict
from moratorium.rules.scope import Place, Scope
from moratorium.rules.windows import Outage, Term, Window

from . import generator, reference

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PLACES, INSTANTS = 20, 5  # 100 questions about a record, and a day for each place


@lru_cache(maxsize=100_000)
def moment(microseconds: int) -> datetime:
    """The instant of a record in the form that the rules read."""
    return EPOCH + timedelta(microseconds=microseconds)


def moment_or_none(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else moment(microseconds)


def lines_of(record: reference.Record) -> list[Line]:
    """The lines of a record in the form that the rules read."""
    outages = {
        each["ref"]: Outage(
            moment_or_none(each["restored_at"]), moment_or_none(each["confirmed_at"])
        )
        for each in record["outages"]
    }
    succeeded = {each["amends"]: each["issued_at"] for each in record["orders"] if each["amends"]}
    return [
        _line(order, line, outages.get(line["until_restored"]), succeeded.get(order["number"]))
        for order in record["orders"]
        for line in order["coverage"]
    ]


def _line(
    order: dict[str, Any], line: dict[str, Any], outage: Outage | None, succeeded_at: int | None
) -> Line:
    scope = Scope(
        discom=line["discom"],
        districts=frozenset(line["districts"]),
        area=line["area"],
        restricted=any(line["restricted_to"].values()),
    )
    term = Term(
        issued_at=moment(order["issued_at"]),
        starts_at=moment(line["starts_at"]),
        ends_at=moment_or_none(line["ends_at"]),
        outage=outage,
        grace_hours=line["grace_hours"],
        succeeded_at=moment_or_none(succeeded_at),
    )
    return Line(order["number"], scope, term)


def verdict_of(answer: reference.Answer) -> Verdict:
    """What the reference answered, as a verdict, so that all six fields are compared."""
    return Verdict(
        verdict=answer["verdict"],
        orders=tuple(answer["orders"]),
        until=moment_or_none(answer["until"]),
        open_ended=answer["open_ended"],
        stated_until=moment_or_none(answer.get("stated_until")),
        next_change=moment_or_none(answer.get("next_change")),
    )


def differences(seed: int) -> Iterator[str]:
    """Every question about the record of a seed that the two answer differently."""
    rng = Random(seed)
    record = generator.random_record(rng)
    expected, lines = reference.Reference(record), lines_of(record)
    instants = reference.mentioned(record)
    for _ in range(PLACES):
        place, known = generator.random_place(rng), generator.random_known(rng, record)
        timeline = Timeline(lines, Place(**place), moment(known))
        asked = [generator.random_instant(rng, instants) for _ in range(INSTANTS)]
        # The first instant also goes through the short way, which asks a new timeline.
        yield from _at(seed, expected, lines, place, known, asked[0])
        for at in asked:
            want, got = verdict_of(expected.at(place, at, known)), timeline.at(moment(at))
            if got != want:
                yield _words(seed, place, moment(at), known, want, got)
        yield from _during(seed, expected, timeline, place, known, generator.random_day(rng))


def _at(
    seed: int,
    expected: reference.Reference,
    lines: list[Line],
    place: reference.Place,
    known: int,
    at: int,
) -> Iterator[str]:
    want = verdict_of(expected.at(place, at, known))
    got = protection.verdict(lines, Place(**place), moment(at), moment(known))
    if got != want:
        yield _words(seed, place, moment(at), known, want, got)


def _during(
    seed: int,
    expected: reference.Reference,
    timeline: Timeline,
    place: reference.Place,
    known: int,
    number: int,
) -> Iterator[str]:
    day = date(1970, 1, 1) + timedelta(days=number)
    want = verdict_of(expected.during(place, reference.ist_day(number), known))
    got = timeline.during(Window(day_start(day), day_end(day)))
    # What the orders printed is no part of a day's verdict.
    if replace(got, stated_until=None) != want:
        yield _words(seed, place, day, known, want, got)


def _words(
    seed: int, place: reference.Place, at: date, known: int, want: Verdict, got: Verdict
) -> str:
    return (
        f"seed {seed}: {place} at {at}, known at {moment(known)}\n"
        f"  the contract: {want}\n  the rules:    {got}"
    )


def first_difference(seeds: Iterable[int]) -> str | None:
    """The first question that the two answer differently, in words; None if there is none."""
    return next((words for seed in seeds for words in differences(seed)), None)

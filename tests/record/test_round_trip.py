"""import(export(x)) into an empty database: the same export, the same verdicts."""

import json
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moratorium.management.historical import HISTORICAL
from moratorium.models import District, Order, Outage
from moratorium.operations import orders, outages, record, reference
from moratorium.operations.orders import LineContent, OrderContent
from moratorium.operations.outages import OutageContent
from moratorium.operations.record import export_record
from moratorium.register import places, verdicts
from moratorium.rules.instants import write
from moratorium.rules.protection import Verdict
from moratorium.rules.scope import Place
from tests import builders, soak
from tests.rules import generator
from tests.rules.reference import Reference

from .papers import NOW, Raw, document, line, order, outage, take

pytestmark = pytest.mark.usefixtures("places")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else EPOCH + timedelta(microseconds=microseconds)


def iso(microseconds: int | None) -> str | None:
    found = instant(microseconds)
    return None if found is None else write(found)


def sound(made: Raw, words: list[str]) -> Raw:
    """A made record as a document that breaks no rule; changes what it breaks in `made`."""
    served = reference.serves()
    for entry in (each for made_order in made["orders"] for each in made_order["coverage"]):
        entry["districts"] = [d for d in entry["districts"] if d in served[entry["discom"]]]
        if bool(entry["restricted_to"]["hi"]) != bool(entry["restricted_to"]["en"]):
            entry["restricted_to"] = {"hi": "दो नगर", "en": "two towns"}
    outages = [outage(o["ref"], **_outage(o, words)) for o in made["outages"]]
    orders = [
        each | {
            "basis": "assurance" if n % 3 else "order",
            "title": {"hi": f"शीर्षक {words[n % len(words)]}", "en": "T"},
            "text": {"hi": words[0], "en": words[-1]},
            "issued_at": iso(each["issued_at"]),
            "coverage": [_line(entry) for entry in each["coverage"]],
            "sources": [{"title": words[0], "date": "", "url": ""}] * (n % 2),
        } | ({"demonstration": True} if n % 4 == 3 else {})
        for n, each in enumerate(made["orders"])
    ]  # fmt: skip
    return document(outages, orders)


def _outage(made: Raw, words: list[str]) -> Raw:
    return {
        "starts_at": "2022-12-01T00:00:00Z",
        "restored_at": iso(made["restored_at"]),
        "confirmed_at": iso(made["confirmed_at"]),
        "districts": ["varanasi", "agra"],
        "note": {"hi": "", "en": words[0]},
    }


def _line(made: Raw) -> Raw:
    return made | {"starts_at": iso(made["starts_at"]), "ends_at": iso(made["ends_at"])}


Question = tuple[Raw, int, int]


def questions(rng: Random, made: Raw) -> list[Question]:
    times = [each["issued_at"] for each in made["orders"]]
    times += [e["starts_at"] for each in made["orders"] for e in each["coverage"]]
    times.sort()
    return [
        (
            generator.random_place(rng),
            generator.random_instant(rng, times),
            generator.random_known(rng, made),
        )
        for _ in range(12)
    ]


def answers(asked: list[Question]) -> list[Verdict]:
    return [
        verdicts.ask([verdicts.Question(Place(**place), _at(at), _at(known))])[0]
        for place, at, known in asked
    ]


def _at(microseconds: int) -> datetime:
    return EPOCH + timedelta(microseconds=microseconds)


def taken(paper: Raw | bytes, asked: list[Question]) -> tuple[str, list[Verdict]]:
    """The export and the answers of a document alone in the database."""
    with transaction.atomic():
        take(paper)
        text, found = export_record(), answers(asked)
        transaction.set_rollback(True)
    return text, found


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@settings(max_examples=soak.length(15, 200), deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9), words=st.lists(WORDS, min_size=1, max_size=4))
def test_made_records_come_back_as_they_were(seed: int, words: list[str]) -> None:
    rng = Random(seed)
    made = generator.random_record(rng)
    paper = sound(made, words)
    asked = questions(rng, made)
    text, found = taken(paper, asked)
    assert taken(text.encode(), asked) == (text, found)
    evaluator = Reference(made)
    for (place, at, known), verdict in zip(asked, found, strict=True):
        assert _plain(verdict) == _stated(evaluator.at(place, at, known))


def _plain(verdict: Verdict) -> tuple[Any, ...]:
    return (
        verdict.verdict, list(verdict.orders), verdict.until, verdict.open_ended,
        verdict.stated_until, verdict.next_change,
    )  # fmt: skip


def _stated(answer: Raw) -> tuple[Any, ...]:
    return (
        answer["verdict"], answer["orders"], instant(answer["until"]), answer["open_ended"],
        instant(answer["stated_until"]), instant(answer["next_change"]),
    )  # fmt: skip


def test_the_historical_record_is_printed_as_it_is_kept() -> None:
    take(HISTORICAL.read_bytes())
    assert json.loads(export_record()) == json.loads(HISTORICAL.read_bytes())


def test_the_layout_is_that_of_plain_json() -> None:
    for paper in (document([], []), document()):
        with transaction.atomic():
            take(paper)
            text = export_record()
            transaction.set_rollback(True)
        plain = json.dumps(json.loads(text), ensure_ascii=False, indent=1)
        if paper["orders"]:
            assert text == plain + "\n"
        assert text.endswith("}\n")


def test_keys_come_as_in_the_contract() -> None:
    take(document([outage(demonstration=True)], [order()]))
    printed = json.loads(export_record())
    assert list(printed) == ["format", "outages", "orders", "directives"]
    assert list(printed["outages"][0]) == [
        "ref", "title", "discom", "districts", "area", "services", "announced_at", "starts_at",
        "expected_end", "restored_at", "confirmed_at", "note", "sources", "demonstration",
    ]  # fmt: skip
    assert list(printed["orders"][0]) == [
        "number", "basis", "title", "text", "issued_at", "amends", "lift", "coverage", "sources",
    ]  # fmt: skip
    assert list(printed["orders"][0]["coverage"][0]) == [
        "discom", "districts", "area", "restricted_to", "starts_at", "ends_at", "until_restored",
        "grace_hours",
    ]  # fmt: skip


def test_everything_is_sorted_by_code_point() -> None:
    refs = ["b", "B", "a", "é", "अ", "_", "10", "9"]
    numbers = [f"{each}/{n}" for n, each in enumerate(refs)]
    orders = [
        order(number, coverage=[line(until_restored="a", discom="PUVVNL", districts=["mau", "basti"])])
        for number in numbers
    ]  # fmt: skip
    orders.append(order("z/first", "2001-01-01T00:00:00.000100Z"))
    orders[-1]["coverage"][0]["until_restored"] = None
    take(document([outage(ref) for ref in refs], orders))
    printed = json.loads(export_record())
    assert [each["ref"] for each in printed["outages"]] == sorted(refs)
    assert [each["number"] for each in printed["orders"]] == ["z/first", *sorted(numbers)]
    assert printed["orders"][1]["coverage"][0]["districts"] == ["basti", "mau"]
    assert printed["orders"][0]["issued_at"] == "2001-01-01T05:30:00.000100+05:30"
    assert printed["orders"][1]["issued_at"] == "2022-12-31T12:00:00+05:30"


def test_only_what_is_issued_goes_out() -> None:
    take(document([outage(), outage("bo-2")], [order()]))
    Order.objects.create(title_hi="प्रारूप", title_en="Draft")
    Outage.objects.filter(ref="bo-2").update(called_off_at=NOW)
    printed = json.loads(export_record())
    assert [each["ref"] for each in printed["outages"]] == ["bo-1"]
    assert [each["number"] for each in printed["orders"]] == ["MO/2022-23/0001"]


def test_what_the_site_issued_comes_back_too() -> None:
    """An order drafted and approved by two persons, printed and taken into another database."""
    maker, checker = builders.asha(), builders.vikram()
    with transaction.atomic():
        down = outages.record(OutageContent("व्यवधान", "Outage", starts_at=NOW), by=maker, at=NOW)
        agra = tuple(District.objects.filter(slug="agra"))
        content = OrderContent(
            lines=(LineContent(NOW, districts=agra, until_restored=down, grace_hours=24),),
            sources=({"title": "A", "date": "2023-06-01", "url": "https://example.org"},),
        )
        draft = orders.draft(content, by=maker, at=NOW)
        accepted = builders.accepted_of(draft, NOW)
        draft = orders.submit(draft, by=maker, at=NOW, accepted=accepted)
        orders.approve(
            draft,
            by=checker,
            at=NOW,
            read=orders.digest(draft),
            reason="As agreed",
            accepted=accepted,
        )
        text = export_record()
        transaction.set_rollback(True)
    assert not Order.objects.exists()
    take(text.encode(), NOW + timedelta(minutes=1))
    assert export_record() == text
    assert places.load().serves["*"]
    assert record.import_record(text.encode(), at=NOW + timedelta(days=1)).unchanged == 2

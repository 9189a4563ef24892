"""What an entry of the right form may not say: one case for each rule of the contract."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from moratorium.models import Order, Outage, ServiceArea
from moratorium.rules.instants import IST

from .papers import LATER, NOW, Raw, chain, document, line, order, outage, refusal, take, written

pytestmark = pytest.mark.usefixtures("places")

O0 = "outages[0] bo-1"
A0 = "orders[0] MO/2022-23/0001"
AHEAD = "2023-06-01T12:00:00.000001+05:30"
RESTORED = "2023-01-04T00:00:00+05:30"

OUTAGES: list[tuple[str, Raw, str, str]] = [
    ("end at the start", {"expected_end": "2022-12-31T18:30:00Z"}, "expected_end", "after"),
    ("end before the start", {"expected_end": "2022-12-31T00:00:00Z"}, "expected_end", "after"),
    ("restored before the start", {"restored_at": "2022-12-31T23:59:59+05:30"}, "restored_at", "began"),
    ("restored in the future", {"restored_at": AHEAD}, "restored_at", "future"),
    ("confirmed only", {"confirmed_at": RESTORED}, "confirmed_at", "needs a restoration"),
    ("confirmed too early", {"restored_at": RESTORED, "confirmed_at": "2023-01-03T23:59:59+05:30"},
     "confirmed_at", "before it happened"),
    ("confirmed in the future", {"restored_at": RESTORED, "confirmed_at": AHEAD}, "confirmed_at", "future"),
    ("unknown discom", {"discom": "PVNL"}, "discom", "unknown: PVNL"),
    ("discom in lower case", {"discom": "puvvnl"}, "discom", "unknown"),
    ("discom empty", {"discom": ""}, "discom", "unknown"),
    ("unknown district", {"districts": ["allahabad"]}, "districts", "unknown: allahabad"),
    ("unknown district of an unknown discom", {"discom": "PUVVNL", "districts": ["x"]}, "districts", "unknown"),
    ("district not served", {"discom": "PUVVNL", "districts": ["agra"]}, "districts", "not serve"),
    ("district twice", {"districts": ["agra", "mau", "agra"]}, "districts", "twice: agra"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "field", "why"), [c[1:] for c in OUTAGES], ids=[c[0] for c in OUTAGES]
)
def test_an_outage_that_breaks_a_rule(given: Raw, field: str, why: str) -> None:
    [(entry, named, reason)] = refusal(document([outage(**given)]))
    assert (entry, named) == (O0, field)
    assert why in reason


LINES: list[tuple[str, Raw, str, str]] = [
    ("end at the start", {"ends_at": "2023-01-01T00:00:00+05:30"}, "ends_at", "after the start"),
    ("end before the start", {"ends_at": "2022-12-01T00:00:00+05:30"}, "ends_at", "after the start"),
    ("no end", {"ends_at": None, "until_restored": None}, "ends_at", "Give an end"),
    ("unknown outage", {"until_restored": "bo-2"}, "until_restored", "unknown: bo-2"),
    ("outage empty", {"until_restored": ""}, "until_restored", "unknown"),
    ("unknown discom", {"discom": "*PUVVNL"}, "discom", "unknown"),
    ("unknown district", {"districts": ["Agra"]}, "districts", "unknown: Agra"),
    ("district not served", {"discom": "KESCO", "districts": ["agra"]}, "districts", "not serve"),
    ("district twice", {"districts": ["agra", "agra"]}, "districts", "twice"),
    ("grace below 0", {"grace_hours": -1}, "grace_hours", "0 to 8760"),
    ("grace above a year", {"grace_hours": 8761}, "grace_hours", "0 to 8760"),
    ("grace beyond any integer", {"grace_hours": 10**30}, "grace_hours", "0 to 8760"),
    ("grace a fraction", {"grace_hours": 1.5}, "grace_hours", "0 to 8760"),
    ("grace a text", {"grace_hours": "24"}, "grace_hours", "0 to 8760"),
    ("grace a flag", {"grace_hours": True}, "grace_hours", "0 to 8760"),
    ("grace null", {"grace_hours": None}, "grace_hours", "0 to 8760"),
    ("grace without an outage", {"until_restored": None, "grace_hours": 1}, "grace_hours", "need"),
    ("places in Hindi only", {"restricted_to": {"hi": "नगर", "en": ""}}, "restricted_to", "both"),
    ("places in English only", {"restricted_to": {"hi": " \t", "en": "Town"}}, "restricted_to", "both"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "field", "why"), [c[1:] for c in LINES], ids=[c[0] for c in LINES]
)
def test_a_line_that_breaks_a_rule(given: Raw, field: str, why: str) -> None:
    paper = document(orders=[order(coverage=[line(), line(**given)])])
    [(entry, named, reason)] = refusal(paper)
    assert (entry, named) == (A0, f"coverage[1].{field}")
    assert why in reason


def test_a_number_beyond_any_float() -> None:
    text = written(document(orders=[order()])).replace(b'"grace_hours": 0', b'"grace_hours": 1e400')
    assert [each[:2] for each in refusal(text)] == [(A0, "coverage[0].grace_hours")]


def test_a_district_that_only_others_than_state_discoms_serve() -> None:
    areas = ServiceArea.objects.filter(district="gautam-buddha-nagar")
    areas.exclude(discom="NPCL").delete()
    noida = ["gautam-buddha-nagar"]
    [(_entry, field, why)] = refusal(document(orders=[order(coverage=[line(districts=noida)])]))
    assert (field, "not serve" in why) == ("coverage[0].districts", True)
    take(document(orders=[order(coverage=[line(discom="NPCL", districts=noida)])]))


def test_a_message_holds_nothing_that_a_terminal_obeys() -> None:
    nasty = "\x1b[31m\r\n" + "x" * 5000
    for given in ({"discom": nasty}, {"districts": [nasty]}, {"until_restored": nasty}):
        [(_entry, _field, why)] = refusal(document(orders=[order(coverage=[line(**given)])]))
        assert why.isprintable()
        assert len(why) < 300


ORDERS: list[tuple[str, Raw, str, str]] = [
    ("issued in the future", {"issued_at": AHEAD}, "issued_at", "future"),
    ("no coverage", {"coverage": []}, "coverage", "needs a line"),
    ("a lift that amends nothing", {"lift": True, "coverage": []}, "amends", "must amend"),
    ("an amendment of nothing known", {"amends": "MO/1"}, "amends", "unknown: MO/1"),
    ("an amendment of itself", {"amends": "MO/2022-23/0001"}, "amends", "issued after"),
    ("an amendment of an outage", {"amends": "bo-1"}, "amends", "unknown: bo-1"),
    ("an amendment of an empty name", {"amends": ""}, "amends", "unknown"),
]


@pytest.mark.parametrize(
    ("given", "field", "why"), [c[1:] for c in ORDERS], ids=[c[0] for c in ORDERS]
)
def test_an_order_that_breaks_a_rule(given: Raw, field: str, why: str) -> None:
    found = refusal(document(orders=[order(**given)]))
    assert (A0, field) in [each[:2] for each in found]
    assert why in found[-1][2]


def broken_chain(position: int, **given: Any) -> list[tuple[str, str, str]]:
    orders = chain()
    orders[position] |= given
    return refusal(document(orders=orders))


def test_a_lift_has_no_coverage() -> None:
    [(entry, field, why)] = broken_chain(2, coverage=[line()])
    assert (entry, field) == ("orders[2] MO/2022-23/0003", "coverage")
    assert "no coverage" in why


@pytest.mark.parametrize("moment", ["2022-12-31T06:30:00Z", "2022-12-01T00:00:00+05:30"])
def test_an_amendment_is_issued_after_what_it_amends(moment: str) -> None:
    [(entry, field, why)] = broken_chain(1, issued_at=moment)
    assert (entry, field) == ("orders[1] MO/2022-23/0002", "amends")
    assert "issued after" in why


def test_a_circle() -> None:
    found = broken_chain(0, amends="MO/2022-23/0002")
    assert found[0][:2] == (A0, "amends")
    assert "issued after" in found[0][2]


def test_two_amendments_of_the_same_order() -> None:
    """The one that was issued later is refused, wherever it stands."""
    late = order("MO/late", "2023-01-04T00:00:00Z", amends="MO/2022-23/0001")
    for place, orders in enumerate([[late, *chain()], [*chain(), late]]):
        [(entry, field, why)] = refusal(document(orders=orders))
        assert (entry, field) == (f"orders[{place * 3}] MO/late", "amends")
        assert "newest" in why
        assert "MO/2022-23/0002" in why


def test_nothing_amends_a_lift() -> None:
    again = order("MO/again", "2023-01-04T00:00:00Z", amends="MO/2022-23/0003")
    [(entry, field, why)] = refusal(document(orders=[*chain(), again]))
    assert (entry, field) == ("orders[3] MO/again", "amends")
    assert "lift" in why


def test_a_number_twice() -> None:
    found = refusal(
        document(orders=[order("MO/1"), order("MO/2"), order("MO/1", basis="assurance")])
    )
    assert [(entry, field) for entry, field, _why in found] == [("orders[2] MO/1", "number")]
    assert "orders[0] MO/1" in found[0][2]


def test_a_reference_twice() -> None:
    [(entry, field, why)] = refusal(document([outage(), outage()]))
    assert (entry, field) == ("outages[1] bo-1", "ref")
    assert "outages[0] bo-1" in why


@pytest.mark.parametrize("number", ["mo/1/A", "MO 1 a", "MO---1/a", "Mo-1-A"])
def test_two_numbers_with_one_address(number: str) -> None:
    [(entry, field, why)] = refusal(document(orders=[order("MO/1/A"), order(number)]))
    assert (entry, field) == (f"orders[1] {number}", "number")
    assert "MO/1/A" in why
    take(document(orders=[order("MO/1/A")]))
    [(entry, field, why)] = refusal(document(orders=[order(number)]), LATER)
    assert (entry, field) == (f"orders[0] {number}", "number")
    assert "MO/1/A" in why


def test_an_address_that_would_be_too_long() -> None:
    [(_entry, field, why)] = refusal(document(orders=[order("İ" * 60)]))
    assert (field, "too long" in why) == ("number", True)


# Beside what is on record already.

CHANGES: list[tuple[str, Raw, str]] = [
    ("basis", {"basis": "assurance"}, "basis"),
    ("title", {"title": {"hi": "और", "en": "Order"}}, "title"),
    ("text", {"text": {"hi": "", "en": ""}}, "text"),
    ("issue", {"issued_at": "2022-12-31T12:00:00.000001+05:30"}, "issued_at"),
    ("demonstration", {"demonstration": True}, "demonstration"),
    ("sources", {"sources": [{"title": "B", "date": "", "url": ""}]}, "sources"),
    ("one more line", {"coverage": [line(), line()]}, "coverage"),
    ("end", {"coverage": [line(ends_at=None)]}, "coverage[0].ends_at"),
    ("area", {"coverage": [line(area="any")]}, "coverage[0].area"),
    ("district", {"coverage": [line(districts=["agra"])]}, "coverage[0].districts"),
    ("district twice", {"coverage": [line(districts=["agra", "agra"])]}, "coverage[0].districts"),
    ("places", {"coverage": [line(restricted_to={"hi": "नगर", "en": "T"})]}, "coverage[0].restricted_to"),
    ("grace", {"coverage": [line(grace_hours=1)]}, "coverage[0].grace_hours"),
    ("outage", {"coverage": [line(until_restored=None)]}, "coverage[0].until_restored"),
    ("outage unknown", {"coverage": [line(until_restored="x")]}, "coverage[0].until_restored"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "field"), [c[1:] for c in CHANGES], ids=[c[0] for c in CHANGES])
def test_a_number_on_record_with_other_content(given: Raw, field: str) -> None:
    take(document(orders=[order()]))
    [(entry, named, why)] = refusal(document(orders=[order(**given)]), LATER)
    assert (entry, named) == (A0, field)
    assert "on record" in why


def test_an_order_on_record_that_amends_another_now() -> None:
    take(document())
    orders = chain()
    orders[1]["amends"] = None
    [(entry, field, why)] = refusal(document(orders=orders), LATER)
    assert (entry, field) == ("orders[1] MO/2022-23/0002", "amends")
    assert "there it is MO/2022-23/0001" in why


OUTAGE_CHANGES: list[tuple[str, Raw]] = [
    ("title", {"title": {"hi": "और", "en": "Upgrade"}}),
    ("discom", {"discom": "PUVVNL"}),
    ("districts", {"districts": ["agra"]}),
    ("area", {"area": "any"}),
    ("services", {"services": ["payment"]}),
    ("announced_at", {"announced_at": None}),
    ("starts_at", {"starts_at": "2023-01-01T00:00:01+05:30"}),
    ("expected_end", {"expected_end": None}),
    ("note", {"note": {"hi": "x", "en": ""}}),
    ("sources", {"sources": []}),
    ("demonstration", {"demonstration": True}),
    ("restored_at", {"restored_at": None}),
    ("restored_at", {"restored_at": "2023-01-03T00:00:00+05:30"}),
    ("confirmed_at", {"confirmed_at": None}),
    ("confirmed_at", {"confirmed_at": "2023-01-06T00:00:00+05:30"}),
]


@pytest.mark.parametrize(("field", "given"), OUTAGE_CHANGES)
def test_an_outage_on_record_with_other_content(field: str, given: Raw) -> None:
    confirmed = {"restored_at": RESTORED, "confirmed_at": "2023-01-05T00:00:00+05:30"}
    take(document([outage(**confirmed)], []))
    [(entry, named, why)] = refusal(document([outage(**confirmed | given)], []), LATER)
    assert (entry, named) == (O0, field)
    assert "on record" in why


@pytest.mark.parametrize(
    ("given", "field", "why"),
    [
        ({"restored_at": "2022-12-01T00:00:00Z"}, "restored_at", "began"),
        ({"restored_at": "2024-01-01T00:00:00Z"}, "restored_at", "future"),
        ({"confirmed_at": RESTORED}, "confirmed_at", "needs a restoration"),
        ({"restored_at": RESTORED, "confirmed_at": "2024-01-01T00:00:00Z"}, "confirmed_at", "future"),
    ],
)  # fmt: skip
def test_a_restoration_of_an_outage_on_record(given: Raw, field: str, why: str) -> None:
    take(document([outage()], []))
    [(entry, named, reason)] = refusal(document([outage(**given)], []), LATER)
    assert (entry, named) == (O0, field)
    assert why in reason


def test_an_outage_that_was_called_off() -> None:
    take(document([outage()], []))
    Outage.objects.update(called_off_at=NOW)
    [(entry, field, why)] = refusal(document([outage()], []), LATER)
    assert (entry, field, "called off" in why) == (O0, "ref", True)
    [(entry, field, why)] = refusal(document([], [order()]), LATER)
    assert (entry, field) == (A0, "coverage[0].until_restored")


def test_amendments_beside_the_record() -> None:
    take(document())
    for amends, why in [("MO/2022-23/0001", "newest"), ("MO/2022-23/0003", "lift")]:
        late = order("MO/late", "2023-02-01T00:00:00Z", amends=amends)
        [(entry, field, reason)] = refusal(document([], [late]), LATER)
        assert (entry, field) == ("orders[0] MO/late", "amends")
        assert why in reason
    early = order("MO/early", "2022-01-01T00:00:00Z", amends="MO/2022-23/0003")
    assert len(refusal(document([], [early]), LATER)) == 2


def test_a_draft_is_no_order_to_amend() -> None:
    take(document(orders=[]))
    Order.objects.create(title_hi="प्रारूप", title_en="Draft")
    [(_entry, field, why)] = refusal(document([], [order(amends="")]), LATER)
    assert (field, "unknown" in why) == ("amends", True)


def test_one_bad_entry_among_ten_thousand() -> None:
    start = datetime(2022, 1, 1, tzinfo=IST)
    orders = [
        order(f"MO/{n:05d}", (start + timedelta(minutes=n)).isoformat()) for n in range(10_000)
    ]
    orders[7_654]["coverage"][0]["ends_at"] = "2022-12-31T00:00:00+05:30"
    [(entry, field, why)] = refusal(document(orders=orders))
    assert (entry, field) == ("orders[7654] MO/07654", "coverage[0].ends_at")
    assert "after the start" in why

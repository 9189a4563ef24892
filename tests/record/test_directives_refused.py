"""What a directive of a document may not say: entry, field and reason of every refusal."""

import json
from typing import Any

import pytest

from moratorium.models import Directive, Order
from tests import builders

from .papers import LATER, Raw, chain, directive, document, order, outage, refusal, take, words

pytestmark = pytest.mark.usefixtures("places")

D0, D1 = "directives[0] D/2022-23/0001", "directives[1] D/2"
AHEAD = "2023-06-01T12:00:00.000001+05:30"
LATE = "2023-01-02T13:00:00+05:30"
MISSING = object()


def paper(*directives: Raw, orders: list[Raw] | None = None) -> Raw:
    return document(orders=orders, directives=list(directives))


def given(**fields: Any) -> Raw:
    """A directive with values put in, or taken away."""
    made = directive() | fields
    return {key: value for key, value in made.items() if value is not MISSING}


FORMS: list[tuple[str, Raw, str, str]] = [
    *((f"no {key}", {key: MISSING}, key, "missing") for key in directive()),
    ("unknown key", {"due_hours": 24}, "due_hours", "unknown"),
    ("sources", {"sources": []}, "sources", "unknown"),
    ("number no text", {"number": 7}, "number", "text"),
    ("order null", {"order": None}, "order", "text"),
    ("issued_at null", {"issued_at": None}, "issued_at", "text"),
    ("issued_at without offset", {"issued_at": "2023-01-01T00:00:00"}, "issued_at", "offset"),
    ("issued_at too fine", {"issued_at": "2023-01-01T00:00:00.0000001Z"}, "issued_at", "finer"),
    ("issued_at too late", {"issued_at": "2101-01-01T00:00:00Z"}, "issued_at", "2101"),
    ("subject no object", {"subject": "x"}, "subject", "object"),
    ("subject in Hindi only", {"subject": {"hi": "विषय", "en": " "}}, "subject.en", "empty"),
    ("subject in English only", {"subject": {"hi": "", "en": "x"}}, "subject.hi", "empty"),
    ("subject without Hindi", {"subject": {"en": "x"}}, "subject.hi", "missing"),
    ("subject in a third language", {"subject": words("x") | {"ur": "x"}}, "subject.ur", "unknown"),
    ("subject too long", {"subject": words("x" * 301, "क")}, "subject.en", "300"),
    ("body no object", {"body": None}, "body", "object"),
    ("body no text", {"body": {"hi": 1, "en": ""}}, "body.hi", "text"),
    ("body too long", {"body": words("x", "क" * 20_001)}, "body.hi", "20000"),
    ("NUL", {"body": words("a\0b", "क")}, "body.en", "character"),
    ("half a character", {"subject": words("x", "\ud800")}, "subject.hi", "character"),
    ("addressed_to no list", {"addressed_to": "PUVVNL"}, "addressed_to", "list"),
    ("addressed_to null", {"addressed_to": None}, "addressed_to", "list"),
    ("addressed_to no texts", {"addressed_to": ["PUVVNL", 1]}, "addressed_to", "text"),
    ("public no flag", {"public": 1}, "public", "true or false"),
    ("public null", {"public": None}, "public", "true or false"),
    ("demonstration no flag", {"demonstration": "no"}, "demonstration", "true or false"),
    ("kind unknown", {"kind": "recall"}, "kind", "impose, extend, lift, restored, clarify"),
    ("kind null", {"kind": None}, "kind", "impose"),
    ("replaces no text", {"replaces": 1}, "replaces", "text"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "field", "why"), [c[1:] for c in FORMS], ids=[c[0] for c in FORMS]
)
def test_a_value_of_the_wrong_form(fields: Raw, field: str, why: str) -> None:
    label = "directives[0]" if "number" in fields else D0
    [(entry, named, reason)] = refusal(json.dumps(paper(given(**fields))).encode())
    assert (entry, named) == (label, field)
    assert why in reason


@pytest.mark.parametrize("number", ["", " D/1", "D/1 ", "D" * 61, "D\n1", "\u200b"])
def test_its_number_is_short_and_printable(number: str) -> None:
    [(_entry, field, why)] = refusal(paper(directive(number)))
    assert (field, "1 to 60" in why) == ("number", True)


def test_what_is_no_object() -> None:
    assert refusal(document(directives=["x"]))[0][:2] == ("directives[0]", "")  # type: ignore[list-item]


RULES: list[tuple[str, Raw, str, str]] = [
    ("unknown order", {"order": "MO/9"}, "order", "unknown: MO/9"),
    ("order empty", {"order": ""}, "order", "unknown"),
    ("the order is an outage", {"order": "bo-1"}, "order", "unknown: bo-1"),
    ("the order is a directive", {"order": "D/2022-23/0001"}, "order", "unknown"),
    ("before its order", {"issued_at": "2022-12-31T11:59:59.999999+05:30"}, "issued_at",
     "before its order, which is of 2022-12-31T12:00:00+05:30"),
    ("in the future", {"issued_at": AHEAD}, "issued_at", "future"),
    ("to nobody", {"addressed_to": []}, "addressed_to", "at least one"),
    ("to an unknown discom", {"addressed_to": ["PUVVNL", "PVNL"]}, "addressed_to", "unknown: PVNL"),
    ("to a discom in lower case", {"addressed_to": ["puvvnl"]}, "addressed_to", "unknown"),
    ("to every discom at once", {"addressed_to": ["*"]}, "addressed_to", "unknown: *"),
    ("to a discom twice", {"addressed_to": ["PUVVNL", "KESCO", "PUVVNL"]}, "addressed_to", "twice"),
    ("a lift by an order that lifts nothing", {"kind": "lift"}, "kind", "no other order does"),
    ("an extension by the first order", {"kind": "extend"}, "kind", "does not amend"),
    ("restored before the confirmation", {"kind": "restored"}, "kind", "not confirmed"),
    ("in place of what is unknown", {"replaces": "D/9"}, "replaces", "unknown: D/9"),
    ("in place of nothing named", {"replaces": ""}, "replaces", "unknown"),
    ("in place of an order", {"replaces": "MO/2022-23/0001"}, "replaces", "unknown"),
    ("in place of itself", {"replaces": "D/2022-23/0001"}, "replaces", "itself"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "field", "why"), [c[1:] for c in RULES], ids=[c[0] for c in RULES]
)
def test_a_directive_that_breaks_a_rule(fields: Raw, field: str, why: str) -> None:
    [(entry, named, reason)] = refusal(paper(directive(**fields)))
    assert (entry, named) == (D0, field)
    assert why in reason


@pytest.mark.parametrize("kind", ["impose", "extend", "restored"])
def test_a_lift_is_told_as_one_or_clarified(kind: str) -> None:
    told = directive(order="MO/2022-23/0003", issued_at="2023-01-04T00:00:00Z", kind=kind)
    assert [each[:2] for each in refusal(paper(told))] == [(D0, "kind")]


def test_restored_is_told_once_it_was_confirmed_at_its_issue() -> None:
    ended = outage(
        restored_at="2023-01-04T20:00:00+05:30", confirmed_at="2023-01-05T08:00:00+05:30"
    )
    for moment, refused in [
        ("2023-01-05T07:59:59+05:30", True),
        ("2023-01-05T08:00:00+05:30", False),
    ]:
        told = document([ended], [order()], [directive(issued_at=moment, kind="restored")])
        if refused:
            assert [each[:2] for each in refusal(told)] == [(D0, "kind")]
        else:
            assert take(told).directives == 1


def test_at_the_instant_of_its_order_is_early_enough() -> None:
    assert take(paper(directive(issued_at="2022-12-31T12:00:00+05:30"))).directives == 1


def test_an_order_that_cannot_be_read_is_not_unknown() -> None:
    found = refusal(paper(directive(), orders=[order(basis="rumour")]))
    assert [each[1] for each in found] == ["basis"]


def test_a_directive_that_cannot_be_read_is_not_unknown() -> None:
    found = refusal(paper(directive(public=1), directive("D/2", LATE, replaces="D/2022-23/0001")))
    assert [each[1] for each in found] == ["public"]


@pytest.mark.parametrize("moment", ["2022-12-31T13:00:00+05:30", "2022-12-31T12:30:00+05:30"])
def test_a_replacement_is_issued_after_what_it_replaces(moment: str) -> None:
    late = directive("D/2", moment, replaces="D/2022-23/0001")
    [(entry, field, why)] = refusal(paper(directive(), late))
    assert (entry, field) == (D1, "replaces")
    assert "issued after" in why


def test_a_circle_of_replacements() -> None:
    found = refusal(
        paper(directive(replaces="D/2"), directive("D/2", LATE, replaces="D/2022-23/0001"))
    )
    assert found[0][:2] == (D0, "replaces")


def test_a_directive_is_replaced_once() -> None:
    """The one that was issued later is refused, wherever it stands."""
    first = directive()
    second = directive("D/2", LATE, replaces=first["number"])
    third = directive("D/3", "2023-01-03T00:00:00Z", replaces=first["number"])
    for place, several in enumerate([[third, first, second], [first, second, third]]):
        [(entry, field, why)] = refusal(paper(*several))
        assert (entry, field) == (f"directives[{place * 2}] D/3", "replaces")
        assert "by D/2" in why
    take(paper(first, second))
    [(entry, field, why)] = refusal(document([], [], [third]), LATER)
    assert (entry, field, "by D/2" in why) == ("directives[0] D/3", "replaces", True)


# Numbers


def test_a_number_is_one_directives_or_one_orders() -> None:
    number = "MO/2022-23/0002"
    [(entry, field, why)] = refusal(paper(directive(number)))
    assert (entry, field) == (f"directives[0] {number}", "number")
    assert f"orders[1] {number}" in why
    [(entry, field, why)] = refusal(paper(directive(), directive()))
    assert (entry, field) == ("directives[1] D/2022-23/0001", "number")
    assert "directives[0] D/2022-23/0001" in why


def test_a_number_of_an_order_on_record() -> None:
    take(document())
    number = "MO/2022-23/0002"
    [(entry, field, why)] = refusal(document([], [], [directive(number)]), LATER)
    assert (entry, field) == (f"directives[0] {number}", "number")
    assert "An order has this number" in why


def test_an_orders_number_of_a_directive_on_record() -> None:
    take(paper(directive("X/1")))
    [(entry, field, why)] = refusal(document([], [order("X/1")]), LATER)
    assert (entry, field) == ("orders[0] X/1", "number")
    assert "A directive has this number" in why


@pytest.mark.parametrize("number", ["d/1/A", "D 1 a", "D---1/a"])
def test_two_numbers_with_one_address(number: str) -> None:
    [(entry, field, why)] = refusal(paper(directive("D/1/A"), directive(number)))
    assert (entry, field) == (f"directives[1] {number}", "number")
    assert "D/1/A" in why
    take(paper(directive("D/1/A")))
    [(entry, field, why)] = refusal(document([], [], [directive(number)]), LATER)
    assert (entry, field) == (f"directives[0] {number}", "number")
    assert "D/1/A" in why


def test_an_order_and_a_directive_have_addresses_of_their_own() -> None:
    assert take(paper(directive("mo 2022 23 0001"))).directives == 1


# Beside what is on record already.

CHANGES: list[tuple[str, Raw, str]] = [
    ("order", {"order": "MO/2022-23/0002"}, "MO/2022-23/0001"),
    ("issued_at", {"issued_at": LATE}, "2022-12-31T13:00:00+05:30"),
    ("subject", {"subject": words("Other")}, "Directive"),
    ("body", {"body": words()}, "To be read out."),
    ("addressed_to", {"addressed_to": ["PUVVNL", "KESCO"]}, "PUVVNL"),
    ("addressed_to", {"addressed_to": ["PVNL"]}, "PUVVNL"),
    ("public", {"public": False}, "True"),
    ("kind", {"kind": "clarify"}, "impose"),
    ("replaces", {"replaces": "D/9"}, "null"),
    ("demonstration", {"demonstration": True}, "False"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "fields", "was"), CHANGES)
def test_a_number_on_record_with_other_content(field: str, fields: Raw, was: str) -> None:
    take(paper(directive()))
    changed = directive(**{"kind": "impose"} | fields)
    found = refusal(document([], [], [changed]), LATER)
    assert (D0, field) in [each[:2] for each in found]
    assert was in {named: why for _entry, named, why in found}[field]
    assert all("on record" in why for _entry, _field, why in found)


def test_what_stands_on_the_desk_is_no_part_of_the_record() -> None:
    take(document())
    draft = builders.directive(Order.objects.get(number="MO/2022-23/0001"))
    assert draft.number is None
    [(_entry, field, why)] = refusal(
        document([], [], [directive(replaces=f"directive draft {draft.pk}")]), LATER
    )
    assert (field, "unknown" in why) == ("replaces", True)


# The letter


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"body": words("a", "क\u202eख")}, "body.hi"),
        ({"body": words("a \U000e0041 b", "क")}, "body.en"),
        ({"subject": words("a\u2066b", "क")}, "subject.en"),
        ({"subject": words("a", "\ue000")}, "subject.hi"),
    ],
)
def test_a_text_that_cannot_be_set_in_type(fields: Raw, field: str) -> None:
    pytest.importorskip("moratorium.letters.printable")
    [(entry, named, _why)] = refusal(paper(directive(**fields)))
    assert (entry, named) == (D0, field)


def test_one_bad_entry_refuses_the_whole_document() -> None:
    several = [directive(f"D/{n}") for n in range(30)]
    several[17]["addressed_to"] = ["PVNL"]
    [(entry, field, _why)] = refusal(paper(*several, orders=chain()))
    assert (entry, field) == ("directives[17] D/17", "addressed_to")
    assert not Directive.objects.exists()

"""What is no document of the format, whatever the record holds: one case for each rule."""

import json
from typing import Any

import pytest

from .papers import Raw, document, order, refusal, written

pytestmark = pytest.mark.usefixtures("places")

O0 = "outages[0] bo-1"
A0, A1 = "orders[0] MO/2022-23/0001", "orders[1] MO/2022-23/0002"


def changed(path: str, value: Any) -> Raw:
    """The sound document with one value put in, such as at `orders 0 coverage 0 ends_at`."""
    paper = document()
    *way, last = [int(step) if step.isdigit() else step for step in path.split()]
    place: Any = paper
    for step in way:
        place = place[step]
    if value is MISSING:
        del place[last]
    else:
        place[last] = value
    return paper


MISSING = object()

BYTES = [
    ("not UTF-8", b'{"format": "\xff"}', "", "UTF-8"),
    ("UTF-16", written(document()).decode().encode("utf-16"), "", "UTF-8"),
    ("not JSON", b"{", "", "not JSON"),
    ("empty", b"", "", "not JSON"),
    ("two documents", b"{}{}", "", "not JSON"),
    ("too deep", b"[" * 100_000, "", "not JSON"),
    ("a list", b"[]", "", "object"),
    ("null", b"null", "", "object"),
    ("NaN", b'{"format": NaN}', "", "NaN is not JSON"),
    ("Infinity", b'{"format": -Infinity}', "", "-Infinity is not JSON"),
    ("a number without end", b'{"format": ' + b"9" * 5000 + b"}", "", "not JSON"),
    ("a key twice at the top", b'{"format": 1, "format": 1}', "format", "comes twice"),
    ("a key that cannot be printed", b'{"\\ud800\\n": 1}', "", "missing"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "field", "why"), [c[1:] for c in BYTES], ids=[c[0] for c in BYTES]
)
def test_what_is_no_document(data: bytes, field: str, why: str) -> None:
    found = refusal(data)
    assert any(why in reason for _entry, _field, reason in found)
    if field:
        assert field in [each[1] for each in found]


TOP = [
    ("wrong format", "format", "moratorium-record/2", "format", "moratorium-record/1"),
    ("format no text", "format", 1, "format", "moratorium-record/1"),
    ("no format", "format", MISSING, "format", "missing"),
    ("no outages", "outages", MISSING, "outages", "missing"),
    ("no orders", "orders", MISSING, "orders", "missing"),
    ("unknown key", "letters", [], "letters", "unknown"),
    ("outages no list", "outages", {}, "outages", "list"),
    ("orders null", "orders", None, "orders", "list"),
    ("directives no list", "directives", "x", "directives", "list"),
]


@pytest.mark.parametrize(
    ("key", "value", "field", "why"), [c[1:] for c in TOP], ids=[c[0] for c in TOP]
)
def test_the_top(key: str, value: Any, field: str, why: str) -> None:
    [(entry, named, reason)] = refusal(changed(key, value))
    assert (entry, named) == ("", field)
    assert why in reason


LONG = "क" * 301
BOTH = {"hi": "नगर", "en": "Town"}
VALUES = [
    # Entries and keys.
    ("unknown key, outage", "outages 0 until", 1, O0, "until", "unknown"),
    ("unknown key, order", "orders 0 ends_at", None, A0, "ends_at", "unknown"),
    ("unknown key, line", "orders 0 coverage 0 places", [], A0, "coverage[0].places", "unknown"),
    ("demonstration on a line", "orders 0 coverage 0 demonstration", True, A0,
     "coverage[0].demonstration", "unknown"),
    ("unknown key, words", "orders 0 title ur", "x", A0, "title.ur", "unknown"),
    ("unknown key, source", "outages 0 sources 0 page", 1, O0, "sources[0].page", "unknown"),
    ("missing key, outage", "outages 0 note", MISSING, O0, "note", "missing"),
    ("announced_at is missing", "outages 0 announced_at", MISSING, O0, "announced_at", "missing"),
    ("missing key, order", "orders 0 lift", MISSING, A0, "lift", "missing"),
    ("issued_at is missing", "orders 0 issued_at", MISSING, A0, "issued_at", "missing"),
    ("missing key, line", "orders 0 coverage 0 area", MISSING, A0, "coverage[0].area", "missing"),
    ("missing key, words", "orders 0 text hi", MISSING, A0, "text.hi", "missing"),
    ("missing title", "orders 0 title en", MISSING, A0, "title.en", "missing"),
    ("missing key, source", "outages 0 sources 0 url", MISSING, O0, "sources[0].url", "missing"),
    # Kinds of values.
    ("title no object", "orders 0 title", "x", A0, "title", "object"),
    ("title null", "orders 0 title", None, A0, "title", "object"),
    ("text no text", "orders 0 text en", 1, A0, "text.en", "text"),
    ("coverage no list", "orders 0 coverage", {}, A0, "coverage", "list"),
    ("coverage null", "orders 0 coverage", None, A0, "coverage", "list"),
    ("line no object", "orders 0 coverage 0", None, A0, "coverage[0]", "object"),
    ("lift no flag", "orders 0 lift", 0, A0, "lift", "true or false"),
    ("lift null", "orders 0 lift", None, A0, "lift", "true or false"),
    ("demonstration no flag", "outages 0 demonstration", "yes", O0, "demonstration", "true or false"),
    ("sources no list", "outages 0 sources", {}, O0, "sources", "list"),
    ("source no object", "outages 0 sources 0", "A paper", O0, "sources[0]", "object"),
    ("source title no text", "outages 0 sources 0 title", None, O0, "sources[0].title", "text"),
    ("source date", "outages 0 sources 0 date", "2022-02-30", O0, "sources[0].date", "YYYY"),
    ("source date, week", "outages 0 sources 0 date", "2022-W01-1", O0, "sources[0].date", "YYYY"),
    ("source address", "outages 0 sources 0 url", "javascript:x", O0, "sources[0].url", "http"),
    ("districts no list", "outages 0 districts", "agra", O0, "districts", "list"),
    ("district no text", "outages 0 districts", [1], O0, "districts", "text"),
    ("services no list", "outages 0 services", None, O0, "services", "list"),
    ("discom no text", "outages 0 discom", None, O0, "discom", "text"),
    ("amends no text", "orders 1 amends", 1, A1, "amends", "text"),
    ("outage's name no text", "orders 0 coverage 0 until_restored", True, A0,
     "coverage[0].until_restored", "text"),
    # What texts may hold.
    ("title empty", "orders 0 title hi", "", A0, "title.hi", "empty"),
    ("title white", "orders 0 title en", " \u00a0", A0, "title.en", "empty"),
    ("outage's title empty", "outages 0 title en", "", O0, "title.en", "empty"),
    ("title too long", "orders 0 title hi", LONG, A0, "title.hi", "300"),
    ("places too long", "orders 0 coverage 0 restricted_to en", "x" * 1001, A0,
     "coverage[0].restricted_to.en", "1000"),
    ("NUL", "orders 0 text en", "a\0b", A0, "text.en", "character"),
    ("half a character", "outages 0 note hi", "\ud800", O0, "note.hi", "character"),
    ("NUL in a source", "outages 0 sources 0 title", "\0", O0, "sources[0].title", "character"),
    # Words that are chosen from a list.
    ("area, outage", "outages 0 area", "town", O0, "area", "any, urban, rural"),
    ("area, line", "orders 0 coverage 0 area", None, A0, "coverage[0].area", "any, urban, rural"),
    ("basis", "orders 0 basis", "rumour", A0, "basis", "order, assurance"),
    ("basis null", "orders 0 basis", None, A0, "basis", "order, assurance"),
    ("service unknown", "outages 0 services", ["payment", "meters"], O0, "services", "payment"),
    ("service twice", "outages 0 services", ["payment", "payment"], O0, "services", "twice"),
    # Instants.
    ("no instant", "orders 0 issued_at", "yesterday", A0, "issued_at", "ISO 8601"),
    ("instant null", "orders 0 issued_at", None, A0, "issued_at", "text"),
    ("instant a number", "outages 0 starts_at", 1, O0, "starts_at", "text"),
    ("only a date", "outages 0 starts_at", "2023-01-01", O0, "starts_at", "ISO 8601"),
    ("no such day", "outages 0 starts_at", "2023-02-29T00:00:00Z", O0, "starts_at", "ISO 8601"),
    ("no offset", "orders 0 issued_at", "2023-01-01T00:00:00", A0, "issued_at", "offset"),
    ("too fine", "orders 0 issued_at", "2023-01-01T00:00:00.0000001Z", A0, "issued_at", "finer"),
    ("too early", "outages 0 starts_at", "1999-12-31T23:59:59Z", O0, "starts_at", "2000"),
    ("too late", "outages 0 expected_end", "2101-01-01T05:30:00+05:30", O0, "expected_end", "2101"),
    ("too late, line", "orders 0 coverage 0 ends_at", "2101-01-01T00:00:00Z", A0,
     "coverage[0].ends_at", "2101"),
    ("line's start null", "orders 0 coverage 0 starts_at", None, A0, "coverage[0].starts_at", "text"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "value", "entry", "field", "why"), [c[1:] for c in VALUES], ids=[c[0] for c in VALUES]
)
def test_a_value_of_the_wrong_form(path: str, value: Any, entry: str, field: str, why: str) -> None:
    paper = changed(path, value)
    data = json.dumps(paper).encode()  # escapes what UTF-8 cannot hold
    [(found, named, reason)] = refusal(data)
    assert (found, named) == (entry, field)
    assert why in reason


NAMELESS = [
    ("outages 0", [], "outages[0]", "", "object"),
    ("orders 0", "x", "orders[0]", "", "object"),
    ("orders 0 number", 1, "orders[0]", "number", "text"),
    ("orders 0 number", MISSING, "orders[0]", "number", "missing"),
    ("outages 0 ref", None, "outages[0]", "ref", "text"),
]


@pytest.mark.parametrize(("path", "value", "entry", "field", "why"), NAMELESS)
def test_an_entry_without_a_name(path: str, value: Any, entry: str, field: str, why: str) -> None:
    """Whatever else named it is told as well."""
    found = refusal(changed(path, value))
    assert found[0][:2] == (entry, field)
    assert why in found[0][2]


NUMBERS = ["", " MO/1", "MO/1 ", "M" * 61, "MO\n1", "MO\u00a01", "MO\t1", "\u200b", "\ud800"]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("noun", ["orders", "outages"])
def test_numbers_and_references_are_short_and_printable(noun: str, number: str) -> None:
    paper = document(orders=[order()])
    key = "number" if noun == "orders" else "ref"
    paper[noun][0][key] = number
    if noun == "outages":
        paper["orders"][0]["coverage"][0]["until_restored"] = number
    found = refusal(json.dumps(paper).encode())
    assert (key, True) in [(field, "1 to 60" in why) for _entry, field, why in found]


@pytest.mark.parametrize(
    ("inside", "entry", "field"),
    [
        ('"note": {"hi": "", "hi": "", "en": ""}', O0, "note.hi"),
        ('"note": {"hi": "", "en": ""}, "ref": "bo-1"', O0, "ref"),
    ],
)
def test_a_key_twice_within_an_entry(inside: str, entry: str, field: str) -> None:
    text = written(document()).decode().replace('"note": {"hi": "", "en": ""}', inside, 1)
    assert [(e, f) for e, f, _why in refusal(text.encode())] == [(entry, field)]


def test_every_fault_is_told_up_to_twenty() -> None:
    paper = document(orders=[order(f"MO/{n}", basis="rumour") for n in range(30)])
    assert [entry for entry, _f, _w in refusal(paper)] == [f"orders[{n}] MO/{n}" for n in range(20)]
    paper["orders"] = paper["orders"][:3]
    paper["outages"][0]["area"] = "town"
    assert len(refusal(paper)) == 4

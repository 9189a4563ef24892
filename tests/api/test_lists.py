"""The board, the archive, the notices and the reference data as JSON."""

import pytest
import time_machine
from django.test import Client

from moratorium.register import editions
from tests.shared_records import BeginFrom

from . import records
from .asking import ROOT, fields, get

pytestmark = pytest.mark.usefixtures("reference")
NEW_YEAR = time_machine.travel("2023-01-01T06:30:00Z", tick=False)


def issue_three() -> None:
    """One in force, one past its planned end, one upcoming."""
    late = records.line("MVVNL", ends_at=records.hours(24), until_restored=records.outage())
    soon = records.line(
        "KESCO", starts_at=records.PLANNED, ends_at=records.hours(9, records.PLANNED)
    )
    records.issue("MO/1", [records.line("PUVVNL", "varanasi", area="rural", restricted="Ramnagar")])
    records.issue("MO/2", [late], basis="assurance")
    records.issue("MO/3", [soon], demonstration=True)


@NEW_YEAR
def test_the_board_as_data() -> None:
    issue_three()
    board = get("protections")
    # The last midnight: since then nothing could have changed.
    assert board["as_of"] == "2023-01-01T00:00:00+05:30"
    assert board["next_change"] == "2023-01-05T00:00:00+05:30"
    numbers = [
        [o["number"] for o in board[n]] for n in ("current", "upcoming", "planned_end_passed")
    ]
    assert numbers == [["MO/2", "MO/1"], ["MO/3"], ["MO/2"]]


@NEW_YEAR
def test_an_order_on_the_board_says_what_it_rests_on_and_what_it_covers() -> None:
    issue_three()
    board = get("protections")
    late, named = board["current"]
    assert (late["basis"], named["basis"]) == ("assurance", "order")
    assert board["upcoming"][0]["demonstration"] is True
    assert named["url"]["en"].endswith("/en/orders/mo-1/")
    [line] = named["lines"]
    assert (line["discom"], line["districts"], line["area"]) == ("PUVVNL", ["varanasi"], "rural")
    assert line["restricted_to"] == {"hi": "Ramnagar", "en": "Ramnagar"}
    assert line["window"]["end"] == line["ends_at"] == "2023-01-05T00:00:00+05:30"
    assert "no consumer's supply shall be disconnected" in line["sentence"]["en"]
    assert "संयोजन विच्छेदन" in line["sentence"]["hi"]
    assert late["lines"][0]["until_restored"] == "BO/1"
    assert late["lines"][0]["window"]["end"] is None


def test_an_empty_record_has_an_edition_too() -> None:
    board = get("protections")
    assert board["edition"] == "0"
    assert board["current"] == board["upcoming"] == board["planned_end_passed"] == []
    assert board["next_change"] is None


def test_the_edition_stays_until_the_next_act(begin_from: BeginFrom) -> None:
    begin_from(records.demonstration)
    assert get("protections")["edition"] == get("protections")["edition"] == editions.current()
    assert editions.current() != "0"


@NEW_YEAR
def test_the_archive_newest_first_with_pages() -> None:
    issue_three()
    first = get("orders", page_size=2)
    assert [o["number"] for o in first["items"]] == ["MO/3", "MO/2"]
    assert (first["count"], first["pages"], first["previous"]) == (3, 2, None)
    second = Client().get(first["next"]).json()
    assert [o["number"] for o in second["items"]] == ["MO/1"]
    assert second["next"] is None
    assert get("orders", page=7, page_size=2)["items"] == []


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ({"discom": "MVVNL"}, ["MO/2"]),
        ({"discom": "*"}, []),
        ({"district": "varanasi", "discom": "PUVVNL"}, ["MO/1"]),
        ({"area": "urban"}, ["MO/3", "MO/2"]),
        ({"text": "mo/1"}, ["MO/1"]),
        ({"year": "2022"}, ["MO/3", "MO/2", "MO/1"]),
        ({"year": "2023"}, []),
    ],
)
@NEW_YEAR
def test_the_archive_is_searched(search: dict, found: list[str]) -> None:
    issue_three()
    assert [o["number"] for o in get("orders", **search)["items"]] == found


@pytest.mark.parametrize(
    ("search", "named"),
    [
        ({"page": "0"}, "page"), ({"page": "-1"}, "page"), ({"page": "1.0"}, "page"),
        ({"page": "१"}, "page"), ({"page": "9" * 30}, "page"), ({"page": " 1"}, "page"),
        ({"page_size": "501"}, "page_size"), ({"page_size": "0"}, "page_size"),
        ({"year": "1999"}, "year"), ({"year": "next"}, "year"), ({"text": ""}, "text"),
        ({"text": "a\0b"}, "text"), ({"discom": "X"}, "discom"), ({"area": "any"}, "area"),
        ({"district": "x"}, "district"), ({"discom": "KESCO", "district": "agra"}, "district"),
        ({"sort": "x"}, "sort"), ({"page": ["1", "2"]}, "page"),
    ],
)  # fmt: skip
def test_a_bad_search_is_refused_at_its_field(search: dict, named: str) -> None:
    assert fields(get("orders", 400, **search)) == [named]


@NEW_YEAR
def test_one_order_with_its_chain() -> None:
    first = records.issue("MO/1", [records.line()], text_hi="पाठ", text_en="Text")
    records.issue("MO/2", [], issued_at=records.hours(48), amends=first, lift=True)
    order = get("orders/mo-1")
    assert [(v["number"], v["lift"]) for v in order["chain"]] == [("MO/1", False), ("MO/2", True)]
    assert order["successor"]["number"] == "MO/2"
    assert (order["text"]["en"], order["state"], order["imported"]) == ("Text", "ended", True)
    assert order["lines"][0]["window"]["end"] == "2022-12-31T18:00:00+05:30"
    assert get("orders/mo-2")["state"] == "lift"


def test_a_hindi_slug_is_an_address() -> None:
    records.issue("आदेश-1", [records.line()])
    order = get("orders/आदेश-1")
    assert order["url"]["hi"].isascii()


@pytest.mark.parametrize("slug", ["nothing", "%00", "%FF", "a%0Ab", "MO-1", "x" * 3000])
def test_an_unknown_order_is_404(slug: str) -> None:
    records.issue("MO/1", [records.line()])
    assert fields(get(f"orders/{slug}", 404)) == ["slug"]


def test_a_draft_is_no_order() -> None:
    records.Order.objects.create(number="MO/1", slug="mo-1", imported=True)
    get("orders/mo-1", 404)


def test_notices_by_year(begin_from: BeginFrom) -> None:
    begin_from(records.demonstration)
    everything = get("notices")
    assert everything["count"] == len(everything["items"]) > 5
    assert (
        get("notices", year=2024)["count"] + get("notices", year=2023)["count"]
        == everything["count"]
    )
    assert get("notices", year=2000)["items"] == get("notices", year=2100)["items"] == []
    first = everything["items"][0]
    assert first["demonstration"] is True
    assert first["url"]["hi"].endswith(f"/notices/{first['seq']}/")
    assert {n["order"] for n in everything["items"] if n["act"].startswith("outage.")} == {None}


def test_the_suppliers() -> None:
    discoms = {each["code"]: each for each in get("discoms")["items"]}
    assert len(discoms) == 7
    assert discoms["TORRENT"]["kind"] == "franchisee"
    assert discoms["TORRENT"]["districts"] == ["agra"]


@NEW_YEAR
def test_the_districts_with_their_state_now() -> None:
    records.issue("MO/1", [records.line("PUVVNL", "varanasi", area="rural")])
    page = get("districts")
    assert page["count"] == len(page["items"]) == 75
    districts = {each["slug"]: each for each in page["items"]}
    varanasi = districts["varanasi"]
    assert varanasi["state"] == "depends"
    assert {a["area"]: a["state"] for a in varanasi["areas"]} == {
        "urban": "not_protected", "rural": "protected",
    }  # fmt: skip
    assert varanasi["areas"][1]["suppliers"][0]["orders"] == ["MO/1"]
    agra = districts["agra"]["areas"][0]["suppliers"]
    assert [s["discom"] for s in agra] == ["DVVNL", "TORRENT"]
    assert agra[1]["places"]["en"] == "Agra city"


@pytest.mark.parametrize("path", ["protections", "discoms", "districts", "notices", "openapi.json"])
def test_unknown_parameters_are_refused_everywhere(path: str) -> None:
    assert fields(get(path, 400, colour="red")) == ["colour"]
    assert Client().get(f"{ROOT}{path}").headers["Access-Control-Allow-Origin"] == "*"

"""A ladder a page at a time: what is under a place, late first, and only who is late."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from moratorium.models import Directive, Office
from moratorium.register import ladder as register
from moratorium.register import ladder_pages, ladder_sheets
from moratorium.register.ladder_pages import Asked, LadderPage
from moratorium.rules.directives import ACKNOWLEDGED, OPENED, SERVED
from moratorium.rules.wording import EN, HI
from tests import builders as build
from tests.builders import NEW_YEAR

from . import laddering

pytestmark = pytest.mark.django_db

LATE = NEW_YEAR + timedelta(hours=49)


@pytest.fixture
def offices() -> dict[str, Office]:
    return build.offices()


def ladder(directive: Directive, at: Any = LATE) -> register.Ladder:
    found = register.ladder(directive.pk, at)
    assert found is not None
    return found


def page(directive: Directive, query: str = "", at: Any = LATE) -> LadderPage | None:
    wanted = ladder_pages.asked(QueryDict(query))
    return None if wanted is None else ladder_pages.page(ladder(directive, at), wanted)


def shown(directive: Directive, query: str = "", at: Any = LATE) -> list[str]:
    found = page(directive, query, at)
    assert found is not None
    return [row.code for row in found.rows]


def test_it_opens_with_the_discoms_and_leads_down_from_each(offices: Any) -> None:
    directive = build.issued_directive()
    first = page(directive)
    assert first is not None
    assert [(row.code, row.query) for row in first.rows] == [("PUVVNL", "?under=HO")]
    assert shown(directive, "under=HO") == ["Z1", "Z2"]
    assert shown(directive, "under=D1") == []


def test_a_discom_with_several_offices_at_the_top_shows_them(offices: Any) -> None:
    build.office("LONE", "division", None)
    directive = build.issued_directive()
    first = page(directive)
    assert first is not None
    assert first.rows[0].query == "?discom=PUVVNL"
    assert shown(directive, "discom=PUVVNL") == ["HO", "LONE"]
    here = page(directive, "under=Z1")
    assert here is not None
    assert [each.query for each in here.way] == ["?", "?discom=PUVVNL", "?under=HO"]


def test_where_most_are_late_stands_first(offices: dict[str, Office]) -> None:
    directive = build.issued_directive()
    for code in ("Z1", "C1", "D1"):
        laddering.step(directive, offices[code], ACKNOWLEDGED)
    assert shown(directive, "under=HO") == ["Z2", "Z1"]
    assert shown(directive, "under=HO", NEW_YEAR) == ["Z1", "Z2"]


def test_late_only_finds_them_wherever_they_stand(offices: dict[str, Office]) -> None:
    directive = build.issued_directive()
    laddering.step(directive, offices["C1"], ACKNOWLEDGED)
    assert shown(directive, "late=1") == ["HO", "Z1", "D1", "Z2"]
    assert shown(directive, "under=Z1&late=1") == ["Z1", "D1"]
    assert shown(directive, "discom=PUVVNL&late=1") == ["HO", "Z1", "D1", "Z2"]
    assert shown(directive, "late=1", NEW_YEAR) == []


def test_a_late_row_says_where_how_long_and_who_is_posted_there(offices: Any) -> None:
    directive = build.issued_directive(offices=[offices["D1"]])
    build.posting(build.rakesh(), offices["D1"])
    found = page(directive, "late=1")
    assert found is not None
    (row,) = found.rows
    assert [each.en for each in row.way] == ["HO", "Z1", "C1"]
    assert row.late_for == timedelta(hours=25)
    assert [each.name.en for each in row.holders] == ["Rakesh (test)"]
    assert row.rung is not None
    assert row.rung.risen_to is not None
    assert row.rung.risen_to.code == "Z1"


def test_the_way_names_the_discom_once_for_its_head_office(offices: dict[str, Office]) -> None:
    directive = build.issued_directive()
    here = page(directive, "under=C1")
    assert here is not None
    assert [each.query for each in here.way] == ["?", "?under=HO", "?under=Z1"]
    assert [each.name and each.name.en for each in here.way] == [None, "PUVVNL", "Z1"]
    head = page(directive, "under=HO")
    assert head is not None
    assert [each.query for each in head.way] == ["?"]
    assert page(directive).way == ()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "query",
    ["under=NONE", "discom=NPCL", "under=Z1&discom=PUVVNL", "late=2", "page=0", "page=2",
     "page=x", "page=9999999999", "page=%E0%A5%A7", "nothing=1", "under=%00"],
)  # fmt: skip
def test_what_no_link_leads_to_is_not_there(offices: Any, query: str) -> None:
    build.npcl()
    assert page(build.issued_directive(), query) is None


def test_many_rows_come_in_pages_and_the_links_keep_the_place() -> None:
    head = build.office("HO", "head")
    for number in range(ladder_pages.ROWS + 1):
        build.office(f"Z{number:03d}", "zone", head)
    directive = build.issued_directive()
    first = page(directive, "under=HO")
    assert first is not None
    assert (len(first.rows), first.count, first.pages) == (50, 51, 2)
    assert (first.before, first.after) == ("", "?under=HO&page=2")
    assert shown(directive, "under=HO&page=2") == ["Z050"]
    late = page(directive, "late=1&page=2")
    assert late is not None
    assert (late.before, late.after, len(late.rows)) == ("?late=1&page=1", "", 2)


def test_the_ladder_and_a_page_of_it_take_at_most_eight_queries() -> None:
    offices = laddering.many(400)
    build.posting(build.rakesh(), offices[3])
    laddering.lose(offices[-1])
    directive = build.issued_directive()
    for office in offices[::2]:
        laddering.step(directive, office, SERVED, OPENED)
    with CaptureQueriesContext(connection) as captured:
        found = ladder_pages.page(ladder(directive), Asked(late=True))
    assert found is not None
    assert found.count == 400
    assert len(captured) <= 8


def test_the_sheet_has_a_row_for_every_office_addressed(offices: dict[str, Office]) -> None:
    directive = build.issued_directive(offices=[offices["D1"], offices["Z2"]])
    laddering.step(directive, offices["Z2"], ACKNOWLEDGED, at=NEW_YEAR + timedelta(hours=1))
    head, *rows = (row for block in ladder_sheets.blocks(ladder(directive), EN) for row in block)
    first, second = (dict(zip(head, row, strict=True)) for row in rows)
    assert len(head) == 8 + 4 * 3 + 3
    assert [first[name] for name in ("Discom", "Zone", "Circle", "Division", "Office code")] == [
        "PUVVNL", "Z1", "C1", "D1", "D1",
    ]  # fmt: skip
    assert first["Late since"] == "2023-01-02T00:00:00+05:30"
    assert first["Risen to office"] == "Z1"
    assert first["Acknowledged: at"] == ""
    assert (second["Zone"], second["Circle"], second["Late since"]) == ("Z2", "", "")
    assert second["Acknowledged: at"] == "2023-01-01T01:00:00+05:30"
    assert second["Acknowledged: by"] == "Rakesh (test)"
    assert second["Acknowledged: post"] == "Executive Engineer"


def test_the_sheet_speaks_the_readers_language(offices: dict[str, Office]) -> None:
    directive = build.issued_directive()
    laddering.step(directive, offices["HO"], SERVED)
    (head,), rows, *_rest = ladder_sheets.blocks(ladder(directive), HI)
    first = dict(zip(head, rows[0], strict=True))
    assert first["स्तर"] == "मुख्यालय"
    assert first["पहुँचा: किसने"] == "राकेश (परीक्षण)"
    assert len(set(head)) == len(head)

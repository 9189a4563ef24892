"""Lists as files: what matches, in both languages, and nothing that a spreadsheet would run."""

import csv
import io
from typing import Any

import pytest

from moratorium.models import Order
from moratorium.operations import reference
from moratorium.register.lists import books
from tests import builders as build
from tests.builders import ist
from tests.shared_records import BeginFrom

from . import desk

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("prefix", desk.PREFIXES)
kinds = pytest.mark.parametrize("kind", ["csv", "xlsx"])
FORMULA = '=HYPERLINK("https://example.org","x")'


@pytest.fixture
def at_the_desk(begin_from: BeginFrom, time_machine: Any) -> Any:
    time_machine.move_to(ist(2023, 1, 5, 10), tick=False)
    begin_from(reference.load)
    return desk.of(desk.auditor())


def exported(client: Any, kind: str, query: str = "", noun: str = "order", prefix: str = "/en"):
    """The rows of an export, the head first."""
    response = client.get(desk.page(prefix, noun, kind) + query)
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].endswith(f'="{noun}s-2023-01-05.{kind}"')
    content = b"".join(response.streaming_content)
    if kind == "xlsx":
        return list(books.rows(content))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\xef\xbb\xbf") == 1
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@kinds
def test_an_export_says_what_the_list_says_and_instants_for_programs(
    at_the_desk: Any, kind: str
) -> None:
    outage = build.outage(expected_end=ist(2023, 1, 3))
    lines = [{"until_restored": outage, "ends_at": None}, {"discom": build.discom("KESCO")}]
    order = build.issued(lines=lines)
    head, row = exported(at_the_desk, kind)
    told = dict(zip(head, row, strict=True))
    assert told == {
        "Number": order.number, "State": "in force, planned end passed", "Basis": "signed order",
        "Title in Hindi": "परीक्षण आदेश", "Title in English": "Test order",
        "Where, in Hindi": "सभी निगम, शहरी एवं ग्रामीण; केस्को, शहरी एवं ग्रामीण",
        "Where, in English": "all discoms, urban and rural; KESCO, urban and rural",
        "Issued at": "2023-01-01T00:00:00+05:30", "Starts at": "2023-01-01T00:00:00+05:30",
        "Ends": "", "Planned end": "2023-01-11T00:00:00+05:30",
        "Until these outages are restored": outage.ref, "Demonstration": "no",
    }  # fmt: skip


@kinds
def test_outages_are_exported_too(at_the_desk: Any, kind: str) -> None:
    late = build.outage(expected_end=ist(2023, 1, 3), services=["payment", "counters"])
    build.confirm(build.outage())
    head, row = exported(at_the_desk, kind, "?state=overdue", "outage")
    told = dict(zip(head, row, strict=True))
    assert told["Reference"] == late.ref
    assert told["State"] == "billing is down; planned end passed"
    assert told["Services that stop"] == "payment of bills; billing counters"
    assert told["Expected end"] == "2023-01-03T00:00:00+05:30"
    assert told["Billing restored at"] == ""


@both
@kinds
def test_the_head_is_in_the_language_of_the_reader(
    at_the_desk: Any, kind: str, prefix: str
) -> None:
    build.draft()
    head, row = exported(at_the_desk, kind, prefix=prefix)
    assert head[:2] == (["Number", "State"] if prefix else ["संख्या", "स्थिति"])
    assert row[1] == ("draft" if prefix else "प्रारूप")


@kinds
def test_everything_that_matches_is_exported_and_not_only_a_page(
    at_the_desk: Any, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moratorium.admin.exports.BLOCK", 20)
    for _ in range(55):
        build.draft(lines=[])
    build.issued()
    rows = exported(at_the_desk, kind, "?state=draft&p=2&o=1")
    assert len(rows) == 56
    assert len({row[0] for row in rows}) == 56
    assert len(exported(at_the_desk, kind, "?q=mo/test")) == 2


@kinds
def test_no_cell_is_a_formula(at_the_desk: Any, kind: str) -> None:
    order = build.issue(build.draft(title_hi="＝1+1", title_en=FORMULA), number="+91")
    assert Order.objects.get(pk=order.pk).title_en == FORMULA
    _head, row = exported(at_the_desk, kind)
    mark = "'" if kind == "csv" else ""
    assert [row[0], row[3], row[4]] == [f"{mark}+91", f"{mark}＝1+1", mark + FORMULA]


@kinds
def test_a_list_without_rows_has_a_head(at_the_desk: Any, kind: str) -> None:
    assert len(exported(at_the_desk, kind)) == 1


@kinds
@pytest.mark.parametrize("noun", ["order", "outage"])
def test_who_may_not_see_the_list_may_not_export(at_the_desk: Any, kind: str, noun: str) -> None:
    for somebody in (*desk.outsiders(), desk.keeper()):
        answer = desk.of(somebody).get(desk.page("", noun, kind))
        assert answer.status_code in (302, 403)
        assert "Content-Disposition" not in answer.headers
    for somebody in (build.asha(), build.vikram(), desk.auditor(), desk.chief()):
        assert desk.of(somebody).get(desk.page("", noun, kind)).status_code == 200


@kinds
@pytest.mark.parametrize("query", ["?state=expired", "?discom=%00", "?nothing=1"])
def test_an_odd_address_leads_to_the_list(at_the_desk: Any, kind: str, query: str) -> None:
    answer = at_the_desk.get(desk.page("/en", "order", kind) + query)
    assert answer.status_code == 302
    assert answer.headers["Location"] == desk.page("/en", "order") + "?e=1"


@both
def test_the_list_offers_both_files_of_what_it_shows(at_the_desk: Any, prefix: str) -> None:
    page = desk.text(at_the_desk.get(desk.page(prefix, "order") + "?state=draft&p=1"))
    for kind in ("csv", "xlsx"):
        assert f'href="{desk.page(prefix, "order", kind)}?state=draft"' in page
    assert ("Download as CSV" if prefix else "CSV डाउनलोड करें") in page


def test_an_export_is_only_read(at_the_desk: Any) -> None:
    before = desk.everything()
    assert at_the_desk.post(desk.page("", "order", "csv")).status_code == 405
    exported(at_the_desk, "csv")
    assert desk.everything() == before


@kinds
def test_directives_are_exported_with_whom_they_are_for(at_the_desk: Any, kind: str) -> None:
    office = build.office("P1", "head")
    order = build.issued()
    first = build.issued_directive(order=order, offices=[office], due_hours=48)
    second = build.issue_directive(
        build.directive(order, offices=[office], replaces=first, public=False), ist(2023, 1, 2)
    )
    head, newest, oldest = exported(at_the_desk, kind, noun="directive")
    told = dict(zip(head, newest, strict=True))
    assert told == {
        "Number": second.number, "State": "issued", "Kind": "impose",
        "Moratorium order": order.number, "Replaces": first.number,
        "Subject in Hindi": "परीक्षण निर्देश", "Subject in English": "Test directive",
        "To, in Hindi": "पूर्वांचल", "To, in English": "Purvanchal", "Public": "no",
        "Down to": "sub-station", "Issued at": "2023-01-02T00:00:00+05:30",
        "Overdue from": "2023-01-03T00:00:00+05:30", "Demonstration": "no",
    }  # fmt: skip
    told = dict(zip(head, oldest, strict=True))
    assert (told["State"], told["Public"]) == ("replaced", "yes")
    assert told["Overdue from"] == "2023-01-03T00:00:00+05:30"
    assert exported(at_the_desk, kind, "?state=replaced", "directive")[1:] == [oldest]

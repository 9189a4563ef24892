"""The council's desk: who comes in, what of which directives is read there, and in which words."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from post_office.models import STATUS

from moratorium.models import Directive, Office
from moratorium.rules.directives import ACKNOWLEDGED, SERVED
from tests import builders as build
from tests.admin import desk, test_words
from tests.builders import NEW_YEAR
from tests.register import laddering

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("prefix", desk.PREFIXES)
NOW = NEW_YEAR + timedelta(hours=49)
FORMULA = '=HYPERLINK("https://example.org","x")'


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def offices() -> dict[str, Office]:
    return build.offices()


@pytest.fixture
def directive(offices: dict[str, Office]) -> Directive:
    """Of five offices one has acknowledged; the mail to another was refused."""
    made = build.issued_directive()
    laddering.step(made, offices["D1"], SERVED, ACKNOWLEDGED)
    laddering.mail(made, offices["Z2"], STATUS.failed)
    return made


def page(prefix: str = "", *rest: str) -> str:
    return "/".join([f"{prefix}/council", *rest, ""])


def of(directive: Directive, prefix: str = "", *rest: str) -> str:
    assert directive.slug
    return page(prefix, "directives", directive.slug, *rest)


def read(path: str, client: Client | None = None) -> str:
    response = (client or desk.of(desk.council())).get(path)
    assert response.status_code == 200
    return desk.text(response)


@both
def test_who_is_not_of_the_council_is_kept_out(directive: Directive, prefix: str) -> None:
    pages = [
        page(prefix), page(prefix, "directives"), of(directive, prefix),
        of(directive, prefix, "csv"),
    ]  # fmt: skip
    for path in pages:
        answer = desk.of(None).get(path)
        assert (answer.status_code, answer.headers["Location"]) == (
            302, f"{prefix}/login/?next={path}",
        )  # fmt: skip
        for somebody in (build.stranger(), build.rakesh(), build.asha(), desk.keeper()):
            assert desk.of(somebody).get(path).status_code == 403
        for somebody in (desk.council(), desk.auditor()):
            assert desk.of(somebody).get(path).status_code == 200


def test_what_is_read_there_is_kept_by_nobodys_cache(directive: Directive) -> None:
    answer = desk.of(desk.council()).get(of(directive))
    assert "no-store" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]


def test_an_internal_directive_does_not_exist_there(offices: Any) -> None:
    internal = build.issued_directive(public=False)
    client = desk.of(desk.council())
    for path in (of(internal), of(internal, "/en"), of(internal, "", "csv")):
        assert client.get(path).status_code == 404
    assert str(internal.number) not in read(page()) + read(page("", "directives"))


def test_neither_does_a_draft_nor_one_issued_later(offices: Any) -> None:
    later = build.issued_directive(NOW + timedelta(seconds=1))
    assert desk.of(desk.council()).get(of(later)).status_code == 404
    assert str(later.number) not in read(page("", "directives"))


def test_that_an_internal_one_replaced_it_is_said_without_its_number(directive: Directive) -> None:
    after = build.issued_directive(NOW, order=directive.order, replaces=directive, public=False)
    said = read(of(directive, "/en"))
    assert "It was replaced" in said
    assert str(after.number) not in said
    assert "late for" not in said
    public = build.issued_directive(NOW, order=directive.order)
    again = build.issued_directive(NOW, order=directive.order, replaces=public)
    assert f"Directive {again.number} has taken its place" in read(of(public, "/en"))


def test_the_overview_tells_the_share_and_who_is_late(directive: Directive) -> None:
    said = read(page("/en"))
    assert "1 of 5 offices have acknowledged" in said
    assert "4 late" in said
    assert f'href="{of(directive, "/en")}"' in said
    assert "5 में से 1 कार्यालयों ने पावती दी" in read(page())


def test_newest_directives_and_notices_come_first(offices: Any) -> None:
    for number in range(7):
        at = NEW_YEAR + timedelta(hours=number)
        build.issue_directive(build.directive(), at, number=f"D/{number}")
    build.entry(public=True, act="order.issued", detail={"title_hi": "आदेश", "title_en": "An order"})
    said = read(page("/en"))
    assert [said.find(f">D/{number}<") for number in (1, 0)] == [-1, -1]
    assert said.index(">D/6<") < said.index(">D/2<") < said.index("An order")
    every = read(page("/en", "directives"))
    assert every.index(">D/6<") < every.index(">D/0<")


@both
def test_where_nothing_is_yet_plain_words_say_so(prefix: str) -> None:
    said = read(page(prefix))
    wanted = (
        ("No public directive has been issued yet", "There is no notice yet")
        if prefix
        else ("अभी तक कोई सार्वजनिक निर्देश निर्गत नहीं हुआ", "अभी कोई सूचना नहीं है")
    )
    assert all(words in said for words in wanted)
    assert wanted[0] in read(page(prefix, "directives"))


def test_one_imported_without_its_list_of_offices_says_so(offices: Any) -> None:
    bare = build.directive(imported=True)
    bare.targets.all().delete()
    bare = build.issue_directive(bare)
    assert "No list of offices is on record" in read(of(bare, "/en"))
    assert "No list of offices is on record" in read(page("/en"))


def test_one_comes_down_the_ladder_by_links(directive: Directive) -> None:
    path, seen = of(directive, "/en"), []
    said = read(path)
    while links := re.findall(r'role="rowheader"><a href="(\?[^"]+)">', said):
        seen.append(links[0])
        said = read(path + links[0])
    assert seen == ["?under=HO", "?under=Z1", "?under=C1", "?under=D1"]
    assert "No office below this one was addressed" in said
    assert "Rakesh (test), Executive Engineer" in said


def test_who_is_late_is_named_with_since_when_and_how_far_it_has_risen(
    directive: Directive, offices: dict[str, Office]
) -> None:
    build.posting(build.stranger(), offices["C1"])
    said = " ".join(read(of(directive, "/en") + "?late=1").split())
    row = said[said.index("?under=C1") : said.index("?under=Z2")]
    assert "late for 1 day 1 hour" in row
    assert "risen to: HO" in row
    assert "Stranger (test), Executive Engineer" in row
    assert "?under=D1" not in said
    assert "mail refused" in said[said.index("?under=Z2") :]
    assert "Nobody is posted there now" in said


@pytest.mark.parametrize("query", ["?under=NONE", "?late=x", "?page=2", "?discom=%00", "?x=1"])
def test_an_odd_address_is_not_there(directive: Directive, query: str) -> None:
    client = desk.of(desk.council())
    assert client.get(of(directive) + query).status_code == 404
    assert client.get(page("", "directives") + query).status_code == 404


@pytest.mark.parametrize("slug", ["nothing", "%00", "%E0%A4%95", "a%0Ab"])
def test_an_odd_name_is_not_there(offices: Any, slug: str) -> None:
    assert desk.of(desk.council()).get(page("", "directives", slug)).status_code == 404


def test_the_whole_ladder_is_a_file_without_formulas(offices: dict[str, Office]) -> None:
    Office.objects.filter(code="D1").update(name_en=FORMULA)
    directive = build.issue_directive(build.directive(), number="D/2022-23/0001")
    answer = desk.of(desk.council()).get(of(directive, "/en", "csv"))
    assert answer.streaming
    assert answer.headers["Content-Disposition"].endswith('"d-2022-23-0001-2023-01-03.csv"')
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(content, newline=""))
    assert len(rows) == 5
    told = {row[4]: dict(zip(head, row, strict=True)) for row in rows}
    assert told["D1"]["Name in English"] == f"'{FORMULA}"
    assert told["D1"]["Late since"] == "2023-01-02T00:00:00+05:30"


def test_a_page_takes_as_few_queries_for_many_offices_as_for_few(directive: Directive) -> None:
    client = desk.of(desk.council())

    def queries(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    few = queries(of(directive))
    laddering.many(300, build.discom("KESCO"))
    every = build.directive()
    every.targets.create(discom=build.discom("KESCO"), position=1)
    many = build.issue_directive(every)
    assert queries(of(many)) == few
    assert queries(of(many) + "?late=1") <= few + 1
    overview = queries(page())
    build.issued_directive()
    assert queries(page()) == overview


@both
def test_its_pages_speak_the_language_of_their_address(directive: Directive, prefix: str) -> None:
    build.posting(build.rakesh(), Office.objects.get(code="C1"))
    codes = {"HO", "Z", "C", "D"}
    ladder = of(directive, prefix)
    pages = [
        page(prefix), page(prefix, "directives"), ladder, f"{ladder}?under=HO",
        f"{ladder}?under=D1", f"{ladder}?under=C1", f"{ladder}?late=1",
    ]  # fmt: skip
    language = prefix.strip("/") or "hi"
    for path in pages:
        said = read(path)
        assert f'<html lang="{language}">' in said
        allowed = test_words.allowed_on(language) | (codes if language == "hi" else set())
        assert test_words.foreign(said, language, allowed) == []


@both
def test_the_switch_leads_to_the_twin_and_keeps_the_place(
    directive: Directive, prefix: str
) -> None:
    said = read(of(directive, prefix) + "?under=Z1&late=1")
    twin = of(directive, "" if prefix else "/en") + "?under=Z1&late=1"
    assert f'class="switch" href="{twin}"' in said


def test_nothing_is_written_there(directive: Directive) -> None:
    client, before = desk.of(desk.council()), desk.everything()
    for path in (page(), page("", "directives"), of(directive), of(directive, "", "csv")):
        client.get(path)
        assert client.post(path).status_code == 405
    assert desk.everything() == before

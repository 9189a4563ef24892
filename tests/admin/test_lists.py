"""The lists of the desk: filters, search, pages and odd addresses, in few queries."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moratorium.models import Directive, Order, Outage
from moratorium.operations import reference
from moratorium.rules import lifecycle
from tests import builders as build
from tests.builders import NEW_YEAR, ist
from tests.shared_records import BeginFrom

from . import desk

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("prefix", desk.PREFIXES)


@pytest.fixture
def at_the_desk(begin_from: BeginFrom, time_machine: Any) -> Any:
    time_machine.move_to(ist(2023, 1, 5, 10), tick=False)
    begin_from(reference.load)
    return desk.of(desk.auditor())


@pytest.fixture
def at_a_full_desk(begin_from: BeginFrom, time_machine: Any) -> Any:
    time_machine.move_to(ist(2023, 1, 5, 10), tick=False)
    begin_from(full)
    return desk.of(desk.auditor())


def names(response: Any, column: str = "name") -> list[str]:
    """What stands in a column, from the top."""
    cells = re.findall(rf'class="field-{column}[^>]*>(?:<a [^>]*>)?(.*?)<', desk.text(response))
    return [cell.strip() for cell in cells]


def listed(client: Any, query: str = "", noun: str = "order", prefix: str = "/en") -> Any:
    response = client.get(desk.page(prefix, noun) + query)
    assert response.status_code == 200, response
    return response


def standing() -> dict[str, Order]:
    """An order in each state on 5 January 2023."""
    down, due = build.outage(), build.outage(expected_end=ist(2023, 1, 3))
    made = {
        "draft": build.draft(),
        "submitted": build.draft(),
        "discarded": build.draft(),
        "in_force": build.issued(lines=[{"until_restored": down, "ends_at": None}]),
        "overdue": build.issued(lines=[{"until_restored": due, "ends_at": None}]),
        "upcoming": build.issued(lines=[{"starts_at": ist(2023, 1, 8)}]),
        "ended": build.issued(lines=[{"ends_at": ist(2023, 1, 2)}]),
    }
    for state in (lifecycle.SUBMITTED, lifecycle.DISCARDED):
        Order.objects.filter(pk=made[state].pk).update(state=state)
    made["lift"] = build.issue(build.draft(amends=build.issued(), lift=True), ist(2023, 1, 2))
    return made


def test_the_list_is_narrowed_by_the_state_of_now(at_the_desk: Any) -> None:
    made = standing()
    for state, order in made.items():
        wanted = [order.number or f"draft {order.pk}"]
        if state == "in_force":
            wanted.insert(0, str(made["overdue"].number))
        if state == "ended":
            wanted.insert(0, str(made["lift"].amends.number))
        assert names(listed(at_the_desk, f"?state={state}")) == wanted, state


@both
def test_a_list_is_headed_by_what_it_holds(at_the_desk: Any, prefix: str) -> None:
    for noun, heading in {
        "order": ("विच्छेदन स्थगन आदेश", "Moratorium orders"),
        "outage": ("बिलिंग व्यवधान", "Billing outages"),
        "district": ("जनपद", "Districts"),
    }.items():
        said = desk.text(listed(at_the_desk, "", noun, prefix))
        assert re.search(rf"<h1[^>]*>{heading[bool(prefix)]}</h1>", said), noun
        assert f"<title>{heading[bool(prefix)]} |" in said


@both
def test_each_row_says_where_until_when_and_how_it_stands(at_the_desk: Any, prefix: str) -> None:
    made = standing()
    build.issued(lines=[{"discom": build.discom("KESCO"), "area": "urban"}, {"area": "rural"}])
    said = desk.text(listed(at_the_desk, prefix=prefix))
    english = prefix == "/en"
    for words in (
        ["KESCO, urban; all discoms, rural", "until billing is restored", "through 10 January 2023",
         "in force, planned end passed", f"draft {made['draft'].pk}", "1 January 2023, 12:00 am"]
        if english else
        ["सभी निगम, ग्रामीण", "बिलिंग बहाल होने तक", "10 जनवरी 2023, रात 12:00 बजे तक",
         "प्रभावी, नियोजित समाप्ति बीत चुकी", f"प्रारूप {made['draft'].pk}", "1 जनवरी 2023, रात 12:00"]
    ):  # fmt: skip
        assert words in said, words


def test_what_is_past_its_planned_end_stands_out(at_the_desk: Any) -> None:
    made = standing()
    rows = re.findall(r'<tr role="row"([^>]*)>(.*?)</tr>', desk.text(listed(at_the_desk)))
    marked = [cells for attributes, cells in rows if "overdue" in attributes]
    assert len(marked) == 1
    assert str(made["overdue"].number) in marked[0]
    assert "planned end passed" in marked[0]


def test_the_newest_stands_first(at_the_desk: Any) -> None:
    new, draft, old = build.issued(), build.draft(), build.issued(at=ist(2022, 5, 1))
    later = build.draft()
    wanted = [f"draft {later.pk}", f"draft {draft.pk}", new.number, old.number]
    assert names(listed(at_the_desk)) == wanted


def test_a_discom_finds_what_is_said_to_all_as_well(at_the_desk: Any) -> None:
    everybody = build.issued()
    kesco = build.issued(lines=[{"discom": build.discom("KESCO"), "area": "urban"}])
    private = build.issued(lines=[{"discom": build.discom("NPCL"), "area": "rural"}])
    for query, wanted in {
        "discom=KESCO": [kesco, everybody],
        "discom=PUVVNL": [everybody],
        "discom=NPCL": [private],
        "discom=*": [everybody],
        "area=rural": [private, everybody],
        "discom=KESCO&area=rural": [everybody],
        "discom=KESCO&area=urban&basis=order&state=in_force": [kesco, everybody],
        "basis=assurance": [],
    }.items():
        assert names(listed(at_the_desk, f"?{query}")) == [o.number for o in wanted], query


@both
def test_outages_are_narrowed_in_the_same_way(at_the_desk: Any, prefix: str) -> None:
    late = build.outage(expected_end=ist(2023, 1, 3), area="urban")
    kesco = build.outage(discom=build.discom("KESCO"), area="rural", starts_at=ist(2023, 1, 4))
    done = build.confirm(build.outage(discom=build.discom("NPCL")))
    for query, wanted in {
        "": [kesco, done, late],
        "state=open": [kesco, late],
        "state=overdue": [late],
        "state=confirmed": [done],
        "discom=KESCO": [kesco, late],
        "discom=NPCL": [done],
        "area=urban&discom=PUVVNL": [late],
        "q=bo/test/0001": [late],
    }.items():
        found = names(listed(at_the_desk, f"?{query}", "outage", prefix), "ref")
        assert set(found) == {outage.ref for outage in wanted}, query
    said = desk.text(listed(at_the_desk, "", "outage", prefix))
    assert ("planned end passed" if prefix else "नियोजित समाप्ति बीत चुकी") in said


@both
def test_an_outage_that_has_not_begun_is_announced_and_not_down(
    at_the_desk: Any, prefix: str
) -> None:
    down, later = build.outage(), build.outage(starts_at=ist(2023, 1, 5, 18))
    for state, outage in {"upcoming": later, "open": down}.items():
        assert names(listed(at_the_desk, f"?state={state}", "outage", prefix), "ref") == [
            outage.ref
        ]
    announced, is_down = (
        ("announced, not begun", "billing is down")
        if prefix
        else ("घोषित, अभी प्रारंभ नहीं", "बिलिंग बंद है")
    )
    assert names(listed(at_the_desk, "", "outage", prefix), "standing") == [announced, is_down]
    page = desk.text(at_the_desk.get(desk.page(prefix, "outage", later.pk, "change")))
    assert f"<dd>{announced}</dd>" in page
    assert f"<dd>{is_down}</dd>" not in page


def test_a_number_is_found_by_its_beginning_in_either_case(at_the_desk: Any) -> None:
    for number in ("MO/2022-23/0001", "mo/2022-23/0002", "XMO/1", "आदेश/1", "MO_2"):
        build.issue(build.draft(), number=number, slug=number)
    for typed, wanted in {
        "mo/2022": {"MO/2022-23/0001", "mo/2022-23/0002"},
        "MO/2022-23/0002": {"mo/2022-23/0002"},
        "MO_": {"MO_2"},
        "MO%25": set(),
        "आदे": {"आदेश/1"},
        "0001": set(),
        "%20MO/2022-23/0001%20": {"MO/2022-23/0001"},
    }.items():
        assert set(names(listed(at_the_desk, f"?q={typed}"))) == wanted, typed


@both
def test_an_empty_list_says_so(at_the_desk: Any, prefix: str) -> None:
    said = desk.text(listed(at_the_desk, "?q=nothing", prefix=prefix))
    assert ("No order matches." if prefix else "ऐसा कोई आदेश नहीं है।") in said


ODD = [
    "state=expired", "state=%00", "state=", "discom=%27", "discom=%F0%28%8C", "area=any", "p=0",
    "p=-1", "p=2", "p=99999999999999999999", "nothing=1", "number__regex=(a%2B)%2B%24",
    "title_hi__contains=x", "drafted_by__password__startswith=x", "lines__discom=KESCO",
    "discom=KESCO&discom=%00", "e=1&state=expired", "basis=%2500", "state__exact=draft",
]  # fmt: skip
HARMLESS = ["p=abc", "p=", "o=", "o=99", "o=-1.1.-x", "o=%00", "all=", "q=", "q=%00", "q=" + "x" * 9999,
            "state=draft&state=ended", "_popup=1", "e=1", "p=" + "9" * 5000]  # fmt: skip


@pytest.mark.parametrize("noun", ["order", "directive", "outage", "entry"])
@pytest.mark.parametrize("query", ODD)
def test_what_is_not_understood_leads_to_the_whole_list(
    at_the_desk: Any, noun: str, query: str
) -> None:
    for prefix, words in (("", "पते में जो माँगा गया"), ("/en", "what the address asked for")):
        response = at_the_desk.get(f"{desk.page(prefix, noun)}?{query}", follow=True)
        assert response.status_code == 200
        assert words in desk.text(response)
        assert response.redirect_chain in ([], [(f"{desk.page(prefix, noun)}?e=1", 302)])


@pytest.mark.parametrize("noun", ["order", "directive", "outage", "entry"])
@pytest.mark.parametrize("query", HARMLESS)
def test_what_can_be_passed_over_is(at_the_desk: Any, noun: str, query: str) -> None:
    if query.startswith("state"):
        noun = "order"
    listed(at_the_desk, f"?{query}", noun)


@pytest.mark.parametrize("query", ["_to_field=password", "_to_field=%00"])
def test_what_may_not_be_asked_is_refused(at_the_desk: Any, query: str) -> None:
    assert at_the_desk.get(f"{desk.page('', 'order')}?{query}").status_code == 400


@both
def test_pages_lead_on_and_back(
    at_the_desk: Any, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moratorium.admin.lists.BOUND", 120)
    for _ in range(230):
        build.draft(lines=[])
    first = desk.text(listed(at_the_desk, "?state=draft", prefix=prefix))
    assert ("More than 120 in all" if prefix else "कुल 120 से अधिक") in first
    assert 'rel="next" href="?p=2&state=draft"' in first
    assert 'rel="prev"' not in first
    middle = desk.text(listed(at_the_desk, "?state=draft&p=4", prefix=prefix))
    assert 'href="?p=5&state=draft"' in middle
    assert 'href="?p=3&state=draft"' in middle
    last = listed(at_the_desk, "?state=draft&p=5", prefix=prefix)
    assert len(names(last)) == 30
    assert 'rel="next"' not in desk.text(last)
    assert at_the_desk.get(f"{desk.page(prefix, 'order')}?p=6").status_code == 302


def test_few_are_counted(at_the_desk: Any) -> None:
    build.draft(), build.draft()
    assert "2 in all" in desk.text(listed(at_the_desk))


@pytest.mark.parametrize(
    "noun",
    [
        "order",
        "directive",
        "outage",
        "entry",
        "office",
        "person",
        "discom",
        "district",
        "servicearea",
    ],
)
@pytest.mark.parametrize("query", ["", "?q=M", "?p=2", "?o=1", "?o=-2"])
def test_a_page_takes_six_queries(at_a_full_desk: Any, noun: str, query: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        response = at_a_full_desk.get(desk.page("", noun) + query)
    if query != "?p=2":
        assert response.status_code == 200
    assert len(captured) <= 6, [q["sql"] for q in captured.captured_queries]


@pytest.mark.parametrize("query", ["state=ended", "state=in_force", "state=overdue", "discom=KESCO",
    "discom=*&area=urban&state=upcoming&basis=order&q=MO&p=1", "state=lift", "state=draft"])  # fmt: skip
def test_filters_of_orders_take_six_queries(at_a_full_desk: Any, query: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        listed(at_a_full_desk, f"?{query}")
    assert len(captured) <= 6, [q["sql"] for q in captured.captured_queries]


@pytest.mark.parametrize("query", ["state=replaced", "state=issued", "kind=impose&discom=KESCO&q=M",
    "order=MO/7", "order=MO/7&state=draft&kind=lift&discom=PUVVNL"])  # fmt: skip
def test_filters_of_directives_take_six_queries(at_a_full_desk: Any, query: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        listed(at_a_full_desk, f"?{query}", "directive")
    assert len(captured) <= 6, [q["sql"] for q in captured.captured_queries]


def told() -> dict[str, Directive]:
    """A directive in each state, the oldest first."""
    order, kesco = build.issued(), build.discom("KESCO")
    office = build.office("K1", "head", discom=kesco)
    build.office("P1", "head")
    made = {
        "replaced": build.issued_directive(order=order, kind="impose"),
        "draft": build.directive(order),
        "submitted": build.directive(order, offices=[office], kind="clarify"),
        "discarded": build.directive(order),
    }
    made["issued"] = build.issue_directive(
        build.directive(build.issued(), replaces=made["replaced"]), ist(2023, 1, 2)
    )
    for state in (lifecycle.SUBMITTED, lifecycle.DISCARDED):
        Directive.objects.filter(pk=made[state].pk).update(state=state)
    return made


def test_directives_are_narrowed_by_state_kind_order_and_discom(at_the_desk: Any) -> None:
    made = told()
    called = {state: each.number or f"draft {each.pk}" for state, each in made.items()}
    order, other = made["draft"].order.number, made["issued"].order.number
    for query, wanted in {
        "": ["discarded", "submitted", "draft", "issued", "replaced"],
        "state=issued": ["issued"],
        "state=replaced": ["replaced"],
        "state=submitted": ["submitted"],
        "state=discarded": ["discarded"],
        "kind=clarify": ["submitted"],
        "discom=KESCO": ["submitted"],
        "discom=PUVVNL&state=draft": ["draft"],
        f"order={other}": ["issued"],
        f"order={order}&state=replaced": ["replaced"],
        "order=none": [],
        f"q={other.lower()}": ["issued"],
        f"q={made['replaced'].number.lower()}": ["replaced"],
        "q=D/TEST": ["issued", "replaced"],
    }.items():
        found = names(listed(at_the_desk, f"?{query}", "directive"))
        assert found == [called[state] for state in wanted], query


@both
def test_each_directive_says_to_whom_on_what_and_how_it_stands(
    at_the_desk: Any, prefix: str
) -> None:
    made = told()
    said = desk.text(listed(at_the_desk, "", "directive", prefix))
    english = prefix == "/en"
    for words in (
        ["Test directive", "impose", "clarification", "replaced", "issued", "2 January 2023"]
        if english else
        ["परीक्षण निर्देश", "रोक लागू", "स्पष्टीकरण", "प्रतिस्थापित", "निर्गत", "2 जनवरी 2023"]
    ):  # fmt: skip
        assert words in said, words
    kesco = build.discom("KESCO").short["en" if english else "hi"]
    assert names(listed(at_the_desk, "?state=submitted", "directive", prefix), "to") == [kesco]
    assert made["issued"].order.number in said


def full() -> None:
    """More than a page of everything that a desk's work makes."""
    from moratorium.models import Entry, Office, Person, RoleGrant

    reference.load()
    for number in range(60):
        person = Person.objects.create(username=f"m{number:03d}", name_en="M", name_hi="म")
        RoleGrant.objects.create(person=person, role="maker", starts_on=build.LONG_AGO)
        office = Office.objects.create(
            code=f"M{number}", discom_id="KESCO", level="zone", name_en="M"
        )
        Outage.objects.create(
            ref=f"M{number}", title_hi="म", title_en="M", starts_at=NEW_YEAR, services=[]
        )
        build.issue(build.draft(lines=[{}, {"area": "urban"}]), number=f"MO/{number}")
        build.entry(subject=f"MO/{number}")
        directive = build.directive(Order.objects.latest("pk"), offices=[office])
        build.issue_directive(directive, number=f"MD/{number}")
    assert Entry.objects.count() == 60

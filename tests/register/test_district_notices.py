"""Which public acts concern which district: one pass says what each act says for itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moratorium.models import Directive, District, Entry, Order, Outage, ServiceArea
from moratorium.register import district_notices, editions
from moratorium.register import places as reference
from tests import builders as build
from tests.api import records
from tests.public import builders
from tests.public.builders import ist, line, order
from tests.shared_records import BeginFrom

pytestmark = pytest.mark.django_db
AT = ist("2022-12-29 20:00")
OVER = AT + timedelta(days=900)


@pytest.fixture
def places(begin_from: BeginFrom) -> None:
    """A few districts and suppliers, and no order."""
    begin_from(builders.reference)


def told(district: str, count: int = 50) -> list[int]:
    """The numbers of the acts that concern a district, as they are read for all at once."""
    about = editions.read_district_notices()
    return [each.seq for each in about.about(district, reference.load(), count)]


def looked_up(district: str) -> list[int]:
    """The same, act by act and line by line."""
    entries = Entry.objects.filter(public=True).order_by("-happened_at", "-seq")
    return [each.seq for each in entries if concerns(each, district)]


def concerns(entry: Entry, district: str) -> bool:
    kind = entry.act.partition(".")[0]
    if kind == "outage":
        return reaches(Outage.objects.get(ref=entry.subject), district)
    if kind == "directive":
        found = Directive.objects.get(number=entry.subject).order
    else:
        found = Order.objects.get(number=entry.subject)
    own, amended = found.lines.all(), found.amends.lines.all() if found.amends else []
    return any(reaches(each, district) for each in (*own, *amended))


def reaches(covering: Any, district: str) -> bool:
    served = ServiceArea.objects.filter(district=district)
    by_it = served.filter(discom=covering.discom) if covering.discom else served.filter(
        discom__kind="state"
    )  # fmt: skip
    named = {each.slug for each in covering.districts.all()}
    return by_it.exists() and (not named or district in named)


def everything() -> None:
    """The demonstration, and acts of every shape beside it."""
    records.demonstration()
    at = records.hours(24 * 420)
    first = order("MO/one", at, line(at, discom="PUVVNL", districts=["mau"], ends_at=OVER))
    later, last = at + timedelta(hours=1), at + timedelta(hours=2)
    second = order("MO/two", later, line(at, discom="NPCL", ends_at=OVER), amends=first)
    order("MO/lift", last, amends=second, lift=True)
    builders.directive("D/one", second, last)
    for ref, where in (("O/some", ("agra", "mau")), ("O/all", ())):
        build.outage(where, ref=ref, discom=None)
        builders.entry("outage.recorded", ref, at, {})
    build.outage(("agra",), ref="O/nowhere", discom=build.discom("NPCL"))
    builders.entry("outage.confirmed", "O/nowhere", at, {})


def test_every_district_is_told_of_what_concerns_it_and_of_nothing_else(
    begin_from: BeginFrom,
) -> None:
    begin_from(everything)
    found = {slug: told(slug) for slug in District.objects.values_list("slug", flat=True)}
    assert len(found) == 75
    for slug in found:
        assert found[slug] == looked_up(slug)[:50], slug
    assert len({tuple(each) for each in found.values()}) > 5, "they are not all told the same"


def test_a_lift_is_told_to_those_whom_it_leaves_without_protection(places: None) -> None:
    first = order("MO/1", AT, line(AT, discom="PUVVNL", districts=["varanasi"], ends_at=OVER))
    order("MO/2", AT + timedelta(hours=1), amends=first, lift=True)
    assert told("varanasi") == [2, 1]
    assert told("prayagraj") == []


def test_the_newest_come_first_and_no_more_than_asked(places: None) -> None:
    for n in range(4):
        order(f"MO/{n}", AT + timedelta(hours=n), line(AT, ends_at=OVER))
    order("MO/late", AT - timedelta(days=1), line(AT, ends_at=OVER))
    assert told("varanasi") == [4, 3, 2, 1, 5]
    assert told("varanasi", 2) == [4, 3]


def test_how_much_is_read_does_not_grow_with_the_archive(
    places: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(district_notices, "NEWEST", 3)
    seen = []
    for n in range(6):
        order(f"MO/{n}", AT + timedelta(hours=n), line(AT, discom="DVVNL", ends_at=OVER))
        with CaptureQueriesContext(connection) as queries:
            about = editions.read_district_notices()
        seen.append((len(about.acts), len(queries)))
    assert [acts for acts, _ in seen] == [1, 2, 3, 3, 3, 3]
    assert max(count for _, count in seen) <= 8
    assert told("agra") == [6, 5, 4]


def test_nothing_on_record_is_nothing(db: None) -> None:
    assert editions.read_district_notices() == district_notices.DistrictNotices("0", ())


def test_it_says_of_which_edition_it_is(places: None) -> None:
    order("MO/1", AT, line(AT, ends_at=OVER))
    edition, about = editions.with_district_notices(AT)
    assert about.edition == edition.number == editions.current()
    assert about == editions.read_district_notices()

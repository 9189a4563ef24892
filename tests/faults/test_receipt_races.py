"""Two hundred officers at once: no acknowledgement is lost, none counts twice."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from moratorium.models import Addressee, Directive, Entry, Office, Person, Placement, Receipt
from moratorium.operations import directives, receipts
from moratorium.rules.directives import STEPS
from moratorium.rules.lifecycle import Refused
from tests import builders as build

from .test_races import at_once, journal_is_whole

pytestmark = pytest.mark.usefixtures("committed_db")
AT = build.NEW_YEAR + timedelta(hours=1)
OFFICERS = 200


def divisions(count: int) -> list[Office]:
    """Offices that stand alone."""
    discom = build.discom()
    made = Office.objects.bulk_create(
        Office(
            code=f"D{n:03d}", discom=discom, level="division", name_hi=f"खण्ड {n}", name_en=f"D{n}"
        )
        for n in range(count)
    )
    Placement.objects.bulk_create(Placement(office=o, starts_on=build.LONG_AGO) for o in made)
    return made


def officers(offices: list[Office]) -> list[Person]:
    """Somebody at each office."""
    found = [build.person(f"officer-{n}", "अधिकारी", "Officer") for n in range(len(offices))]
    for person, office in zip(found, offices, strict=True):
        build.posting(person, office)
    return found


def keys(directive: Directive) -> list[int]:
    return list(directive.addressees.order_by("office__code").values_list("pk", flat=True))


def press(directive: Directive, addressee: int, by: Person) -> Callable[[], Any]:
    sha256 = directive.letter.sha256
    return lambda: receipts.acknowledge(addressee, sha256=sha256, by=by, at=AT)


def test_of_two_hundred_offices_at_once_none_is_lost() -> None:
    offices = divisions(OFFICERS)
    people, directive = officers(offices), build.issued_directive(offices=offices)
    before = Entry.objects.count()
    presses = [press(directive, *each) for each in zip(keys(directive), people, strict=True)]
    assert at_once(presses) == {"done": OFFICERS}
    done = Receipt.objects.filter(step="acknowledged")
    assert set(done.values_list("person_id", flat=True)) == {person.pk for person in people}
    assert done.values("addressee").distinct().count() == OFFICERS
    entries = Entry.objects.filter(act="directive.acknowledged")
    told = Counter(entry.detail["office"] for entry in entries)
    assert told == Counter(office.code for office in offices)
    assert Entry.objects.count() == before + OFFICERS
    assert journal_is_whole()


def test_of_many_at_one_office_exactly_one_wins() -> None:
    [office] = divisions(1)
    people = officers([office] * 20)
    for _ in range(5):
        directive = build.issued_directive(offices=[office])
        [addressee] = keys(directive)
        presses = [press(directive, addressee, by) for by in people]
        assert at_once(presses) == {"done": 1, "acknowledged_already": 19}
    assert Entry.objects.filter(act="directive.acknowledged").count() == 5
    assert journal_is_whole()


def test_every_step_of_an_office_is_noted_once_whoever_is_quicker() -> None:
    [office] = divisions(1)
    people = officers([office] * 8)
    directive = build.issued_directive(offices=[office])
    [addressee] = keys(directive)

    def reads(by: Person) -> Callable[[], Any]:
        def run() -> None:
            receipts.serve([addressee], by=by, at=AT)
            receipts.open_(addressee, by=by, at=AT)
            receipts.download(addressee, by=by, at=AT)
            press(directive, addressee, by)()

        return run

    assert at_once([reads(by) for by in people])["done"] == 1
    assert Counter(Receipt.objects.values_list("step", flat=True)) == dict.fromkeys(STEPS, 1)


def test_no_acknowledgement_comes_after_the_replacement() -> None:
    build.served()
    [office] = divisions(1)
    [person] = officers([office])
    order = build.issued(at=build.NEW_YEAR)
    for _ in range(4):
        old = build.issued_directive(AT, order=order, offices=[office])
        draft = directives.replace(old, by=build.asha(), at=AT)
        directives.submit(draft, by=build.asha(), at=AT)
        [addressee], read = keys(old), directives.digest(draft)

        def replace(draft: Directive = draft, read: str = read) -> None:
            directives.approve(draft, by=build.vikram(), at=AT, read=read, reason="As agreed")

        ways = at_once([press(old, addressee, person), replace])
        seq = dict(Entry.objects.values_list("act", "seq").order_by("seq"))
        if Receipt.objects.filter(addressee=addressee).exists():
            assert seq["directive.acknowledged"] < seq["directive.replaced"]
            assert ways == {"done": 2}
        else:
            assert ways == {"done": 1, "replaced_already": 1}
    assert journal_is_whole()


def test_a_look_before_the_press_alone_lets_many_through() -> None:
    """The control: without the lock and the constraint everybody sees that nobody pressed."""
    [office] = divisions(1)
    directive = build.issued_directive(offices=[office])
    [addressee] = keys(directive)
    barrier, wins = threading.Barrier(4), []

    def naive() -> None:
        seen = Addressee.objects.get(pk=addressee).receipts.filter(step="acknowledged").exists()
        barrier.wait(60)
        if seen:
            raise Refused("acknowledged_already")
        wins.append(1)

    at_once([naive] * 4)
    assert len(wins) == 4

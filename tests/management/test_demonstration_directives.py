"""The demonstration's directives: what the ladder, the inbox and the desk have to show."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from moratorium.management import demonstration, demonstration_cast
from moratorium.models import Addressee, Directive, Entry, Person, Receipt
from moratorium.operations import record, reference
from moratorium.register import directives, journal, recipients
from moratorium.rules.directives import ACKNOWLEDGED, SERVED, due_at
from moratorium.rules.instants import IST
from moratorium.rules.lifecycle import COUNCIL, ISSUED, SUBMITTED
from tests.shared_records import BeginFrom

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(begin_from: BeginFrom, settings: Any, tmp_path: Path) -> datetime:
    """The instant at which the demonstration was played."""
    settings.VAR_DIR = tmp_path
    moment, logins = begin_from(play)
    demonstration.logins_file().write_text(logins)
    return moment


def play() -> tuple[datetime, str]:
    """The instant, and the logins as they were written."""
    reference.load()
    moment = timezone.now()
    demonstration.play(moment)
    return moment, demonstration.logins_file().read_text()


def current(now: datetime) -> list[Directive]:
    """What is issued and not replaced, oldest first."""
    issued = Directive.objects.filter(state=ISSUED).order_by("issued_at")
    return [each for each in issued if not each.replacements.filter(state=ISSUED).exists()]


def open_(directive: Directive) -> list[str]:
    """The offices that have not acknowledged."""
    found = Addressee.objects.filter(directive=directive)
    found = found.exclude(receipts__step=ACKNOWLEDGED).order_by("office__code")
    return list(found.values_list("office__code", flat=True))


def test_one_is_acknowledged_by_all_and_in_time(now: datetime) -> None:
    whole = current(now)[0]
    assert open_(whole) == []
    due = due_at(whole.issued_at, whole.due_hours)
    steps = Receipt.objects.filter(addressee__directive=whole, step=ACKNOWLEDGED)
    assert all(each.at < due for each in steps)


def test_one_was_replaced_and_some_are_late_with_what_replaces_it(now: datetime) -> None:
    second = current(now)[1]
    assert second.replaces is not None
    assert Receipt.objects.filter(addressee__directive=second.replaces).exists()
    due = due_at(second.issued_at, second.due_hours)
    assert due + timedelta(hours=second.due_hours) < now  # it has risen a level
    assert open_(second) == [
        "DEMO-MV-11", "DEMO-MV-111", "DEMO-PU-111", "DEMO-PU-111-11", "DEMO-PU-121",
        "DEMO-PU-122", "DEMO-PU-211", "DEMO-PU-212",
    ]  # fmt: skip
    acknowledged = Receipt.objects.filter(addressee__directive=second, step=ACKNOWLEDGED)
    assert [each.at > due for each in acknowledged.order_by("at")] == [False] * 9 + [True] * 2


def test_one_waits_and_one_is_internal(now: datetime) -> None:
    assert Directive.objects.get(state=SUBMITTED).submitted_by.username == "demo-maker"
    internal = Directive.objects.get(public=False)
    assert directives.get(internal.slug, now) is None
    assert internal.addressees.count() == 3


def test_the_officer_has_something_unread_and_something_to_acknowledge(now: datetime) -> None:
    officer = Person.objects.get(username="demo-officer")
    mine = Addressee.objects.filter(
        office__postings__person=officer, directive__in=current(now)
    ).exclude(receipts__step=ACKNOWLEDGED)
    read = mine.filter(receipts__step=SERVED)
    assert list(read.values_list("office__code", flat=True)) == ["DEMO-PU-111"]
    unread = mine.exclude(receipts__step=SERVED)
    assert sorted(unread.values_list("office__code", flat=True)) == ["DEMO-PU-111", "DEMO-PU-111-1"]


def test_an_office_that_nobody_can_be_told_at_is_listed(now: datetime) -> None:
    fresh = current(now)[2]
    reached = recipients.of_directive(fresh.pk, now.astimezone(IST).date())
    assert [each.office.code for each in reached.unreachable] == ["DEMO-PU-212"]


def test_a_council_member_can_log_in_and_engineers_cannot(now: datetime) -> None:
    council = Person.objects.get(username="demo-council")
    assert council.roles_on(now.astimezone(IST).date()) == {COUNCIL}
    said = demonstration_cast.logins_in_words()
    assert "demo-council" in said
    assert "demo-engineer" not in said
    engineers = Person.objects.filter(username__startswith="demo-engineer")
    assert not any(each.has_usable_password() for each in engineers)
    assert all(each.demonstration for each in Person.objects.all())


def test_all_of_it_is_marked_and_in_the_order_of_the_clock(now: datetime) -> None:
    assert not Directive.objects.filter(demonstration=False).exists()
    assert journal.verify().count == Entry.objects.count()
    moments = list(Entry.objects.order_by("seq").values_list("happened_at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] <= now
    for receipt in Receipt.objects.select_related("addressee__directive"):
        assert receipt.addressee.directive.issued_at <= receipt.at <= now


def test_it_is_printed_and_taken_into_another_database(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    reference.load()
    with transaction.atomic():
        demonstration.play(timezone.now())
        text = record.export_record()
        transaction.set_rollback(True)
    assert record.import_record(text.encode(), at=timezone.now()).directives == 5
    assert record.export_record() == text

"""Roles with dates: neither the last checker nor the last keeper goes; a name stays on record."""

from datetime import date, timedelta

import pytest
from django.db.models import ProtectedError

from moratorium.models import Entry, Order, Person, RoleGrant
from moratorium.operations import people
from moratorium.operations.people import PersonContent
from moratorium.rules.lifecycle import CHECKER, KEEPER, MAKER, Refused
from tests import builders as build

from .contents import NOW, issued

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 5)


def later(days: int) -> date:
    return TODAY + timedelta(days=days)


def sita() -> Person:
    return build.person("sita", "सीता", "Sita", KEEPER)


def gopal() -> Person:
    return build.person("gopal", "गोपाल", "Gopal", KEEPER)


def end(person: Person, day: date, role: str = CHECKER, by: Person | None = None) -> None:
    held = RoleGrant.objects.get(person=person, role=role)
    people.end_grant(held, ends_on=day, by=by or sita(), at=NOW)


def grant(person: Person, start: date, stop: date | None = None, role: str = CHECKER) -> None:
    people.grant(person, role=role, starts_on=start, ends_on=stop, by=sita(), at=NOW)


def refused(name: str, act, *given, **named) -> None:
    before = list(RoleGrant.objects.order_by("pk").values()), Entry.objects.count()
    with pytest.raises(Refused) as caught:
        act(*given, **named)
    assert caught.value.name == name
    assert (list(RoleGrant.objects.order_by("pk").values()), Entry.objects.count()) == before


def test_a_checker_to_come_does_not_count_today() -> None:
    vikram, ravi = build.vikram(), build.person("ravi", "रवि", "Ravi")
    grant(ravi, later(10))
    refused("last_checker", end, vikram, TODAY)
    refused("last_checker", end, vikram, later(9))
    end(vikram, later(10))


def test_no_day_between_two_checkers_is_left_open() -> None:
    vikram, meena, ravi = build.vikram(), build.meena(), build.person("ravi", "रवि", "Ravi")
    end(vikram, later(5))
    grant(ravi, later(10))
    refused("last_checker", end, meena, later(9))
    refused("last_checker", people.close, meena, by=sita(), at=NOW)
    end(meena, later(10))


def test_an_account_that_is_closed_or_never_used_does_not_count() -> None:
    vikram, meena = build.vikram(), build.meena()
    people.close(meena, by=sita(), at=NOW)
    refused("last_checker", end, vikram, TODAY)
    invited = people.add("ravi", PersonContent("रवि", "Ravi"), by=sita(), at=NOW)
    grant(invited, TODAY)
    refused("last_checker", people.close, vikram, by=sita(), at=NOW)
    invited.set_password(build.PASSWORD)
    invited.save()
    people.close(vikram, by=sita(), at=NOW)


def test_the_last_keeper_stays() -> None:
    other = gopal()
    held = RoleGrant.objects.get(person=sita(), role=KEEPER)
    held.ends_on = later(1)
    held.save()
    refused("last_keeper", end, other, TODAY, role=KEEPER)
    refused("last_keeper", people.close, other, by=sita(), at=NOW)
    held.ends_on = None
    held.save()
    people.close(other, by=sita(), at=NOW)


def test_a_role_is_not_prolonged_into_the_next_one() -> None:
    ravi = build.person("ravi", "रवि", "Ravi")
    grant(ravi, TODAY, later(5), role=MAKER)
    grant(ravi, later(10), role=MAKER)
    first = RoleGrant.objects.get(person=ravi, ends_on=later(5))
    people.end_grant(first, ends_on=later(10), by=sita(), at=NOW)
    refused("taken", people.end_grant, first, ends_on=later(11), by=sita(), at=NOW)


def test_a_keeper_whose_account_was_closed_meanwhile_acts_no_more() -> None:
    keeper, ravi = gopal(), build.person("ravi", "रवि", "Ravi")
    people.close(keeper, by=sita(), at=NOW)
    assert keeper.is_active is False
    keeper.is_active = True  # as a page that was opened before still has it
    refused("role", people.grant, ravi, role=MAKER, starts_on=TODAY, by=keeper, at=NOW)


def test_whoever_leaves_keeps_the_name_in_the_record() -> None:
    order = issued()
    build.meena()
    for person in (build.vikram(), build.asha()):
        people.close(person, by=sita(), at=NOW)
    order = Order.objects.get(pk=order.pk)
    assert order.approved_by.name.en == "Vikram (test)"
    assert order.submitted_by.name.hi == "आशा (परीक्षण)"
    by = set(Entry.objects.filter(subject=order.number).values_list("by", flat=True))
    assert {"vikram"} <= by
    with pytest.raises(ProtectedError):
        order.approved_by.delete()

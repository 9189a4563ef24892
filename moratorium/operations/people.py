"""The acts on people: a role granted or ended, an account closed, the first person."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password

from ..models import Person, RoleGrant
from ..rules.instants import IST
from ..rules.lifecycle import CHECKER, KEEPER, Refused
from . import roles
from .journal import Act, writing


def grant(
    person: Person,
    *,
    role: str,
    starts_on: date,
    ends_on: date | None = None,
    by: Person,
    at: datetime,
) -> RoleGrant:
    """Give a person a role from a day on, perhaps until another. Raises Refused."""
    roles.require(by, "role", "grant", at)
    _require_another(person, by)
    if person.is_superuser:
        raise Refused("role")
    if starts_on < _today(at):
        raise Refused("past_day", "starts_on")
    if ends_on is not None and ends_on <= starts_on:
        raise Refused("end_not_after_start", "ends_on")
    with writing(at) as pen:
        held = person.grants.filter(role=role).exclude(ends_on__lte=starts_on)
        if (held if ends_on is None else held.filter(starts_on__lt=ends_on)).exists():
            raise Refused("taken", "role")
        granted = RoleGrant.objects.create(
            person=person, role=role, starts_on=starts_on, ends_on=ends_on, granted_by=by
        )
        pen.write(_role_act("role.granted", granted, by))
    return granted


def end_grant(grant: RoleGrant, *, ends_on: date, by: Person, at: datetime) -> RoleGrant:
    """End a role on a day, the first without it. Raises Refused."""
    roles.require(by, "role", "end", at)
    with writing(at) as pen:
        held = RoleGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
        _require_another(held.person, by)
        if held.ends_on is not None and held.ends_on <= _today(at):
            raise Refused("state")
        if ends_on < _today(at):
            raise Refused("past_day", "ends_on")
        if ends_on < held.starts_on:
            raise Refused("end_not_after_start", "ends_on")
        if held.role == CHECKER:
            _require_other_checker(held.person, ends_on)
        held.ends_on = ends_on
        held.save(update_fields=["ends_on"])
        pen.write(_role_act("role.ended", held, by))
    return held


def close(person: Person, *, by: Person, at: datetime) -> Person:
    """Close the account of somebody who has left; their acts stay. Raises Refused."""
    roles.require(by, "role", "end", at)
    _require_another(person, by)
    with writing(at) as pen:
        if CHECKER in person.roles_on(_today(at)):
            _require_other_checker(person, _today(at))
        return _set_active(person, False, pen, by)


def reopen(person: Person, *, by: Person, at: datetime) -> Person:
    """Open a closed account again. Raises Refused."""
    roles.require(by, "role", "grant", at)
    _require_another(person, by)
    with writing(at) as pen:
        return _set_active(person, True, pen, by)


def create_first(
    username: str, *, name_hi: str, name_en: str, password: str, at: datetime
) -> Person:
    """The first person of an installation, who keeps people and reference data.

    Raises Refused("state") if there is a keeper already, django's ValidationError for a
    weak password.
    """
    with writing(at) as pen:
        if RoleGrant.objects.filter(role=KEEPER).exists():
            raise Refused("state")
        if Person.objects.filter(username__iexact=username).exists():
            raise Refused("taken", "username")
        person = Person(username=username, name_hi=name_hi, name_en=name_en)
        validate_password(password, person)
        person.set_password(password)
        person.save()
        granted = RoleGrant.objects.create(person=person, role=KEEPER, starts_on=_today(at))
        pen.write(_role_act("role.granted", granted, person))
    return person


def _set_active(person: Person, active: bool, pen: Any, by: Person) -> Person:
    changed = Person.objects.filter(pk=person.pk, is_active=not active).update(is_active=active)
    if not changed:
        raise Refused("state")
    person.is_active = active
    name = "person.reopened" if active else "person.closed"
    pen.write(Act(name, person.username, by.username, False, {"person": person.username}))
    return person


def _require_another(person: Person, by: Person) -> None:
    if person.pk == by.pk:
        raise Refused("own_role")


def _require_other_checker(person: Person, day: date) -> None:
    others = RoleGrant.objects.held_on(day).filter(role=CHECKER, person__is_active=True)
    if not others.exclude(person=person).exists():
        raise Refused("last_checker")


def _today(at: datetime) -> date:
    return at.astimezone(IST).date()


def _role_act(name: str, held: RoleGrant, by: Person) -> Act:
    detail = {
        "person": held.person.username,
        "role": held.role,
        "starts_on": held.starts_on.isoformat(),
        "ends_on": held.ends_on.isoformat() if held.ends_on else None,
    }
    return Act(name, held.person.username, by.username, False, detail)

"""The acts on people: put on record, given a role or relieved of it, account closed or opened."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password

from ..models import Mail, Person, RoleGrant
from ..rules import cover, mails
from ..rules.instants import IST
from ..rules.lifecycle import CHECKER, KEEPER, Refused
from . import mail, roles
from .journal import Act, Pen, writing

# Without a checker nothing is approved, without a keeper nobody is given a role.
NEVER_WITHOUT = {CHECKER: "last_checker", KEEPER: "last_keeper"}


@dataclass(frozen=True, slots=True)
class PersonContent:
    """What the record says of a person besides the user name."""

    name_hi: str
    name_en: str
    post_hi: str = ""
    post_en: str = ""
    email: str = ""


def add(username: str, content: PersonContent, *, by: Person, at: datetime) -> Person:
    """Put a person on record, who cannot sign in before being invited. Raises Refused."""
    with writing(at) as pen:
        keeping(by, "grant", at)
        _require_free(username)
        person = Person(username=username, **asdict(content))
        person.set_unusable_password()
        person.save()
        said = {key: value for key, value in asdict(content).items() if key != "email"}
        pen.write(_person_act("person.added", person, by, **said))
    return person


def correct(person: Person, content: PersonContent, *, by: Person, at: datetime) -> Person:
    """Correct names, posts or address; the journal keeps the names before. Raises Refused.

    Of a new address the person is told at the old one: a link for a password goes by mail.
    """
    with writing(at) as pen:
        keeping(by, "grant", at)
        person = Person.objects.select_for_update().get(pk=person.pk)
        if person.is_superuser:
            raise Refused("role")
        new = asdict(content)
        before = {
            field: getattr(person, field) for field in new if getattr(person, field) != new[field]
        }
        if not before:
            return person
        for field in before:
            setattr(person, field, new[field])
        person.save(update_fields=list(before))
        old_address = before.pop("email", None)
        changes = {field: [old, new[field]] for field, old in before.items()}
        entry = pen.write(
            _person_act("person.corrected", person, by, changes=changes,
                        address_changed=old_address is not None)
        )  # fmt: skip
        if old_address:
            words = mails.address_changed(person.name, person.username)
            mail.queue(old_address, f"person.corrected:{entry.seq}", words, at=at, person=person)
    return person


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
    with writing(at) as pen:
        keeping(by, "grant", at)
        _require_another(person, by)
        if person.is_superuser:
            raise Refused("role")
        if starts_on < _today(at):
            raise Refused("past_day", "starts_on")
        if ends_on is not None and ends_on <= starts_on:
            raise Refused("end_not_after_start", "ends_on")
        granted = RoleGrant(
            person=person, role=role, starts_on=starts_on, ends_on=ends_on, granted_by=by
        )
        _require_no_overlap(granted, "role")
        granted.save()
        pen.write(_role_act("role.granted", granted, by))
    return granted


def end_grant(grant: RoleGrant, *, ends_on: date, by: Person, at: datetime) -> RoleGrant:
    """End a role on a day, the first without it. Raises Refused."""
    with writing(at) as pen:
        keeping(by, "end", at)
        held = RoleGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
        _require_another(held.person, by)
        if held.ends_on is not None and held.ends_on <= _today(at):
            raise Refused("state")
        if ends_on < _today(at):
            raise Refused("past_day", "ends_on")
        if ends_on < held.starts_on:
            raise Refused("end_not_after_start", "ends_on")
        held.ends_on = ends_on
        _require_no_overlap(held, "ends_on")
        _require_somebody_left(held.role, at, ended=held)
        held.save(update_fields=["ends_on"])
        pen.write(_role_act("role.ended", held, by))
    return held


def close(person: Person, *, by: Person, at: datetime) -> Person:
    """Close the account of somebody who has left; their acts stay. Raises Refused."""
    with writing(at) as pen:
        keeping(by, "end", at)
        _require_another(person, by)
        for role in NEVER_WITHOUT:
            _require_somebody_left(role, at, gone=person)
        closed = _set_active(person, False, pen, by)
        mail.withdraw(Mail.objects.filter(person=person), at)
    return closed


def reopen(person: Person, *, by: Person, at: datetime) -> Person:
    """Open a closed account again. Raises Refused."""
    with writing(at) as pen:
        keeping(by, "grant", at)
        _require_another(person, by)
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
        _require_free(username)
        person = Person(username=username, name_hi=name_hi, name_en=name_en)
        validate_password(password, person)
        person.set_password(password)
        person.save()
        granted = RoleGrant.objects.create(person=person, role=KEEPER, starts_on=_today(at))
        pen.write(_role_act("role.granted", granted, person))
    return person


def keeping(by: Person, act: str, at: datetime) -> None:
    """Raises Refused unless somebody is a keeper as the record stands inside this transaction."""
    roles.require(Person.objects.get(pk=by.pk), "role", act, at)


def _set_active(person: Person, active: bool, pen: Pen, by: Person) -> Person:
    changed = Person.objects.filter(pk=person.pk, is_active=not active).update(is_active=active)
    if not changed:
        raise Refused("state")
    person.is_active = active
    name = "person.reopened" if active else "person.closed"
    pen.write(_person_act(name, person, by))
    return person


def _require_free(username: str) -> None:
    if Person.objects.filter(username__iexact=username).exists():
        raise Refused("taken", "username")


def _require_another(person: Person, by: Person) -> None:
    if person.pk == by.pk:
        raise Refused("own_role")


def _require_no_overlap(grant: RoleGrant, field: str) -> None:
    others = RoleGrant.objects.filter(person=grant.person, role=grant.role).exclude(pk=grant.pk)
    others = others.exclude(ends_on__lte=grant.starts_on)
    if grant.ends_on is not None:
        others = others.filter(starts_on__lt=grant.ends_on)
    if others.exists():
        raise Refused("taken", field)


def _require_somebody_left(
    role: str, at: datetime, *, ended: RoleGrant | None = None, gone: Person | None = None
) -> None:
    """Raises Refused if an end or a closing would leave a day without anybody in the role."""
    if role not in NEVER_WITHOUT:
        return
    before = list(_able(role))
    after = [each for each in before if gone is None or each.person_id != gone.pk]
    if ended is not None and any(each.pk == ended.pk for each in after):
        after = [each for each in after if each.pk != ended.pk] + [ended]
    if cover.uncovers(_spans(before), _spans(after), _today(at)):
        raise Refused(NEVER_WITHOUT[role])


def _able(role: str) -> Iterable[RoleGrant]:
    """The grants of a role to people who can sign in: an invitation is not yet anybody."""
    open_accounts = RoleGrant.objects.filter(role=role, person__is_active=True)
    return open_accounts.exclude(person__password__startswith="!").exclude(person__password="")


def _spans(grants: Iterable[RoleGrant]) -> list[cover.Span]:
    return [(grant.starts_on, grant.ends_on) for grant in grants]


def _today(at: datetime) -> date:
    return at.astimezone(IST).date()


def _person_act(name: str, person: Person, by: Person, **detail: object) -> Act:
    return Act(name, person.username, by.username, False, {"person": person.username} | detail)


def _role_act(name: str, held: RoleGrant, by: Person) -> Act:
    detail = {
        "person": held.person.username,
        "role": held.role,
        "starts_on": held.starts_on.isoformat(),
        "ends_on": held.ends_on.isoformat() if held.ends_on else None,
    }
    return Act(name, held.person.username, by.username, False, detail)

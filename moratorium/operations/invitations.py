"""Letting somebody in: invitations, and new passwords for whoever forgot theirs.

A keeper starts them and never learns the link; whoever forgot asks at the door.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.db.transaction import atomic

from ..models import Person, ResetRequest
from ..models.locks import Lock, hold
from ..models.mails import SET_PASSWORD
from ..rules import mails
from ..rules.lifecycle import Refused
from ..rules.mails import Words
from ..rules.networks import network
from ..rules.wording import Text
from . import mail
from .journal import Act, writing
from .mail import links
from .people import keeping

VALID = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
# At the door: how often one network address may ask, and how often one person is written to.
SPAN = timedelta(minutes=15)
REQUESTS_IN_SPAN = 5
KEPT = timedelta(days=1)


def invite(person: Person, *, by: Person, at: datetime) -> Person:
    """Invite a person, again if need be, to choose a password. Raises Refused."""
    words = mails.invited(person.name, person.username, settings.SITE_URL)
    return _write_to(person, "person.invited", words, by, at)


def send_reset(person: Person, *, by: Person, at: datetime) -> Person:
    """Send a person a link for a new password; the old one holds until then. Raises Refused."""
    words = mails.reset(person.name, person.username)
    return _write_to(person, "person.reset_sent", words, by, at)


def show_link(person: Person, *, by: Person, at: datetime) -> Text:
    """The link itself, in a demonstration that sends no mail. Raises Refused."""
    if not may_show_link():
        raise Refused("link_not_shown")
    with writing(at) as pen:
        keeping(by, "invite", at)
        _require_open_other(person, by)
        pen.write(_act("person.link_shown", person, by))
        return links.set_password(person)


def may_show_link() -> bool:
    """Whether a keeper may see a link: only where nothing is official and no mail leaves."""
    return not (settings.OFFICIAL or settings.MAIL_GOES_OUT)


def ask(typed: str, *, address: str, at: datetime) -> bool:
    """Note that somebody at a network address forgot a password.

    False if that address, or the subscriber who has it, has asked too often. Whose password is
    found out by the worker, so that neither the answer nor the time it takes tells whether there
    is such an account.
    """
    asking = network(address)
    with atomic():
        hold(Lock.PASSWORD_REQUESTS)
        asked = ResetRequest.objects.filter(address=asking, asked_at__gt=at - SPAN).count()
        if asked >= REQUESTS_IN_SPAN:
            return False
        ResetRequest.objects.create(typed=typed, address=asking, asked_at=at)
    return True


def answer_requests(at: datetime) -> int:
    """Write to whoever forgot a password and may have a new one; how many mails were queued."""
    queued = 0
    for request in ResetRequest.objects.exclude(typed="").order_by("pk")[:200]:
        with atomic():
            queued += sum(_answer(person, at) for person in _meant(request.typed))
            ResetRequest.objects.filter(pk=request.pk).update(typed="")
    ResetRequest.objects.filter(typed="", asked_at__lt=at - KEPT).delete()
    return queued


def _meant(typed: str) -> list[Person]:
    named = Q(username__iexact=typed) | Q(email__iexact=typed)
    return list(Person.objects.filter(named, is_active=True).exclude(email=""))


def _answer(person: Person, at: datetime) -> int:
    span = int(at.timestamp() // SPAN.total_seconds())
    words = mails.reset(person.name, person.username)
    _queue(person, f"person.reset:{person.pk}:{span}", words, at)
    return 1


def _write_to(person: Person, name: str, words: Words, by: Person, at: datetime) -> Person:
    with writing(at) as pen:
        keeping(by, "invite", at)
        person = _require_open_other(person, by)
        if person.has_usable_password() == (name == "person.invited"):
            raise Refused("state")
        _require_address(person)
        entry = pen.write(_act(name, person, by))
        _queue(person, f"{name}:{entry.seq}", words, at)
    return person


def _queue(person: Person, event: str, words: Words, at: datetime) -> None:
    mail.queue(
        person.email, event, words, at=at, person=person, link=SET_PASSWORD, useless_at=at + VALID
    )


def _require_open_other(person: Person, by: Person) -> Person:
    person = Person.objects.get(pk=person.pk)
    if person.pk == by.pk:
        raise Refused("own_password")
    if not person.is_active:
        raise Refused("state")
    if person.is_superuser:
        raise Refused("role")
    return person


def _require_address(person: Person) -> None:
    if not person.email:
        raise Refused("no_address")
    try:
        validate_email(person.email)
    except ValidationError:
        raise Refused("no_address") from None


def _act(name: str, person: Person, by: Person) -> Act:
    return Act(name, person.username, by.username, False, {"person": person.username})

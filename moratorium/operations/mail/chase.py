"""The mails about directives: queued by the worker as they become due, each once.

They are not written with the act that issues a directive. What is due can be read off the
record at any time, so that nothing is lost between the act and its mails.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from ...models import Directive
from ...register import chasing as register
from ...register.chasing import ToTell
from ...register.offices import Node
from ...rules import chasing, directive_mails
from ...rules.directive_mails import About, Named
from ...rules.directives import due_at
from ...rules.mails import Words
from ...rules.wording import EN, HI, Text
from .. import letters
from . import WAITING, ToOffice, queue_all, withdraw

BATCH = 200  # offices told in one transaction


def queue_due(at: datetime) -> Iterator[int]:
    """Queue what is due at an instant, a transaction a step; how many mails each queued.

    Stopped or killed between two of them, the next call queues the rest and nothing twice.
    """
    due, abouts = register.untold(at), _Abouts()
    while batch := list(islice(due, BATCH)):
        yield queue_all((mail for each in batch for mail in _mails(each, abouts, at)), at=at)


def withdraw_over(at: datetime) -> None:
    """Send no more about what was replaced, nor to offices that acknowledged meanwhile."""
    withdraw(register.over().filter(queued__status__in=WAITING), at)


class _Abouts(dict[int, About]):
    """What mails say of each directive, worked out once."""

    def of(self, directive: Directive) -> About:
        if directive.pk not in self:
            self[directive.pk] = _about(directive)
        return self[directive.pk]


def _mails(due: ToTell, abouts: _Abouts, at: datetime) -> Iterator[ToOffice]:
    words, directive = _words(due, abouts.of(due.directive), at), due.directive
    after = ""
    if due.step == chasing.REMINDER:
        after = chasing.event(chasing.ISSUED, due.office.code, directive.number or "")
    for address in due.addresses:
        yield ToOffice(address, due.event, words, due.office.pk, directive.pk, after)


def _words(due: ToTell, about: About, at: datetime) -> Words:
    to = _named(due.office)
    if due.step == chasing.ISSUED:
        return directive_mails.issued(about, to)
    if due.step == chasing.REMINDER:
        return directive_mails.reminder(about, to, at)
    return directive_mails.overdue(about, to, _all_named(due.late), at)


def _about(directive: Directive) -> About:
    assert directive.number is not None
    assert directive.issued_at is not None
    before = directive.replaces
    return About(
        number=directive.number,
        subject=directive.subject,
        issued_at=directive.issued_at,
        due_at=due_at(directive.issued_at, directive.due_hours),
        replaces=(before.number or "") if before is not None else "",
        demonstration=directive.demonstration,
        page=_address("officers:directive", directive.slug),
        inbox=_address("officers:inbox"),
    )


def _address(name: str, *args: str | None) -> Text:
    """A page of the offices, in Hindi and in English."""
    found = []
    for language in (HI, EN):
        with override(language):
            found.append(settings.SITE_URL + reverse(name, args=args))
    return Text(*found)


def _all_named(offices: Iterable[Node]) -> list[Named]:
    return [_named(each) for each in offices]


def _named(office: Node) -> Named:
    return Named(letters.addressee(office), office.code)

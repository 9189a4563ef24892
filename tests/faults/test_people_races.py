"""Two keepers at once: of two that would take the last two away, one wins."""

from collections import Counter

import pytest

from moratorium.models import Mail, Person, RoleGrant
from moratorium.operations import mail, people
from moratorium.rules.lifecycle import CHECKER, KEEPER
from moratorium.rules.mails import Words
from moratorium.rules.wording import Text
from tests import builders as build
from tests.operations.contents import NOW

from .test_races import at_once, journal_is_whole

pytestmark = pytest.mark.usefixtures("committed_db")
TODAY = NOW.date()
ROUNDS = 10


def keepers() -> list[Person]:
    return [
        build.person("sita", "सीता", "Sita", KEEPER),
        build.person("gopal", "गोपाल", "Gopal", KEEPER),
    ]


def checkers(n: int) -> list[Person]:
    """Two checkers of a round's own; those of the rounds before hold the role no more."""
    RoleGrant.objects.filter(role=CHECKER).delete()
    return [build.person(f"checker-{n}-{m}", "जाँच", "Checker", CHECKER) for m in range(2)]


def test_of_two_that_end_the_last_checkers_one_wins() -> None:
    by = keepers()
    for n in range(ROUNDS):
        grants = [person.grants.get() for person in checkers(n)]
        outcome = at_once(
            [
                lambda g=g, k=k: people.end_grant(g, ends_on=TODAY, by=k, at=NOW)
                for g, k in zip(grants, by, strict=True)
            ]
        )
        assert outcome == {"done": 1, "last_checker": 1}
    assert journal_is_whole()


def test_of_two_that_close_the_last_checkers_one_wins() -> None:
    by = keepers()
    for n in range(ROUNDS):
        outcome = at_once(
            [
                lambda p=p, k=k: people.close(p, by=k, at=NOW)
                for p, k in zip(checkers(n), by, strict=True)
            ]
        )
        assert outcome == {"done": 1, "last_checker": 1}


def test_of_two_keepers_that_close_each_other_one_stays() -> None:
    one, other = keepers()
    outcome = at_once(
        [lambda: people.close(other, by=one, at=NOW), lambda: people.close(one, by=other, at=NOW)]
    )
    assert outcome == {"done": 1, "role": 1}
    assert Person.objects.filter(is_active=True).count() == 1


def test_a_look_before_the_act_alone_takes_both_away() -> None:
    """The control: without the lock both see that the other one is still there."""
    grants = [person.grants.get() for person in checkers(0)]
    left = [RoleGrant.objects.filter(role=CHECKER).exclude(pk=each.pk).exists() for each in grants]
    for each, other_stays in zip(grants, left, strict=True):
        if other_stays:
            RoleGrant.objects.filter(pk=each.pk).update(ends_on=TODAY)
    assert not RoleGrant.objects.held_on(TODAY).filter(role=CHECKER).exists()


def test_of_many_that_queue_the_same_event_one_mail_is_left() -> None:
    words = Words(Text("विषय", "Subject"), Text("पाठ", "Body"))

    def queue() -> None:
        from django.db import IntegrityError, transaction

        from moratorium.rules.lifecycle import Refused

        try:
            with transaction.atomic():
                mail.queue("asha@example.test", "same", words, at=NOW)
        except IntegrityError:
            raise Refused("taken") from None

    outcome: Counter = at_once([queue] * 8)
    assert outcome["done"] >= 1
    assert set(outcome) <= {"done", "taken"}
    assert Mail.objects.count() == Mail.objects.filter(queued__isnull=False).count() == 1

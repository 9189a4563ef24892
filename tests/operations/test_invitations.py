"""Who may be invited and who may not; who forgot the password, and how often one may ask."""

from datetime import timedelta

import pytest
from django.db import connection

from moratorium.models import Entry, Mail, Person, ResetRequest
from moratorium.operations import invitations, people
from moratorium.operations.people import PersonContent
from moratorium.rules.lifecycle import KEEPER, Refused
from tests import builders as build

from .contents import NOW

pytestmark = pytest.mark.django_db


def sita() -> Person:
    return build.person("sita", "सीता", "Sita", KEEPER)


def ravi(email: str = "ravi@example.test") -> Person:
    return people.add("ravi", PersonContent("रवि", "Ravi", email=email), by=sita(), at=NOW)


def asha(email: str = "asha@example.test") -> Person:
    person = build.asha()
    person.email = email
    person.save()
    return person


def refused(name: str, act, person: Person, by: Person | None = None) -> None:
    before = Entry.objects.count()
    with pytest.raises(Refused) as caught:
        act(person, by=by or sita(), at=NOW)
    assert caught.value.name == name
    assert (Entry.objects.count(), Mail.objects.count()) == (before, 0)


def test_without_an_address_the_keeper_is_told() -> None:
    refused("no_address", invitations.invite, ravi(""))


def test_an_address_that_is_none_gets_nothing() -> None:
    refused("no_address", invitations.invite, ravi("ravi@example.test\nBcc: a@b.test"))


def test_a_closed_account_is_not_invited() -> None:
    person = ravi()
    people.close(person, by=sita(), at=NOW)
    refused("state", invitations.invite, person)
    refused("state", invitations.send_reset, person)


def test_only_a_keeper_invites_and_nobody_themselves() -> None:
    person = ravi()
    refused("role", invitations.invite, person, build.asha())
    refused("role", invitations.show_link, person, build.vikram())
    refused("own_password", invitations.send_reset, sita())


def test_an_invitation_is_for_whoever_has_no_password_yet() -> None:
    refused("state", invitations.invite, asha())
    refused("state", invitations.send_reset, ravi())


def test_a_technical_superuser_is_not_let_in_by_a_keeper() -> None:
    chief = asha()
    chief.is_superuser = True
    chief.save()
    for act in (invitations.send_reset, invitations.show_link):
        refused("role", act, chief)


@pytest.mark.parametrize(("official", "leaves", "shown"), [(0, 0, 1), (0, 1, 0), (1, 0, 0), (1, 1, 0)])  # fmt: skip
def test_a_link_is_shown_in_a_demonstration_without_mail_alone(
    settings, official: int, leaves: int, shown: int
) -> None:
    settings.OFFICIAL, settings.MAIL_GOES_OUT = bool(official), bool(leaves)
    person = ravi()
    if not shown:
        refused("link_not_shown", invitations.show_link, person)
        return
    link = invitations.show_link(person, by=sita(), at=NOW)
    assert "/en/" in link.en
    assert Entry.objects.latest("seq").act == "person.link_shown"
    assert link.hi.split("/")[-2] not in str(list(Entry.objects.values()))


# Whoever forgot


def ask(typed: str, address: str = "10.0.0.1", minutes: float = 0) -> bool:
    return invitations.ask(typed, address=address, at=NOW + timedelta(minutes=minutes))


def answer(minutes: float = 0) -> list[str]:
    invitations.answer_requests(NOW + timedelta(minutes=minutes))
    return list(Mail.objects.order_by("pk").values_list("address", flat=True))


@pytest.mark.parametrize("typed", ["asha", "ASHA", "asha@example.test", "Asha@Example.test"])
def test_an_account_is_found_by_name_or_address(typed: str) -> None:
    asha()
    ask(typed)
    assert answer() == ["asha@example.test"]


@pytest.mark.parametrize("typed", ["nobody", "ash", "asha\nBcc: a@b.test", "%", "asha@", "आशा"])
def test_nobody_else_is_written_to(typed: str) -> None:
    asha()
    ask(typed)
    assert answer() == []


def test_closed_accounts_and_those_without_address_get_nothing() -> None:
    vikram = build.vikram()
    person = asha()
    person.is_active = False
    person.save()
    for typed in ("asha", "asha@example.test", vikram.username, ""):
        ask(typed)
    assert answer() == []


def test_two_people_behind_one_address_get_a_mail_each() -> None:
    asha()
    other = build.vikram()
    other.email = "asha@example.test"
    other.save()
    ask("asha@example.test")
    assert answer() == ["asha@example.test"] * 2
    assert {mail.person for mail in Mail.objects.all()} == {build.asha(), other}


def test_one_network_address_asks_five_times_in_a_quarter_of_an_hour() -> None:
    assert [ask("nobody") for _ in range(6)] == [True] * 5 + [False]
    assert ask("nobody", address="10.0.0.2")
    assert ask("nobody", minutes=16)


def test_one_person_is_written_to_once_in_a_quarter_of_an_hour() -> None:
    asha()
    for n in range(4):
        ask("asha", address=f"10.0.0.{n}")
    assert answer() == ["asha@example.test"]
    ask("asha", minutes=16)
    assert answer(16) == ["asha@example.test"] * 2


def test_what_was_typed_is_forgotten_and_the_row_after_a_day() -> None:
    ask("a secret typed by mistake")
    answer()
    assert ResetRequest.objects.get().typed == ""
    answer(24 * 60 + 1)
    assert not ResetRequest.objects.exists()


def test_asking_is_no_act_and_does_the_same_for_everybody(django_assert_num_queries) -> None:
    asha()
    for typed in ("asha", "nobody"):
        # Transaction, count, insert, end, and on PostgreSQL a lock: no account is read.
        with django_assert_num_queries(4 + (connection.vendor == "postgresql")):
            ask(typed)
    assert not Entry.objects.exists()

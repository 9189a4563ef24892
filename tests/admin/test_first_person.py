"""The first person of a real installation."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from moratorium.management.commands import first_person
from moratorium.models import Entry, Person
from tests import builders as build

from . import desk

pytestmark = pytest.mark.django_db
ASKED = {"username": "first", "name_hi": "प्रथम", "name_en": "First"}


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    passwords = ["kept-in-a-drawer-7"] * 2
    monkeypatch.setattr(first_person, "getpass", lambda _prompt: passwords.pop(0))
    return passwords


def run(**more: Any) -> None:
    call_command("first_person", **ASKED | more)


def test_the_first_person_keeps_people(typed: list[str]) -> None:
    run()
    first = Person.objects.get()
    assert first.check_password("kept-in-a-drawer-7")
    assert Entry.objects.get().act == "role.granted"
    assert desk.of(first).get("/admin/moratorium/person/add/").status_code == 200


# Who may not


def test_there_is_one_first_person(typed: list[str]) -> None:
    desk.keeper()
    with pytest.raises(CommandError, match="already"):
        run()
    assert not Person.objects.filter(username="first").exists()


def test_two_passwords_that_differ_or_a_weak_one_are_refused(typed: list[str]) -> None:
    typed[:] = ["kept-in-a-drawer-7", "other"]
    with pytest.raises(CommandError, match="differ"):
        run()
    typed[:] = ["1234", "1234"]
    with pytest.raises(CommandError):
        run()
    assert not Person.objects.exists()


def test_a_user_name_that_is_taken_is_refused(typed: list[str]) -> None:
    build.person("FIRST", "अन्य", "Other")
    with pytest.raises(CommandError, match="already on record"):
        run()

"""Make the first person of a real installation, who then makes all others on the desk."""

from getpass import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from moratorium.operations import people
from moratorium.rules.lifecycle import Refused


class Command(BaseCommand):
    help = "Make the first person: the reference keeper, who grants every other role."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--username", help="asked for if not given")
        parser.add_argument("--name-hi", help="name in Hindi; asked for if not given")
        parser.add_argument("--name-en", help="name in English; asked for if not given")

    def handle(self, *args: Any, **options: Any) -> None:
        username = options["username"] or input("User name: ").strip()
        name_hi = options["name_hi"] or input("Name in Hindi: ").strip()
        name_en = options["name_en"] or input("Name in English: ").strip()
        if not (username and name_hi and name_en):
            raise CommandError("A user name and both names are needed.")
        try:
            person = people.create_first(
                username,
                name_hi=name_hi,
                name_en=name_en,
                password=_password(),
                at=timezone.now(),
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except Refused as refused:
            raise CommandError(_why(refused)) from refused
        self.stdout.write(f"{person.username} keeps people and reference data from today on.")


def _password() -> str:
    """The password, typed twice and not shown."""
    password = getpass("Password: ")
    if password != getpass("Password again: "):
        raise CommandError("The two passwords differ.")
    return password


def _why(refused: Refused) -> str:
    if refused.name == "state":
        return "There is a reference keeper already; people are made on the desk."
    return refused.words.en

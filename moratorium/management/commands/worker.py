from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from ...operations.mail.delivery import Unreachable
from ..worker import Told, go_round, work


class Command(BaseCommand):
    help = "Queue and send the mails that are due, and go on until told to end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, as from cron")
        parser.add_argument("--pause", type=float, default=5.0, help="seconds between two rounds")
        parser.add_argument("--parent", type=int, help="end when this process does")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 0.1 <= options["pause"] <= 60:
            raise CommandError("The pause must lie between 0.1 and 60 seconds.")
        told = Told(options["parent"])
        if options["once"]:
            self._once(told)
            return
        told.listen()
        work(options["pause"], told)

    def _once(self, told: Told) -> None:
        try:
            if not go_round(told):
                self.stdout.write("Another worker is at it.")
        except Unreachable as error:
            raise CommandError(f"No mail leaves: {error}") from error

from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from ..worker import Told, go_round, work


class Command(BaseCommand):
    help = "Send the mails that are due, and go on until told to end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, as from cron")
        parser.add_argument("--pause", type=float, default=5.0, help="seconds between two rounds")
        parser.add_argument("--parent", type=int, help="end when this process does")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 0.1 <= options["pause"] <= 60:
            raise CommandError("The pause must lie between 0.1 and 60 seconds.")
        told = Told(options["parent"])
        if options["once"]:
            if not go_round(told):
                self.stdout.write("Another worker is at it.")
            return
        told.listen()
        work(options["pause"], told)

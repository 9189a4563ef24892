from typing import Any

from django.core.management import BaseCommand
from django.core.management.base import CommandParser

from ..serving import serve


class Command(BaseCommand):
    help = "Serve the portal with the production server."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", help="host:port")
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument(
            "--no-mail", action="store_true", help="without the worker that sends mails"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        serve(options["bind"], options["workers"], mail=not options["no_mail"])

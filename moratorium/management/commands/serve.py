from typing import Any

from django.core.management import BaseCommand
from django.core.management.base import CommandParser

from ..serving import serve


class Command(BaseCommand):
    help = "Serve the portal with the production server."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", help="host:port")
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        serve(options["bind"], options["workers"])

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.core.management.base import CommandParser
from django.utils import timezone

from moratorium.models import Entry
from moratorium.operations import record, reference

from .. import demonstration
from ..historical import HISTORICAL
from ..serving import serve

ADDRESSES = """
  हिन्दी    {site}/
  English   {site}/en/
  API       {site}/api/v1/docs
  Sign in   {site}/login/
  Desk      {site}/admin/   (English: {site}/en/admin/)
  Officers  {site}/officers/
  Council   {site}/council/
"""


class Command(BaseCommand):
    help = "Prepare a fresh installation, or take the one that is there, and serve it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", help="host:port")
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        if not Entry.objects.exists():
            self._fill()
        self.stdout.write(ADDRESSES.format(site=f"http://{options['bind']}"))
        if logins := demonstration.logins_in_words():
            self.stdout.write(logins)
        serve(options["bind"], options["workers"])

    def _fill(self) -> None:
        reference.load()
        if not settings.OFFICIAL:
            demonstration.play(timezone.now())
        record.import_record(HISTORICAL.read_bytes(), at=timezone.now())

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser
from django.utils import timezone

from moratorium.publishing.static_copy.answering import NotAnswered
from moratorium.publishing.static_copy.export import Overtaken, export
from moratorium.publishing.static_copy.writing import NotACopy
from moratorium.rules import wording

from ..serving import collect_static


class Command(BaseCommand):
    help = "Write the whole public site, as it is now, into a folder that needs no server."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="a new folder, or an older copy to replace")

    def handle(self, *args: Any, **options: Any) -> None:
        collect_static()
        try:
            made = export(options["folder"].absolute(), timezone.now)
        except Overtaken as error:
            raise CommandError(
                "While the copy was made the record changed, three times. Nothing was written.\n"
                "प्रति बनते समय अभिलेख तीन बार बदला। कुछ भी नहीं लिखा गया।"
            ) from error
        except (NotACopy, NotAnswered, OSError) as error:
            raise CommandError(f"{error}\nप्रति नहीं बनी। / No copy was made.") from error
        until = made.until
        self.stdout.write(
            f"{made.files} files, {made.bytes} bytes, valid "
            f"{wording.until(until, wording.EN)} / {wording.until(until, wording.HI)} मान्य"
        )

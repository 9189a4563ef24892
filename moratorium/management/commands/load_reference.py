from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from moratorium.operations import reference


class Command(BaseCommand):
    help = "Load discoms, districts and service areas: add what is missing, change nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="directory", type=Path, help="where the files lie")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = reference.load(options["directory"])
        except reference.ReferenceRefused as error:
            lines = [f"{fault.en}\n  {fault.hi}" for fault in error.faults]
            raise CommandError(
                "\n".join(["Nothing was loaded. / कुछ दर्ज नहीं हुआ।", *lines])
            ) from error
        added = ", ".join(f"{noun} {count}" for noun, count in report.added.items())
        self.stdout.write(f"Added / जोड़े गए: {added}")
        for each in report.differences:
            self.stdout.write(
                f"Left as it is / यथावत रखा: {each.noun} {each.key} {each.field}: "
                f"{each.on_record!r} (file / फ़ाइल: {each.in_file!r})"
            )

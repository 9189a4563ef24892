from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser
from django.utils import timezone

from moratorium.models import Person
from moratorium.operations import offices
from moratorium.rules.lifecycle import Refused
from moratorium.rules.office_files import BadFile


class Command(BaseCommand):
    help = "Import a CSV file of offices, places or postings: all of it, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="the user name of the reference keeper")

    def handle(self, *args: Any, **options: Any) -> None:
        by = Person.objects.filter(username=options["by"]).first()
        if by is None:
            raise CommandError(f"There is no such user: {options['by']}")
        try:
            content = options["file"].read_bytes()
            sheet, plan = offices.preview(content, by)
            faults = [(f.line, f.column, f.words) for f in sheet.faults]
            faults += [(sheet.lines[f.row.key], f.field, f.words) for f in plan.faults]
            if faults:
                lines = [
                    f"{n}: {column}: {why.en} / {why.hi}"
                    for n, column, why in sorted(faults, key=lambda f: f[0])
                ]
                raise CommandError(
                    "\n".join(["Nothing was imported. / कुछ दर्ज नहीं हुआ।", *lines[:200]])
                )
            offices.take(content, seen=offices.digest(plan), by=by, at=timezone.now())
        except (Refused, BadFile) as refused:
            raise CommandError(f"{refused.words.en} / {refused.words.hi}") from refused
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"new {plan.added}, changed {plan.corrected}, ended {plan.ended}, unchanged {plan.unchanged}"
        )

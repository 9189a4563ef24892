from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser
from django.utils import timezone

from moratorium.publishing.static_copy.verify import Found, verify
from moratorium.publishing.static_copy.writing import NotACopy
from moratorium.rules import wording


class Command(BaseCommand):
    help = "Check every file of a copy of the public site, and say whether it is still valid."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = verify(options["folder"])
        except (NotACopy, OSError) as error:
            raise CommandError(f"{error}\nयह साइट की प्रति नहीं है।") from error
        self.stdout.write(_validity(found))
        if not found.whole:
            named = [f"{fault}: {name}" for fault, name in _faults(found)]
            raise CommandError("\n".join(["The copy is damaged. / प्रति अक्षुण्ण नहीं है।", *named]))
        self.stdout.write(f"The copy is whole: {found.files} files. / प्रति अक्षुण्ण है।")


def _validity(found: Found) -> str:
    until = found.valid_until
    en, hi = wording.until(until, wording.EN), wording.until(until, wording.HI)
    if found.valid(timezone.now()):
        return f"Valid {en}, unless an act is recorded before. / {hi} मान्य।"
    return f"No longer valid: it was so {en}. / अब मान्य नहीं: {hi} मान्य थी।"


def _faults(found: Found) -> list[tuple[str, str]]:
    kinds = {"missing": found.missing, "changed": found.changed, "surplus": found.surplus}
    return [(kind, name) for kind, names in kinds.items() for name in names]

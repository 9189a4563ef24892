from typing import Any

from django.core.management import BaseCommand

from moratorium.operations import record


class Command(BaseCommand):
    help = "Print the whole record as a moratorium-record/1 document, in UTF-8."

    def handle(self, *args: Any, **options: Any) -> None:
        # The format is UTF-8 whatever the terminal's encoding is.
        binary = getattr(self.stdout._out, "buffer", None)
        for part in record.export_parts():
            if binary is not None:
                binary.write(part.encode())
            else:
                self.stdout.write(part, ending="")

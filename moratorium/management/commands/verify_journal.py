from typing import Any

from django.core.management import BaseCommand, CommandError

from moratorium.register import journal


class Command(BaseCommand):
    help = "Compute the journal anew, entry by entry, and say where it was first tampered with."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            verified = journal.verify()
        except journal.Broken as error:
            raise CommandError(
                f"The journal is broken at entry {error.seq}: {error.why.en}\n"
                f"अभिलेख की प्रविष्टि {error.seq} पर शृंखला टूटी है: {error.why.hi}"
            ) from error
        self.stdout.write(
            f"The journal is whole: {verified.count} entries, the newest digest is "
            f"{verified.head}. / अभिलेख अक्षुण्ण है: {verified.count} प्रविष्टियाँ।"
        )

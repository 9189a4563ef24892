from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from .. import demonstration


class Command(BaseCommand):
    help = "Play the demonstration into a database that holds no official act yet."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            demonstration.play(timezone.now())
        except demonstration.NotPlayed as error:
            raise CommandError(str(error)) from error
        self.stdout.write(demonstration.logins_in_words())

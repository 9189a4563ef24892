import sys
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from ...operations.mail import returns
from ...rules.bounces import FAILED, MAX_BYTES, NotAReport


class Command(BaseCommand):
    help = (
        "Read a delivery status notification (RFC 3464) from standard input and note that the "
        "mail did not arrive; for the alias to which bounces go."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        content = sys.stdin.buffer.read(MAX_BYTES + 1)
        try:
            mail, report = returns.take(content, timezone.now())
        except (NotAReport, returns.NotOurs) as error:
            raise CommandError(str(error)) from error
        if report.action == FAILED:
            self.stdout.write(f"{mail.address}: did not arrive: {report.reason}")
        else:
            self.stdout.write(f"{mail.address}: nothing to note, it says {report.action!r}.")

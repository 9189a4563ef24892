import csv
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser
from django.utils import timezone

from moratorium.register import lists, sheets
from moratorium.rules.screening import OUTCOMES, BadHeader

STANDARD = "-"


class Command(BaseCommand):
    help = "Screen a list: CSV or XLSX in, CSV with verdict, orders, protected_until, reason out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", metavar="IN", help="a CSV or XLSX file, or - for CSV")
        parser.add_argument("target", metavar="OUT", help="a CSV file, or - for standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with _target(options["target"]) as out:
                counts = _screen(options["source"], out)
        except BadHeader as error:
            raise CommandError(f"{error.words.en}\n{error.words.hi}") from error
        except csv.Error as error:
            raise CommandError(f"This is not a CSV list: {error}") from error
        except sheets.NotASheet as error:
            raise CommandError(f"This is not an XLSX list: {error}") from error
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stderr.write(_in_words(counts))


def _screen(source: str, out: IO[bytes]) -> Counter[str]:
    now = timezone.now()
    if source == STANDARD:
        return lists.screen(sys.stdin.buffer, out, now)
    if not source.lower().endswith(".xlsx"):
        with open(source, "rb") as file:
            return lists.screen(file, out, now)
    return lists.screen_sheet(Path(source).read_bytes(), out, now)


def _in_words(counts: Counter[str]) -> str:
    told = ", ".join(f"{name} {counts[name]}" for name in OUTCOMES)
    return f"rows {counts.total()}: {told}"


@contextmanager
def _target(target: str) -> Iterator[IO[bytes]]:
    """A file that takes the target's place only when all of it is written."""
    if target == STANDARD:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    place = Path(target)
    handle, name = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
    try:
        with open(handle, "wb") as out:
            yield out
        os.chmod(name, _mode(place))
        os.replace(name, place)
    except BaseException:
        os.unlink(name)
        raise


def _mode(place: Path) -> int:
    """The mode that the target has, or that a new file would get."""
    if place.exists():
        return place.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask

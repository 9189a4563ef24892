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

from moratorium.register.lists import facts
from moratorium.register.lists.books import Book
from moratorium.register.lists.bounds import BY_COMMAND, ZIP
from moratorium.register.lists.csv_lists import CsvList
from moratorium.register.lists.screener import Screener
from moratorium.register.lists.screening import List
from moratorium.rules.bad_lists import BadList
from moratorium.rules.screening import OUTCOMES

STANDARD = "-"


class Command(BaseCommand):
    help = "Screen a list: CSV or XLSX in, CSV with verdict, orders, protected_until, reason out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "source", metavar="IN", help="a CSV or XLSX file, or - for CSV from standard input"
        )
        parser.add_argument("target", metavar="OUT", help="a CSV file, or - for standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with _target(options["target"]) as out:
                counts = _screen(options["source"], out)
        except BadList as error:
            raise CommandError(f"{error.words.en}\n{error.words.hi}") from error
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stderr.write(_in_words(counts))


def _screen(source: str, out: IO[bytes]) -> Counter[str]:
    if source == STANDARD:
        return _answer(CsvList(sys.stdin.buffer, _screener(), BY_COMMAND), out)
    with open(source, "rb") as file:
        kind = Book if file.read(len(ZIP)) == ZIP else CsvList
        file.seek(0)
        return _answer(kind(file, _screener(), BY_COMMAND), out)


def _screener() -> Screener:
    return facts.screener(timezone.now())


def _answer(found: List, out: IO[bytes]) -> Counter[str]:
    out.writelines(found.answered())
    return found.screening.counts


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

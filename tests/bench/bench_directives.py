"""What issuing a directive to 5,000 offices costs: `python -m tests.bench.bench_directives`.

An approval in one transaction, with the tree, who is posted where, the letter and the journal,
against a bare insertion of as many rows (addressees, letter, journal entry) by bulk_create. The
goal is at most 5 times that time. The two take turns in one process and database; the best of
some rounds count. What the letter takes of it is told apart: it is set once, however it is sent.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.bench.databases import database

OFFICES, ROUNDS, GOAL = 5_000, 8, 5.0


def main() -> int:
    """Print the ratio on each engine; 1 if one misses the goal."""
    from tests.engine import ENGINES

    missed = 0
    for name in ENGINES:
        issued, letter, inserted = _alone(name)
        print(
            f"directive to {OFFICES:,} offices, {name}: {issued / inserted:.2f} times bulk_create "
            f"({issued:.2f} s to {inserted:.2f} s; goal {GOAL:.0f}); of that the letter "
            f"{letter / inserted:.2f} times ({letter * 1000:.0f} ms)"
        )
        missed |= issued > GOAL * inserted
    return int(missed)


def _alone(engine: str) -> list[float]:
    """The seconds of an approval, of its letter alone, and of the bare insertion."""

    with tempfile.TemporaryDirectory(prefix="moratorium-bench-") as place:
        os.environ["XDG_RUNTIME_DIR"] = place
        with database(engine, Path(place)) as url:
            environment = os.environ | {"VAR_DIR": place, "DATABASE_URL": url}
            command = [sys.executable, "-m", "tests.bench.bench_directives", "measure"]
            said = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    return [float(each) for each in said.stdout.split()]


def measure() -> list[float]:
    """The best of some rounds of each, in the database of the environment, with the commit."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django
    from django.core.management import call_command
    from django.utils import timezone

    django.setup()
    call_command("migrate", verbosity=0)
    start = timezone.now() - timedelta(days=1)
    people = _fill(start)
    rounds = [_round(people, start + timedelta(hours=n)) for n in range(ROUNDS)]
    return [min(times) for times in zip(*rounds, strict=True)]


def _round(people: dict[str, Any], at: Any) -> tuple[float, float, float]:
    from moratorium.operations import directives

    waiting = [_submitted(people, at) for _ in range(2)]
    read = directives.digest(waiting[0])
    letters: list[float] = []
    with _timed_letters(letters):
        issued = _seconds(
            lambda: directives.approve(
                waiting[0], by=people["checker"], at=at, read=read, reason="As agreed"
            )
        )
    assert waiting[0].addressees.count() == OFFICES
    return issued, letters[0], _seconds(_insertion(*waiting))


class _timed_letters:
    """Notes how long each letter takes to set while this is entered."""

    def __init__(self, times: list[float]) -> None:
        from moratorium.operations import letters

        self._room, self._times, self._set = letters, times, letters._set

    def __enter__(self) -> None:
        def timed(letter: Any) -> bytes:
            start = time.perf_counter()
            pdf = self._set(letter)
            self._times.append(time.perf_counter() - start)
            return pdf

        self._room._set = timed

    def __exit__(self, *_raised: object) -> None:
        self._room._set = self._set


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _insertion(issued: Any, draft: Any) -> Callable[[], None]:
    """The rows of an issued directive once more, for a draft, made beforehand."""
    from django.db import transaction

    from moratorium.models import Addressee, Entry, Letter

    offices = issued.addressees.values_list("office_id", flat=True)
    addressees = [Addressee(directive=draft, office_id=pk) for pk in offices]
    pdf = bytes(issued.letter.pdf)
    letter = Letter(
        directive=draft, pdf=pdf, size=len(pdf), sha256=f"copy {draft.pk}", check_code="COPY",
        journal_head="",
    )  # fmt: skip
    newest = Entry.objects.order_by("-seq")[0]
    entry = Entry(
        seq=newest.seq + 1, happened_at=newest.happened_at, recorded_at=newest.recorded_at,
        act=newest.act, subject="copy", detail=newest.detail, previous=newest.digest,
    )  # fmt: skip
    entry.digest = entry.compute_digest()

    def work() -> None:
        with transaction.atomic():
            for model, rows in ((Letter, [letter]), (Addressee, addressees), (Entry, [entry])):
                model.objects.bulk_create(rows, batch_size=2000)  # type: ignore[attr-defined]

    return work


def _submitted(people: dict[str, Any], at: Any) -> Any:
    from moratorium.models import Discom
    from moratorium.operations import directives
    from moratorium.operations.directives import DirectiveContent, TargetContent

    meant = (TargetContent(discom=Discom.objects.get(code="PUVVNL")),)
    content = DirectiveContent(people["order"], meant, body_hi="प्रस्तावना।", body_en="Preamble.")
    draft = directives.draft(content, by=people["maker"], at=at)
    return directives.submit(draft, by=people["maker"], at=at)


def _fill(start: Any) -> dict[str, Any]:
    """A head office, 25 zones, circles and divisions below, and somebody at each; an order."""
    from moratorium.models import Discom, Office, Order, Person, Placement, Posting
    from moratorium.operations import reference
    from tests import builders

    reference.load()
    discom, since = Discom.objects.get(code="PUVVNL"), builders.LONG_AGO
    offices = Office.objects.bulk_create(
        (
            Office(
                code=f"O-{n:04d}", discom=discom, level=_level(n), email=f"o{n}@example.org",
                name_hi=f"विद्युत वितरण कार्यालय {n}", name_en=f"Electricity distribution office {n}",
            )
            for n in range(OFFICES)
        ),
        batch_size=500,
    )  # fmt: skip
    Placement.objects.bulk_create(
        (
            Placement(office=each, parent=offices[(n - 1) // 5] if n else None, starts_on=since)
            for n, each in enumerate(offices)
        ),
        batch_size=500,
    )
    people = Person.objects.bulk_create(
        (
            Person(username=f"engineer-{n}", name_hi=f"अभियन्ता {n}", name_en=f"Engineer {n}")
            for n in range(OFFICES)
        ),
        batch_size=500,
    )
    Posting.objects.bulk_create(
        (
            Posting(person=person, office=each, post_hi="अभियन्ता", post_en="Engineer", starts_on=since)
            for person, each in zip(people, offices, strict=True)
        ),
        batch_size=500,
    )  # fmt: skip
    order: Order = builders.issued(start)
    return {"maker": builders.asha(), "checker": builders.vikram(), "order": order}


def _level(n: int) -> str:
    """Five below each, so that the numbers of the levels follow from the place."""
    from moratorium.rules.offices import LEVELS

    depth = 0
    while n:
        n, depth = (n - 1) // 5, depth + 1
    return list(LEVELS)[min(depth, len(LEVELS) - 1)]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(*measure())
    else:
        sys.exit(main())

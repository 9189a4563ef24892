"""What POST verdicts costs against plain Python: `python -m tests.bench.bench_api`.

The same 10,000 questions are answered by the door and by nothing but json.loads and
fromisoformat, the rules on lines that are in memory already, and json.dumps. The goal is at
most twice that time.
"""

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

QUESTIONS, ROUNDS, GOAL = 10_000, 7, 2.0


@contextmanager
def database() -> Iterator[None]:
    """A migrated SQLite database of its own, with the reference data."""
    with tempfile.TemporaryDirectory(prefix="moratorium-bench-") as place:
        os.environ.update(
            VAR_DIR=place, DATABASE_URL=f"sqlite:///{Path(place) / 'portal.sqlite3'}",
            DJANGO_SETTINGS_MODULE="portal.settings", ALLOWED_HOSTS="testserver",
            VERDICTS_QUESTIONS_AN_HOUR=str(10**9),
        )  # fmt: skip
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        from tests.api import records

        records.reference()
        yield


def fill(first: int, last: int) -> None:
    """Put orders on record whose lines reach the questions."""
    from django.db import transaction

    from tests.api import records

    with transaction.atomic():
        for n in range(first, last):
            area = ("any", "urban", "rural")[n % 3]
            end = records.hours(24 + n)
            one = records.line((None, "PUVVNL", "MVVNL")[n % 3], area=area, ends_at=end)
            records.issue(f"MO/2022-23/{n:04d}", [one])


def payload(distinct: bool) -> bytes:
    """10,000 questions over every district; each with an instant of its own, or a few."""
    from moratorium.register import places
    from moratorium.rules import instants
    from tests.api.records import START

    chance = random.Random(7)
    supplies = places.load().supplies
    moments = [START + timedelta(minutes=m) for m in range(QUESTIONS if distinct else 48)]
    return json.dumps(
        {"questions": [_question(chance, supplies, moments, instants) for _ in range(QUESTIONS)]}
    ).encode()


def _question(chance: random.Random, supplies: Any, moments: Any, instants: Any) -> dict[str, str]:
    supply = chance.choice(supplies)
    at, known = chance.choice(moments), chance.choice(moments)
    return {
        "discom": supply.supplier.code, "district": supply.district, "area": supply.area,
        "at": instants.write(at), "known_at": instants.write(max(at, known)),
    }  # fmt: skip


def plain(content: bytes) -> Callable[[], Any]:
    """The yardstick; questions and the answers' values are made before the clock starts."""
    from moratorium.register import coverage, places
    from moratorium.register.verdicts import Question, Reader
    from moratorium.rules import instants

    known = places.load()
    given = json.loads(content)["questions"]
    questions = [
        Question(
            known.place(q["discom"], q["area"], q["district"]),
            instants.read(q["at"]), instants.read(q["known_at"]),
        )
        for q in given
    ]  # fmt: skip
    first = min(min(q.at, q.known_at) for q in questions)
    lines = [c.line for c in coverage.reaching(first, max(q.known_at for q in questions))]
    answer = json.loads(door(content)())

    def run() -> None:
        for asked in json.loads(content)["questions"]:
            datetime.fromisoformat(asked["at"])
            datetime.fromisoformat(asked["known_at"])
        reader = Reader(lines)
        for question in questions:
            reader.answer(question)
        json.dumps(answer)

    return run


def door(content: bytes) -> Callable[[], bytes]:
    """The same through the view, as Django would call it."""
    from django.test import RequestFactory
    from django.urls import resolve

    view = resolve("/api/v1/verdicts").func
    factory = RequestFactory()

    def run() -> bytes:
        request = factory.post("/api/v1/verdicts", content, content_type="application/json")
        answer = view(request)
        assert answer.status_code == 200, answer.content
        return bytes(answer.content)

    return run


def fastest(*runs: Callable[[], Any]) -> list[float]:
    """The best time of each, in seconds; taken in turns, so that noise meets them alike."""
    best = [float("inf")] * len(runs)
    for _ in range(ROUNDS):
        for index, run in enumerate(runs):
            start = time.process_time()
            run()
            best[index] = min(best[index], time.process_time() - start)
    return best


def main() -> int:
    """Print a line a case; 1 if one misses the goal."""
    worst = 0.0
    with database():
        done = 0
        for lines in (0, 20, 500):
            fill(done, lines)
            done = lines
            for distinct in (False, True):
                content = payload(distinct)
                base, api = fastest(plain(content), door(content))
                worst = max(worst, api / base)
                instants = "10,000 instants" if distinct else "48 instants"
                print(
                    f"POST verdicts, {lines:3d} lines, {instants:15}: "
                    f"{api * 1000:6.1f} ms, plain {base * 1000:6.1f} ms, ratio {api / base:.2f}"
                )
    return int(worst > GOAL)


if __name__ == "__main__":
    sys.exit(main())

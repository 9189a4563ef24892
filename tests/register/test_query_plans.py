"""What the crowd asks for is read through indexes on both engines, and in few queries."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moratorium.operations import reference
from moratorium.operations.journal import Act, writing
from moratorium.register import board, coverage, verdicts
from moratorium.rules.scope import Place
from tests.bench import archive
from tests.builders import ist
from tests.shared_records import BeginFrom

pytestmark = pytest.mark.django_db

NOW = ist(2026, 1, 5, 10, 0)
ARCHIVED = 3000


@pytest.fixture
def archived(begin_from: BeginFrom) -> None:
    begin_from(_archive)


def _archive() -> None:
    reference.load()
    archive.fill(ARCHIVED)
    with writing(NOW) as pen:
        pen.write_all(
            [Act("outage.recorded", f"old-{n}", "", True, {}, archive.FIRST) for n in range(1000)]
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def plan(sql: str, params: Any = None) -> str:
    """The engine's plan, as text."""
    word = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{word} {sql}", params)
        return "\n".join(" ".join(map(str, row)) for row in cursor.fetchall())


def scans_all(text: str, table: str) -> bool:
    return f"SCAN {table}" in text or f"Seq Scan on {table}" in text


def statements(call: Any) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        call()
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize("table", ["moratorium_coverageline", "moratorium_order"])
def test_the_lines_that_matter_are_found_by_index(archived: None, table: str) -> None:
    lines = statements(lambda: coverage.reaching(NOW, NOW))[0]
    assert table in lines
    assert not scans_all(plan(lines), table)


def test_the_newest_notices_are_found_by_index(archived: None) -> None:
    found = [s for s in statements(lambda: board.board(NOW)) if "moratorium_entry" in s]
    assert len(found) == 1
    assert "entry_public_by_time" in plan(found[0])


def test_a_scan_is_seen(archived: None) -> None:
    whole = "SELECT * FROM moratorium_coverageline WHERE grace_hours >= 0"
    assert scans_all(plan(whole), "moratorium_coverageline")


def test_the_archive_is_not_read_for_an_answer_about_now(archived: None) -> None:
    assert coverage.reaching(NOW, NOW) == []
    assert len(coverage.reaching(archive.FIRST, NOW)) > ARCHIVED / 2


def test_the_board_takes_six_queries(archived: None) -> None:
    assert len(statements(lambda: board.board(NOW))) <= 6


def test_many_verdicts_take_two_queries(archived: None) -> None:
    place = Place("PUVVNL", "state", "rural", "varanasi")
    early = archive.FIRST + timedelta(days=100)
    asked = [verdicts.Question(place, at, known) for at in (NOW, early) for known in (NOW, early)]
    assert len(statements(lambda: verdicts.ask(asked))) == 2

"""A workbook answered against a bare read of it: `python -m tests.bench.bench_books`.

The whole way of a list that is sent in, from its bytes in memory to the last block of the
answer: the reader's start, the look into the archive, both passes. Beside it the library alone
goes over all rows of the same book. In turns, in one run; the goal is the median of the turns'
ratios, since a machine is not as fast in one minute as in the next.
"""

import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

BOOKS = ((300_000, 6), (100_000, 31))
ROUNDS, GOAL = 7, 2.0


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="moratorium-bench-") as place:
        os.environ["VAR_DIR"] = place
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(place) / 'bench.sqlite3'}"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
        import django

        django.setup()
        _record()
        kept = [compare(rows, columns) for rows, columns in BOOKS]
        return int(not all(kept))


def compare(rows: int, columns: int) -> bool:
    """Print what a book takes; whether it keeps the goal."""
    content = _book(rows, columns)
    ratios, bare, whole = [], [], []
    for _ in range(ROUNDS):
        bare.append(_seconds(lambda: _read(content)))
        whole.append(_seconds(lambda: _answer(content, rows)))
        ratios.append(whole[-1] / bare[-1])
    ratio = statistics.median(ratios)
    print(
        f"{rows:,} rows of {columns} cells, {len(content) / 1e6:.1f} MB: bare {min(bare):.2f} s, "
        f"answered {min(whole):.2f} s, median ratio {ratio:.2f} (goal {GOAL})"
    )
    return ratio <= GOAL


def _record() -> None:
    from django.core.management import call_command

    from moratorium.operations import reference

    call_command("migrate", verbosity=0)
    reference.load()


def _book(rows: int, columns: int) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    header = ["account", "discom", "district", "area", "planned_at"]
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, header + [f"column {n}" for n in range(columns - len(header))])
        for row in range(1, rows):
            others = [row * 1.5 if n % 2 else f"name {row % 1000}" for n in range(columns - 5)]
            day = f"{row % 28 + 1:02}-01-2023"
            place = ("varanasi", "jaunpur", "ghazipur")[row % 3]
            cells = [f"{row:012}", "PUVVNL", place, ("urban", "rural")[row % 2], day]
            page.write_row(row, 0, cells + others)
    return out.getvalue()


def _read(content: bytes) -> None:
    from python_calamine import CalamineWorkbook

    for _row in (
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).iter_rows()
    ):
        pass


def _answer(content: bytes, rows: int) -> None:
    from django.utils import timezone

    from moratorium.register.lists.reading import Reading

    with os.fdopen(os.memfd_create("list"), "wb", buffering=0) as file:
        file.write(content)
        found = Reading(file.fileno(), timezone.now())
        for _block in found:
            pass
    assert found.counts.total() == rows - 1


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())

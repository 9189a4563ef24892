"""Offices, places and postings: never deleted, their keys fixed, one at a time."""

from datetime import date

import pytest

from moratorium.models import Office, Placement, Posting

from .. import builders
from .refusal import is_allowed, is_refused, replacing_is_refused

pytestmark = pytest.mark.django_db

TABLES = ("office", "placement", "posting")
PLACE = "INSERT INTO moratorium_placement (office_id, starts_on, ends_on) VALUES (%s, %s, %s)"
POST = (
    "INSERT INTO moratorium_posting (person_id, office_id, post_hi, post_en, starts_on, ends_on)"
    " VALUES (%s, %s, 'क', 'a', %s, %s)"
)
# Beside a span from 2020-01-01 to 2023-01-01: which others overlap with it.
SPANS = [
    ("2022-12-31", "2023-06-01", True),
    ("2019-01-01", "2020-01-02", True),
    ("2019-01-01", None, True),
    ("2021-01-01", "2022-01-01", True),
    ("2023-01-01", None, False),
    ("2019-01-01", "2020-01-01", False),
    ("2021-01-01", "2021-01-01", False),
]


def bare(code: str) -> Office:
    """An office that nothing else names."""
    return Office.objects.create(code=code, discom=builders.discom(), level="zone")


@pytest.fixture
def closed() -> Posting:
    """A posting and a place of its office, both from 2020 to the end of 2022."""
    office = builders.office("D1", "division")
    Placement.objects.update(ends_on=date(2023, 1, 1))
    return builders.posting(builders.rakesh(), office, ends_on=date(2023, 1, 1))


@pytest.mark.parametrize(("table", "key"), [("office", "code = 'alone'"), ("placement", "id > 0"), ("posting", "id > 0")])  # fmt: skip
def test_nothing_is_deleted(closed: Posting, table: str, key: str) -> None:
    bare("alone")
    is_refused(f"DELETE FROM moratorium_{table} WHERE {key}")


@pytest.mark.postgresql
@pytest.mark.parametrize("table", TABLES)
def test_no_table_is_emptied(table: str) -> None:
    is_refused(f"TRUNCATE moratorium_{table} CASCADE")


@pytest.mark.parametrize(("start", "end", "overlaps"), SPANS)
def test_postings_at_one_office_never_overlap(
    closed: Posting, start: str, end: str | None, overlaps: bool
) -> None:
    values = (closed.person_id, closed.office_id, start, end)
    (is_refused if overlaps else is_allowed)(POST, *values)
    somebody_else = (builders.asha().pk, closed.office_id, start, end)
    is_allowed(POST, *somebody_else)


def test_a_person_may_hold_two_posts_at_two_offices(closed: Posting) -> None:
    other = builders.office("D2", "division")
    is_allowed(POST, closed.person_id, other.pk, "2021-01-01", None)


@pytest.mark.parametrize(("start", "end", "overlaps"), SPANS)
def test_places_of_an_office_never_overlap(
    closed: Posting, start: str, end: str | None, overlaps: bool
) -> None:
    (is_refused if overlaps else is_allowed)(PLACE, closed.office_id, start, end)


@pytest.mark.parametrize("noun", ["posting", "placement"])
def test_an_end_does_not_move_into_the_next(closed: Posting, noun: str) -> None:
    office = closed.office
    builders.posting(closed.person, office, starts_on=date(2024, 1, 1))
    Placement.objects.create(office=office, starts_on=date(2024, 1, 1))
    move = f"UPDATE moratorium_{noun} SET ends_on = %s WHERE ends_on IS NOT NULL"
    is_refused(move, "2024-01-02")
    is_allowed(move, "2024-01-01")
    is_allowed(move, "2020-01-01")


@pytest.mark.parametrize(
    ("noun", "change"),
    [
        ("posting", "starts_on = '2019-01-01'"),
        ("placement", "starts_on = '2019-01-01'"),
        ("posting", "person_id = (SELECT id FROM moratorium_person WHERE username = 'asha')"),
        ("office", "code = 'OTHER'"),
    ],
)
def test_what_tells_a_row_from_others_stays(closed: Posting, noun: str, change: str) -> None:
    builders.asha()
    is_refused(f"UPDATE moratorium_{noun} SET {change}")


def test_the_rest_may_change(closed: Posting) -> None:
    is_allowed("UPDATE moratorium_office SET level = 'circle', name_en = 'x', email = 'a@b.in'")
    is_allowed("UPDATE moratorium_placement SET parent_id = NULL, ends_on = '2022-01-01'")
    is_allowed("UPDATE moratorium_posting SET post_en = 'x', ends_on = '2022-01-01'")


@pytest.mark.sqlite
class TestReplace:
    @pytest.mark.parametrize("table", TABLES)
    def test_an_insert_replaces_nothing(self, closed: Posting, table: str) -> None:
        Posting.objects.update(ends_on=closed.starts_on)  # as it never held, it overlaps nothing
        Placement.objects.update(ends_on=closed.starts_on)
        name = f"moratorium_{table}"
        replacing_is_refused(f"INSERT OR REPLACE INTO {name} SELECT * FROM {name}")

    @pytest.mark.parametrize("key", ["id", "code"])
    def test_an_update_replaces_no_office(self, key: str) -> None:
        for code in ("A", "B"):
            bare(code)
        replacing_is_refused(
            f"UPDATE OR REPLACE moratorium_office SET {key} ="
            f" (SELECT {key} FROM moratorium_office WHERE code = 'A') WHERE code = 'B'"
        )

"""Instants in writing: one strict reader, one writer, and the day in India."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from moratorium.rules.instants import IST, BadInstant, day_end, day_start, read, write

pytestmark = pytest.mark.plain

EVENING = datetime(2022, 12, 29, 13, 11, tzinfo=UTC)
THIRD = timedelta(microseconds=333_333)

READ = [
    ("India's own offset", "2022-12-29T18:41:00+05:30", EVENING),
    ("seconds may be left out", "2022-12-29T18:41+05:30", EVENING),
    ("Greenwich as Z", "2022-12-29T13:11:00Z", EVENING),
    ("Greenwich as a small z", "2022-12-29T13:11:00z", EVENING),
    ("a small t", "2022-12-29t18:41:00+05:30", EVENING),
    ("an offset without a colon", "2022-12-29T18:41:00+0530", EVENING),
    ("an offset of nought", "2022-12-29T13:11:00+00:00", EVENING),
    ("a negative offset", "2022-12-29T08:11:00-05:00", EVENING),
    ("an offset into the next day", "2022-12-30T13:10:00+23:59", EVENING),
    ("six digits of a second", "2022-12-29T18:41:00.333333+05:30", EVENING + THIRD),
    ("one digit of a second is a tenth",
     "2022-12-29T18:41:00.5Z", datetime(2022, 12, 29, 18, 41, 0, 500_000, UTC)),
    ("a leap day", "2024-02-29T00:00:00Z", datetime(2024, 2, 29, tzinfo=UTC)),
    ("the first instant of the range", "2000-01-01T00:00:00Z", datetime(2000, 1, 1, tzinfo=UTC)),
    ("the first instant, written in India",
     "2000-01-01T05:30:00+05:30", datetime(2000, 1, 1, tzinfo=UTC)),
    (
        "the last instant of the range",
        "2100-12-31T23:59:59.999999Z",
        datetime(2100, 12, 31, 23, 59, 59, 999_999, UTC),
    ),
    (
        "an instant in range on a day that is not",
        "2101-01-01T05:29:59+05:30",
        datetime(2100, 12, 31, 23, 59, 59, tzinfo=UTC),
    ),
]  # fmt: skip

REFUSED = [
    ("no offset", "2022-12-29T18:41:00", "offset"),
    ("no offset and no seconds", "2022-12-29T18:41", "offset"),
    ("no offset after a fraction", "2022-12-29T18:41:00.5", "offset"),
    ("a seventh digit", "2022-12-29T18:41:00.1234567Z", "fraction"),
    ("a seventh digit that is nought", "2022-12-29T18:41:00.1234560Z", "fraction"),
    ("a microsecond before the range", "1999-12-31T23:59:59.999999Z", "range"),
    ("before the range by its offset", "2000-01-01T05:29:59+05:30", "range"),
    ("the end of the range", "2101-01-01T00:00:00Z", "range"),
    ("beyond the range by its offset", "2100-12-31T23:30:00-00:30", "range"),
    ("a day in the year 9999", "9999-12-31T00:00:00Z", "range"),
    ("nothing", "", "form"),
    ("a date alone", "2022-12-29", "form"),
    ("a date and a zone", "2022-12-29Z", "form"),
    ("an hour alone", "18:41:00Z", "form"),
    ("a week date", "2022-W52-4T18:41:00Z", "form"),
    ("a week date without hyphens", "2022W524T184100Z", "form"),
    ("a day of the year", "2022-363T18:41:00Z", "form"),
    ("no hyphens or colons", "20221229T184100Z", "form"),
    ("the day first", "29-12-2022T18:41:00Z", "form"),
    ("a year of five digits", "12022-12-29T18:41:00Z", "form"),
    ("a signed year", "+2022-12-29T18:41:00Z", "form"),
    ("a month of one digit", "2022-1-29T18:41:00Z", "form"),
    ("a space for the T", "2022-12-29 18:41:00+05:30", "form"),
    ("an underscore for the T", "2022-12-29_18:41:00+05:30", "form"),
    ("a space before the offset", "2022-12-29T18:41:00 +05:30", "form"),
    ("a space for the plus", "2022-12-29T18:41:00 05:30", "form"),
    ("a leading space", " 2022-12-29T18:41:00Z", "form"),
    ("a trailing newline", "2022-12-29T18:41:00Z\n", "form"),
    ("a comma before the fraction", "2022-12-29T18:41:00,5Z", "form"),
    ("a point without digits", "2022-12-29T18:41:00.Z", "form"),
    ("a fraction of a minute", "2022-12-29T18:41.5Z", "form"),
    ("an hour without minutes", "2022-12-29T18Z", "form"),
    ("24 o'clock", "2022-12-29T24:00:00Z", "form"),
    ("24 o'clock without seconds", "2022-12-29T24:00Z", "form"),
    ("minute 60", "2022-12-29T18:60:00Z", "form"),
    ("a leap second", "2016-12-31T23:59:60Z", "form"),
    ("the 29th of February in a common year", "2023-02-29T00:00:00Z", "form"),
    ("the month nought", "2022-00-29T00:00:00Z", "form"),
    ("the 13th month", "2022-13-01T00:00:00Z", "form"),
    ("the year nought", "0000-01-01T00:00:00Z", "form"),
    ("an offset of a whole day", "2022-12-29T18:41:00+24:00", "form"),
    ("an offset of sixty minutes", "2022-12-29T18:41:00+05:60", "form"),
    ("an offset in hours alone", "2022-12-29T18:41:00+05", "form"),
    ("an offset with seconds", "2022-12-29T18:41:00+05:30:00", "form"),
    ("two offsets", "2022-12-29T18:41:00Z+05:30", "form"),
    ("a minus that is no hyphen", "2022-12-29T18:41:00\u221205:30", "form"),
    ("the name of a zone", "2022-12-29T18:41:00 IST", "form"),
    ("a zone in brackets", "2022-12-29T18:41:00+05:30[Asia/Kolkata]", "form"),
    ("Hindi digits", "२०२२-१२-२९T१८:४१:००Z", "form"),
    ("one Hindi digit", "2022-12-2९T18:41:00Z", "form"),
    ("full-width digits", "\uff12\uff10\uff12\uff12-12-29T18:41:00Z", "form"),
    ("a Hindi digit in the fraction", "2022-12-29T18:41:00.५Z", "form"),
    ("a Hindi digit in the offset", "2022-12-29T18:41:00+05:3०", "form"),
    ("seconds since 1970", "1672319460", "form"),
    ("words", "now", "form"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "instant"), [pytest.param(*row, id=sentence) for sentence, *row in READ]
)
def test_reads(text, instant):
    assert read(text) == instant
    assert read(text).tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "rule"), [pytest.param(*row, id=sentence) for sentence, *row in REFUSED]
)
def test_refuses_and_says_which_rule_was_broken(text, rule):
    with pytest.raises(BadInstant) as refusal:
        read(text)
    assert refusal.value.name == rule


WRITTEN = [
    ("in India's time", EVENING, "2022-12-29T18:41:00+05:30"),
    ("with microseconds where there are any", EVENING + THIRD, "2022-12-29T18:41:00.333333+05:30"),
    ("with all six digits",
     EVENING + timedelta(milliseconds=500), "2022-12-29T18:41:00.500000+05:30"),
    ("on the day that it is in India",
     datetime(2022, 12, 31, 18, 30, tzinfo=UTC), "2023-01-01T00:00:00+05:30"),
    (
        "whatever zone it came in",
        datetime(2022, 12, 29, 8, 11, tzinfo=timezone(timedelta(hours=-5))),
        "2022-12-29T18:41:00+05:30",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("instant", "text"), [pytest.param(*row, id=sentence) for sentence, *row in WRITTEN]
)
def test_writes(instant, text):
    assert write(instant) == text
    assert read(text) == instant


def test_a_day_begins_at_midnight_in_india():
    assert day_start(date(2023, 1, 4)) == datetime(2023, 1, 3, 18, 30, tzinfo=UTC)
    assert write(day_start(date(2023, 1, 4))) == "2023-01-04T00:00:00+05:30"


def test_through_a_day_ends_as_the_next_begins():
    assert day_end(date(2023, 1, 4)) == day_start(date(2023, 1, 5))
    assert write(day_end(date(2022, 12, 31))) == "2023-01-01T00:00:00+05:30"


def test_the_leap_day_has_its_own_end():
    assert write(day_end(date(2024, 2, 28))) == "2024-02-29T00:00:00+05:30"


def test_days_are_given_in_utc():
    assert day_start(date(2023, 1, 4)).tzinfo is UTC
    assert day_end(date(2023, 1, 4)).tzinfo is UTC
    assert datetime(2023, 1, 4, tzinfo=IST) == day_start(date(2023, 1, 4))

"""How long something has lasted, in words."""

from datetime import timedelta

import pytest

from moratorium.rules import wording

pytestmark = pytest.mark.plain

TABLE = [
    (timedelta(0), "1 मिनट", "1 minute"),
    (timedelta(seconds=119), "1 मिनट", "1 minute"),
    (timedelta(minutes=59), "59 मिनट", "59 minutes"),
    (timedelta(hours=1), "1 घंटे", "1 hour"),
    (timedelta(hours=5, minutes=1), "5 घंटे 1 मिनट", "5 hours 1 minute"),
    (timedelta(days=1), "1 दिन", "1 day"),
    (timedelta(days=2, hours=5, minutes=59), "2 दिन 5 घंटे", "2 days 5 hours"),
    (timedelta(days=1000, minutes=3), "1,000 दिन", "1,000 days"),
]


@pytest.mark.parametrize(("span", "hindi", "english"), TABLE)
def test_length(span: timedelta, hindi: str, english: str) -> None:
    assert wording.length(span, "hi") == hindi
    assert wording.length(span, "en") == english

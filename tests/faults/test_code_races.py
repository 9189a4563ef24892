"""Many guesses at once: no more wrong answers than there are for one address."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from moratorium.models import WrongCode
from moratorium.operations import verification
from moratorium.operations.verification import WRONG_IN_SPAN, TooMany
from tests.builders import NEW_YEAR

pytestmark = pytest.mark.usefixtures("committed_db")

GUESSES = 20


def guessed_at_once(monkeypatch: pytest.MonkeyPatch) -> Counter:
    """All are let in before any of them is counted."""
    let_in = threading.Barrier(GUESSES, timeout=60)
    look_up: Callable[..., Any] = verification.register.by_code

    def together(*args: Any) -> Any:
        let_in.wait()
        return look_up(*args)

    monkeypatch.setattr(verification.register, "by_code", together)

    def guess(_: int) -> str:
        try:
            verification.by_code(["d-1"], "X", address="198.51.100.7", at=NEW_YEAR)
        except TooMany:
            return "too many"
        finally:
            connection.close()
        return "nothing"

    with ThreadPoolExecutor(GUESSES) as pool:
        return Counter(pool.map(guess, range(GUESSES)))


def test_no_more_wrong_answers_than_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    said = guessed_at_once(monkeypatch)
    assert said == {"nothing": WRONG_IN_SPAN, "too many": GUESSES - WRONG_IN_SPAN}
    assert WrongCode.objects.count() == WRONG_IN_SPAN


def test_without_counting_again_there_would_be_more(monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(asking: str, at: Any) -> None:
        WrongCode.objects.create(address=asking, asked_at=at)

    monkeypatch.setattr(verification, "_count", careless)
    assert guessed_at_once(monkeypatch)["nothing"] == GUESSES

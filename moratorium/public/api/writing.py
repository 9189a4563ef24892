"""Verdicts as JSON text.

Thousands of answers share a few verdicts and places, so the text of each is made once and
the answers are put together from it; `json.dumps` over the same values takes several times
as long.
"""

import json
from datetime import datetime
from typing import Any

from ...register.verdicts import Question
from ...rules import instants
from ...rules.protection import Verdict
from ...rules.scope import Place


class Writer:
    """Writes answers with the members in the order of the contract.

    Texts are kept by identity, so the questions and verdicts must outlive the writer's use.
    """

    def __init__(self, written: dict[datetime, str] | None = None) -> None:
        """`written` are instants whose text is known already."""
        self._heads: dict[tuple[str, int], str] = {}
        self._tails: dict[int, str] = {}
        self._instants = {} if written is None else written

    def text(self, question: Question, verdict: Verdict) -> str:
        """One answer as a JSON object."""
        head = self._heads.get((verdict.verdict, id(question.place)))
        if head is None:
            head = _head(verdict.verdict, question.place)
            self._heads[verdict.verdict, id(question.place)] = head
        tail = self._tails.get(id(verdict))
        if tail is None:
            tail = self._tails[id(verdict)] = _tail(verdict)
        at, known = self._written(question.at), self._written(question.known_at)
        return f'{head}, "at": "{at}", "known_at": "{known}", {tail}'

    def _written(self, instant: datetime) -> str:
        found = self._instants.get(instant)
        if found is None:
            found = self._instants[instant] = instants.write(instant)
        return found


def _head(verdict: str, place: Place) -> str:
    return _dumped(
        {
            "verdict": verdict,
            "discom": place.discom,
            "district": place.district,
            "area": place.area,
        }
    )[:-1]


def _tail(verdict: Verdict) -> str:
    return _dumped(
        {
            "orders": verdict.orders,
            "until": written(verdict.until),
            "open_ended": verdict.open_ended,
            "stated_until": written(verdict.stated_until),
            "next_change": written(verdict.next_change),
        }
    )[1:]


def written(instant: datetime | None) -> str | None:
    """An instant as the API writes it, at +05:30; None stays None."""
    return None if instant is None else instants.write(instant)


def _dumped(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)

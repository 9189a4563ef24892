"""How often `POST verdicts` may be asked from one address (settings VERDICTS_…)."""

import math
from datetime import datetime, timedelta

from django.conf import settings

from ...rules.networks import network
from ...rules.wording import Text, grouped
from .problems import TOO_MANY, Problem
from .quotas import Ledger, Quota

FILE = "quotas.sqlite3"  # below VAR_DIR
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def count_request(address: str, at: datetime) -> None:
    """Count a request of an address, before its body is read. Raises Problem."""
    if wait := _ledger().take(_requests(), network(address), 1, at):
        most = grouped(settings.VERDICTS_REQUESTS_A_MINUTE)
        hi = f"एक पते से एक मिनट में अधिकतम {most} अनुरोध"
        raise _too_many(hi, f"At most {most} requests a minute from one address", wait)


def count_questions(address: str, amount: int, at: datetime) -> None:
    """Count the questions of a body, all or none. Raises Problem.

    Its request stays counted: the body was read.
    """
    most, asker = settings.VERDICTS_QUESTIONS_AN_HOUR, network(address)
    hi = f"एक पते से एक घंटे में अधिकतम {grouped(most)} प्रश्न"
    en = f"At most {grouped(most)} questions an hour from one address"
    if amount > most:
        detail = Text(f"{hi}; यहाँ {grouped(amount)} हैं।", f"{en}; here are {grouped(amount)}.")
        raise Problem(TOO_MANY, detail=detail)
    ledger = _ledger()
    if amount and (wait := ledger.take(_questions(), asker, amount, at)):
        # By then there must be a request left to ask them with.
        raise _too_many(hi, en, max(wait, ledger.wait(_requests(), asker, at)))


def _too_many(hi: str, en: str, wait: timedelta) -> Problem:
    seconds = math.ceil(wait / timedelta(seconds=1))
    detail = Text(
        f"{hi}; {grouped(seconds)} सेकंड बाद फिर पूछें।", f"{en}; ask again in {grouped(seconds)} s."
    )
    return Problem(TOO_MANY, detail=detail, retry_after=seconds)


def _ledger() -> Ledger:
    return Ledger(settings.VAR_DIR / FILE)


def _requests() -> Quota:
    return Quota("requests", settings.VERDICTS_REQUESTS_A_MINUTE, MINUTE)


def _questions() -> Quota:
    return Quota("questions", settings.VERDICTS_QUESTIONS_AN_HOUR, HOUR)

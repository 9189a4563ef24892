"""Verifying a letter by number and code, so that codes cannot be guessed; or by its bytes.

Wrong answers are counted by network address. Whoever had too many of them in a while is answered
nothing more, to a right code as little as to a wrong one. A file is not counted: who has the
bytes of a letter has its code, and a file that differs is never compared by the code it bears.
"""

import hashlib
import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from .. import letters
from ..models import WrongCode
from ..models.locks import Lock, hold
from ..register import verification as register
from ..register.directives import DirectiveRef
from ..register.verification import Verified
from ..rules.networks import network

SPAN = timedelta(minutes=15)
WRONG_IN_SPAN = 10
KEPT = timedelta(days=1)
MAX_FILE = 10 * 1024 * 1024  # bytes


class TooMany(Exception):
    """An address has had its wrong answers; `wait` is how long it gets no other."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(str(wait))
        self.wait = wait

    @property
    def seconds(self) -> int:
        """The wait in whole seconds, rounded up."""
        return max(1, math.ceil(self.wait.total_seconds()))


@dataclass(frozen=True, slots=True)
class File:
    """What a file is: a letter, unchanged; or one that claims a number; or nothing of the portal's.

    `public` is the public directive of that number, whatever the file says of itself.
    """

    letter: Verified | None
    claims: str = ""
    public: DirectiveRef | None = None


def by_code(slugs: Collection[str], code: str, *, address: str, at: datetime) -> Verified | None:
    """The letter of a number and code; None, and counted, if they do not belong together.

    Raises TooMany, whatever the code, after WRONG_IN_SPAN wrong ones within SPAN.
    """
    asking = network(address)
    _require_few(asking, at)
    found = register.by_code(slugs, code, at)
    if found is None:
        _count(asking, at)
    return found


def by_file(pdf: bytes, at: datetime) -> File:
    """What a file is. Nothing of it is kept.

    What it bears is not looked up beyond what is public: otherwise files with guessed codes
    would tell which of them is right.
    """
    found = register.by_digest(hashlib.sha256(pdf).hexdigest(), at)
    if found is not None:
        return File(found)
    claimed = letters.identify(pdf)
    if claimed is None:
        return File(None)
    number, _code = claimed
    return File(None, number, register.public_of(number, at))


def _require_few(asking: str, at: datetime) -> None:
    """One query. Raises TooMany."""
    wrong = WrongCode.objects.filter(address=asking, asked_at__gt=at - SPAN)
    newest = wrong.order_by("-asked_at").values_list("asked_at", flat=True)[:WRONG_IN_SPAN]
    moments = list(newest)
    if len(moments) == WRONG_IN_SPAN:
        raise TooMany(moments[-1] + SPAN - at)


def _count(asking: str, at: datetime) -> None:
    """Note a wrong answer. Raises TooMany instead, if others were quicker to use them up."""
    with transaction.atomic():
        hold(Lock.WRONG_CODES)
        _require_few(asking, at)
        WrongCode.objects.filter(asked_at__lt=at - KEPT).delete()
        WrongCode.objects.create(address=asking, asked_at=at)

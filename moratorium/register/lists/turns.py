"""Whose list is read now: one for each office and a few for a server, over all its processes.

A turn is a lock on files, which falls with the process that holds it, however that ends.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from django.conf import settings

from ...models import Posting
from ...rules.wording import Text

RETRY_AFTER = 60  # seconds; most lists take less
WORDS = {
    "own": Text(
        "आपके कार्यालय की एक सूची अभी जाँची जा रही है। एक मिनट बाद फिर भेजें।",
        "A list of your office is being checked now. Send this one again in a minute.",
    ),
    "server": Text(
        "अभी दूसरे कार्यालयों की सूचियाँ जाँची जा रही हैं। एक मिनट बाद फिर भेजें।",
        "Lists of other offices are being checked now. Send this one again in a minute.",
    ),
}


class Busy(Exception):
    """No turn is free; `words` say why. It is worth asking again after RETRY_AFTER seconds."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.words = WORDS[name]


class Turn:
    """The right to have one list read; to be released once its answer is sent."""

    def __init__(self) -> None:
        self._locks: list[int] = []

    def hold(self, files: Iterable[Path], name: str) -> None:
        """Lock the first of some files that is free. Raises Busy with a name of WORDS."""
        for path in files:
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(file)
                continue
            self._locks.append(file)
            return
        raise Busy(name)

    def release(self) -> None:
        """Let the next one begin; any thread may call it, and again."""
        while self._locks:
            with suppress(IndexError):  # another thread was quicker
                os.close(self._locks.pop())


def take(person: int, today: date) -> Turn:
    """A turn for somebody's offices of today (an IST day); without any, for them alone.

    Raises Busy at once if there is none.
    """
    return lock(_owners(person, today))


def lock(owners: Sequence[str]) -> Turn:
    """A turn that counts for some owners, each named by a file. Raises Busy."""
    place = Path(settings.SCREENING_DIR)
    place.mkdir(parents=True, exist_ok=True)
    turn = Turn()
    try:
        for name in owners:
            turn.hold([place / name], "own")
        turn.hold(_slots(place), "server")
    except BaseException:
        turn.release()
        raise
    return turn


def _owners(person: int, today: date) -> list[str]:
    """The files of all for whom a list counts, in one order for everybody."""
    held = Posting.objects.held_on(today).filter(person=person)
    offices = sorted(set(held.values_list("office_id", flat=True)))
    return [f"office-{each}" for each in offices] or [f"person-{person}"]


def _slots(place: Path) -> Iterator[Path]:
    return (place / f"server-{each}" for each in range(settings.SCREENINGS_AT_ONCE))

"""The keeper: a thread beside the watch that puts the edition on disk.

A disk that is busy can take seconds for a file to last. No act may wait for that.
"""

import logging
import threading

from ..register.editions import Edition
from . import store
from .once import Once
from .shelf import instant

TOUCH = 10.0  # seconds between two notes on disk that the record was reached
log = logging.getLogger(__name__)


class Keeper:
    """What a process keeps on disk: its newest edition, and the last contact with the record."""

    def __init__(self) -> None:
        self._told: tuple[Edition, int] | None = None
        self._kept: tuple[Edition, int] | None = None
        self._new, self._stopped = threading.Event(), False
        self._faults = Once(log)

    def start(self) -> None:
        """Begin to keep, in a thread of this process."""
        threading.Thread(target=self._run, name="keeper", daemon=True).start()

    def stop(self) -> None:
        """End the thread at its next turn."""
        self._stopped = True
        self._new.set()

    def tell(self, edition: Edition, contact: int) -> None:
        """Name what is to be kept: a new edition soon, a new contact (microseconds) in time."""
        new = self._told is None or self._told[0] is not edition
        self._told = (edition, contact)
        if new:
            self._new.set()

    def _run(self) -> None:
        while not self._stopped:
            self._new.wait(TOUCH)
            self._new.clear()
            told = self._told
            if told is not None and told is not self._kept:  # else there was no contact since
                self._keep(told)

    def _keep(self, told: tuple[Edition, int]) -> None:
        edition, contact = told
        try:
            if self._kept is not None and edition is self._kept[0]:
                store.touch(edition.number, instant(contact))
            else:
                store.save(edition, instant(contact))
        except Exception as error:  # whatever it is, the next turn tries again
            self._faults.say(f"The edition is not kept: {error!r}")
        else:
            self._kept = told
            self._faults.well()

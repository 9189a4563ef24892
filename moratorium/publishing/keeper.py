"""The keeper: a thread beside the watch that puts the edition on disk.

A disk that is busy can take seconds for a file to last. No act may wait for that.
"""

import logging
import threading

from ..register.editions import Edition
from . import store
from .shelf import instant

TOUCH = 10.0  # seconds between two notes on disk that the record was reached
log = logging.getLogger(__name__)


class Keeper:
    """What a process keeps on disk: its newest edition, and the last contact with the record."""

    def __init__(self) -> None:
        self._told: tuple[Edition, int] | None = None
        self._kept: Edition | None = None
        self._new, self._stopped = threading.Event(), False
        self._said = ""

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
            if self._told is not None:
                self._keep(*self._told)

    def _keep(self, edition: Edition, contact: int) -> None:
        try:
            if edition is self._kept:
                store.touch(edition.number, instant(contact))
            else:
                store.save(edition, instant(contact))
                self._kept = edition
        except Exception as error:  # whatever it is, the next turn tries again
            if (words := repr(error)) != self._said:
                log.exception("The edition is not kept: %s", words)
            self._said = words
        else:
            self._said = ""

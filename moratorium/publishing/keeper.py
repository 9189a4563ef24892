"""The keeper: a thread beside the watch that puts the edition on disk, and what stands beside it.

A disk that is busy can take seconds for a file to last. No act may wait for that.
"""

import logging
import threading

from ..register.district_notices import DistrictNotices
from ..register.editions import Edition
from . import store
from .once import Once
from .shelf import instant

TOUCH = 10.0  # seconds between two notes on disk that the record was reached
log = logging.getLogger(__name__)
Told = tuple[Edition, DistrictNotices | None, int]  # and the last contact


class Keeper:
    """What a process keeps on disk: its newest edition, and the last contact with the record."""

    def __init__(self) -> None:
        self._told: Told | None = None
        self._kept: Told | None = None
        self._new, self._stopped = threading.Event(), False
        self._faults = Once(log)

    def start(self) -> None:
        """Begin to keep, in a thread of this process."""
        threading.Thread(target=self._run, name="keeper", daemon=True).start()

    def stop(self) -> None:
        """End the thread at its next turn."""
        self._stopped = True
        self._new.set()

    def tell(self, edition: Edition, about: DistrictNotices | None, contact: int) -> None:
        """Name what is to be kept: a new edition soon, and the notices of its districts; a new
        contact (microseconds) in time.
        """
        before = self._told
        self._told = (edition, about, contact)
        if before is None or before[0] is not edition or before[1] is not about:
            self._new.set()

    def _run(self) -> None:
        while not self._stopped:
            self._new.wait(TOUCH)
            self._new.clear()
            told = self._told
            if told is not None and told is not self._kept:  # else there was no contact since
                self._keep(told)

    def _keep(self, told: Told) -> None:
        edition, about, contact = told
        before = self._kept or (None, None, 0)
        try:
            if edition is before[0]:
                store.touch(edition.number, instant(contact))
            else:
                store.save(edition, instant(contact))
            if about is not None and about is not before[1]:
                store.save_district_notices(about)
        except Exception as error:  # whatever it is, the next turn tries again
            self._faults.say(f"The edition is not kept: {error!r}")
        else:
            self._kept = told
            self._faults.well()

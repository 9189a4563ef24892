"""The watch: a thread in every process that looks at the record and keeps the shelves filled.

It alone speaks to the database, on a connection of its own that gives up soon, and leaves the
disk to its keeper. It never ends: whatever goes wrong is said once, and tried again.
"""

import logging
import threading
import time
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import Error, connections

from ..register import editions, places
from . import store
from .keeper import Keeper
from .once import Once
from .shelf import SECOND, Shelves, microseconds

POLL = 0.05  # seconds between two looks at the journal: each takes the loop from the crowd
COMPARE = 5.0  # seconds: changes of the reference data are no acts, so the journal tells of none
AHEAD = 300  # seconds before a boundary from which on the pages after it are made
GIVE_UP = 2  # seconds after which the database counts as not answering
STALE_AFTER = 60  # seconds without contact, and pages say so
PUT_OFF = 5.0  # seconds until what the districts' feeds need is read again after a failure
FAILURES = 2  # in a row, and the database counts as out
log = logging.getLogger(__name__)


class Watch:
    """What a process knows of the record: the shelves of its newest edition, and since when."""

    def __init__(self, shared: Mapping[str, str]) -> None:
        self.shelves: Shelves | None = None
        self.contact = 0  # the last one with the record, in microseconds since 1970; 0: never
        self._shared, self._keeper = shared, Keeper()
        self._number = ""  # of the journal, as last seen
        self._compared = 0.0
        self._put_off_until = 0.0
        self._behind = False  # whether pages are still to be made ahead
        self._failures = 0
        self._faults = Once(log)
        self._settled = threading.Event()
        self._stopped = threading.Event()

    @property
    def fresh_until(self) -> int:
        """Until when pages need not say how old they are, in microseconds."""
        return self.contact + STALE_AFTER * SECOND

    @property
    def out(self) -> bool:
        """Whether the database does not answer."""
        return self._failures >= FAILURES

    def start(self) -> None:
        """Begin to look, in a thread of this process."""
        threading.Thread(target=self._run, name="watch", daemon=True).start()
        self._keeper.start()

    def stop(self) -> None:
        """End the threads at their next turn."""
        self._stopped.set()
        self._keeper.stop()

    def wait(self) -> None:
        """Wait until the record was looked at once, or could not be."""
        self._settled.wait(GIVE_UP + 1)

    def _run(self) -> None:
        _own_connection()
        while not self._stopped.is_set():
            began = time.monotonic()
            self._look()
            self._settled.set()
            self._guarded("the districts' notices cannot be read", self._read_district_notices)
            self._guarded("pages are not made ahead", self._make_one_ahead)
            worked = time.monotonic() - began
            # With pages to make, every other moment is theirs, and after each comes a look.
            self._stopped.wait(min(worked, POLL) if self._behind else max(0.001, POLL - worked))
        connections["default"].close()

    def _look(self) -> None:
        try:
            self._poll()
        except Exception as error:
            self._failures += 1
            self._faults.say(f"The record cannot be read: {error!r}")
            if self.shelves is None and isinstance(error, Error):
                self._guarded("the edition on disk cannot be read", self._take_from_disk)
            self._guarded("the connection cannot be closed", connections["default"].close)
        else:
            if self._failures:
                log.warning("The record is read again.")
                self._failures = 0
                self._faults.well()

    def _poll(self) -> None:
        looked = time.time_ns() // 1000
        number = editions.current()
        if number != self._number or self._is_reference_new():
            self._take(editions.read(), looked)
            self._number = number
        self.contact = looked
        assert self.shelves is not None
        self._keeper.tell(self.shelves.edition, self.shelves.district_notices, looked)

    def _is_reference_new(self) -> bool:
        """Whether the reference data, looked at now and then, are others than the edition's."""
        now = time.monotonic()
        if now - self._compared < COMPARE:
            return False
        self._compared = now
        return self.shelves is None or places.load() != self.shelves.edition.places

    def _take(self, edition: editions.Edition, looked: int) -> None:
        held = self.shelves
        if held is not None and held.edition == edition:
            return
        shelves = Shelves(edition, self._shared)
        # Before it is shown, since otherwise every thread that is asked for it makes it at once.
        self._guarded("the board is not made ahead", self._make_board, shelves)
        self.contact = looked
        self.shelves = shelves  # from here on nobody is shown the one before
        self._settled.set()

    def _make_board(self, shelves: Shelves) -> None:
        shelf = shelves.at(time.time_ns() // 1000)
        for key, _language in zip(shelf.missing(), settings.LANGUAGES, strict=False):
            shelf.make(key)

    def _take_from_disk(self) -> None:
        found = store.load()
        if found is not None:
            edition, contact = found
            self.contact = microseconds(contact)
            shelves = Shelves(edition, self._shared)
            shelves.district_notices = store.load_district_notices(edition.number)
            self.shelves = shelves

    def _read_district_notices(self) -> None:
        """Read what the districts' feeds need, once the board of the edition is shown.

        Until then Django answers them. What is of another edition, since an act came in between,
        is left: the next look finds that edition.
        """
        shelves = self.shelves
        if shelves is None or shelves.district_notices is not None or self._failures:
            return
        if time.monotonic() < self._put_off_until:
            return
        try:
            found = editions.read_district_notices()
        except Exception:
            # It may have taken as long as the database is given, and acts are looked for meanwhile.
            self._put_off_until = time.monotonic() + PUT_OFF
            raise
        if found.edition == shelves.edition.number:
            shelves.district_notices = found

    def _make_one_ahead(self) -> None:
        """Make a page that is missing on the shelf of now, or else on the next one.

        A shelf whose time is far off waits: until then acts may come, and each makes all pages anew.
        """
        self._behind = False
        if self.shelves is None:
            return
        now = time.time_ns() // 1000
        self.shelves.clear(now)
        since = since_of(self.contact, now)
        wanted = [self.shelves.at(now, since)]
        if wanted[0].end - now < AHEAD * SECOND:
            wanted.append(self.shelves.at(wanted[0].end, since))
        for shelf in wanted:
            if missing := shelf.missing():
                self._behind, key = True, missing[0]
                self._guarded(f"a page is not made ahead, {key}", shelf.make_ahead, key)
                return

    def _guarded(self, words: str, work: Any, *arguments: Any) -> None:
        try:
            work(*arguments)
        except Exception as error:
            self._faults.say(f"{words[0].upper()}{words[1:]}: {error!r}")


def since_of(contact: int, now: int) -> int | None:
    """The last contact, if it is so long ago that pages must say so; all in microseconds."""
    return contact if now - contact > STALE_AFTER * SECOND else None


def _own_connection() -> None:
    """Give this thread a connection without the pool that says soon if nobody answers."""
    own = connections["default"].copy()
    options = own.settings_dict.setdefault("OPTIONS", {})
    options.pop("pool", None)
    if own.vendor == "postgresql":
        milliseconds = GIVE_UP * 1000
        given = options.get("options", "")
        options["options"] = f"{given} -c statement_timeout={milliseconds}".strip()
        options |= {"connect_timeout": GIVE_UP, "tcp_user_timeout": milliseconds}
    else:
        options["timeout"] = GIVE_UP
    connections["default"] = own

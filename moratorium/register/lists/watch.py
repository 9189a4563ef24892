"""An end for whoever takes nothing: a list may not be held for ever."""

import threading
import time
from collections.abc import Callable

IDLE, WHOLE = 60.0, 15 * 60.0  # seconds


class Watch:
    """Calls `end` once if nothing moves for `idle` seconds, or all takes more than `whole`.

    A generator runs only when it is asked, so the watch has a thread of its own.
    """

    def __init__(self, end: Callable[[], None], idle: float = IDLE, whole: float = WHOLE) -> None:
        self._end, self._idle = end, idle
        self._last = time.monotonic()
        self._deadline = self._last + whole
        self._stopped = threading.Event()
        threading.Thread(target=self._run, name="list-watch", daemon=True).start()

    def moved(self) -> None:
        """Something was taken or given."""
        self._last = time.monotonic()

    def stop(self) -> None:
        """Nothing is left to watch over."""
        self._stopped.set()

    def _run(self) -> None:
        while (left := self._left()) > 0:
            if self._stopped.wait(left):
                return
        self._end()

    def _left(self) -> float:
        return min(self._last + self._idle, self._deadline) - time.monotonic()

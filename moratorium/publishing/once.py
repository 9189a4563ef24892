"""Saying in the log what goes wrong again and again: once."""

import logging


class Once:
    """Says a fault with its traceback, and the same one no more until another or until well."""

    def __init__(self, log: logging.Logger) -> None:
        self._log, self._said = log, ""

    def say(self, words: str) -> None:
        """Called while an exception is handled."""
        if words != self._said:
            self._said = words
            self._log.exception("%s", words)

    def well(self) -> None:
        """From here on every fault is a new one."""
        self._said = ""

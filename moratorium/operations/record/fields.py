"""Reading the values of one JSON object, each for its kind, noting whatever is wrong."""

import re
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from ...rules import instants, numbering
from ...rules.wording import Text
from .document import Repeating
from .refusal import Faults, shown

_BAD_CHARACTER = re.compile("[\x00\ud800-\udfff]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NOWHERE = instants.EARLIEST

Source = tuple[str, str, str]


class Fields:
    """One JSON object of an entry. A value that is wrong is noted and read as an empty one."""

    def __init__(self, raw: Any, entry: str, prefix: str, faults: Faults) -> None:
        self._raw: dict[str, Any] = raw if isinstance(raw, dict) else {}
        self._entry, self._prefix, self._faults = entry, prefix, faults

    def fault(self, field: str, name: str, value: object = "") -> None:
        """Note that a field of this object is wrong."""
        self._faults.add(self._entry, f"{self._prefix}{field}", name, value)

    def has_keys(self, required: frozenset[str], optional: frozenset[str] = frozenset()) -> bool:
        """Note unknown, missing and repeated keys; whether all is well with them."""
        keys = self._raw.keys()
        if keys == required and not isinstance(self._raw, Repeating):
            return True
        unknown = sorted(keys - required - optional)
        missing = sorted(required - keys)
        for key in unknown:
            self.fault(shown(key), "key_unknown")
        for key in missing:
            self.fault(key, "key_missing")
        if isinstance(self._raw, Repeating):
            self.fault(self._raw.key, "key_repeated")
            return False
        return not unknown and not missing

    def text(self, key: str, most: int | None = None) -> str:
        """A text that the database can hold."""
        value = self._raw.get(key, "")
        if not isinstance(value, str):
            self.fault(key, "text")
            return ""
        if most is not None and len(value) > most:
            self.fault(key, "too_long", most)
        if _BAD_CHARACTER.search(value):
            self.fault(key, "character")
        return value

    def number(self, key: str) -> str:
        """A number or reference: 1 to 60 printable characters, no space around."""
        if key not in self._raw:
            return ""
        value = self._raw[key]
        if not isinstance(value, str):
            self.fault(key, "text")
            return ""
        if not numbering.is_number(value):
            self.fault(key, "number_form")
        return value

    def name(self, key: str) -> str | None:
        """The number or reference of another entry, or null."""
        return None if self._raw.get(key) is None else self.text(key)

    def words(self, key: str, most: int | None = None, *, needed: bool = False) -> Text:
        """The same words in both languages."""
        inner = self.inner(key, frozenset({"hi", "en"}))
        words = Text(inner.text("hi", most), inner.text("en", most))
        if needed:
            for language in ("hi", "en"):
                if language in inner._raw and not words[language].strip():
                    inner.fault(language, "empty")
        return words

    def instant(self, key: str) -> datetime:
        """An instant (contract, section 2)."""
        if key not in self._raw:
            return _NOWHERE
        value = self._raw[key]
        if not isinstance(value, str):
            self.fault(key, "text")
            return _NOWHERE
        try:
            return instants.read(value)
        except instants.BadInstant as error:
            self.fault(key, f"instant_{error.name}")
            return _NOWHERE

    def instant_or_none(self, key: str) -> datetime | None:
        """An instant, or null."""
        return None if self._raw.get(key) is None else self.instant(key)

    def flag(self, key: str) -> bool:
        """true or false; false if it is not there."""
        value = self._raw.get(key, False)
        if not isinstance(value, bool):
            self.fault(key, "flag")
            return False
        return value

    def whole(self, key: str) -> int | None:
        """A whole number; None for anything else. `true` is no number."""
        value = self._raw.get(key, 0)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def choice(self, key: str, choices: Collection[str], default: str = "") -> str:
        """One of some words."""
        if key not in self._raw:
            return default
        value = self._raw[key]
        if not isinstance(value, str) or value not in choices:
            self.fault(key, "choice", ", ".join(choices))
            return default
        return value

    def items(self, key: str) -> list[Any]:
        """A list of whatever; empty if it is not there."""
        value = self._raw.get(key, [])
        if not isinstance(value, list):
            self.fault(key, "list")
            return []
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        values = self.items(key)
        if not all(isinstance(value, str) for value in values):
            self.fault(key, "text")
            return ()
        return tuple(values)

    def inner(
        self, key: str, required: frozenset[str], optional: frozenset[str] = frozenset()
    ) -> "Fields":
        """The object under a key, with its keys looked at."""
        return self._deeper(self._raw.get(key), key, required, optional)

    def inners(
        self, key: str, required: frozenset[str], optional: frozenset[str] = frozenset()
    ) -> list["Fields"]:
        """The objects in the list under a key."""
        return [
            self._deeper(raw, f"{key}[{index}]", required, optional)
            for index, raw in enumerate(self.items(key))
        ]

    def sources(self) -> tuple[Source, ...]:
        """Where it was read: title, date and address of each."""
        found = self.inners("sources", frozenset({"title", "date", "url"}))
        return tuple((f.text("title"), f._day("date"), f._address("url")) for f in found)

    def _deeper(
        self, raw: Any, field: str, required: frozenset[str], optional: frozenset[str]
    ) -> "Fields":
        inner = Fields(raw, self._entry, f"{self._prefix}{field}.", self._faults)
        if isinstance(raw, dict):
            inner.has_keys(required, optional)
        elif field.endswith("]") or field in self._raw:
            self.fault(field, "object")
        return inner

    def _day(self, key: str) -> str:
        value = self.text(key)
        if value:
            try:
                if _DAY.fullmatch(value) is None:
                    raise ValueError(value)
                date.fromisoformat(value)
            except ValueError:
                self.fault(key, "date")
        return value

    def _address(self, key: str) -> str:
        value = self.text(key)
        if value and not re.fullmatch(r"https?://\S+", value, re.IGNORECASE):
            self.fault(key, "url")
        return value

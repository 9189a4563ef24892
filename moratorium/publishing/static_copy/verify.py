"""Whether a copy is whole, file by file, and whether it is still valid."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from .writing import SUMS, NotACopy, head, names_in, sums


@dataclass(frozen=True, slots=True)
class Found:
    """What a check of a copy found; names are relative to its folder, sorted."""

    files: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    surplus: tuple[str, ...]
    valid_from: datetime
    valid_until: datetime

    @property
    def whole(self) -> bool:
        return not (self.missing or self.changed or self.surplus)

    def valid(self, at: datetime) -> bool:
        """Whether an instant lies in the time for which the copy was made."""
        return self.valid_from <= at < self.valid_until


def verify(folder: Path) -> Found:
    """Compute every digest of a copy anew. Raises NotACopy.

    That shows damage. Whoever forges a file can forge its digest too: the truth is the site.
    """
    said, there = head(folder), names_in(folder)
    expected = {name: digest for digest, name in sums(folder)}
    missing = expected.keys() - there
    return Found(
        files=len(expected),
        missing=tuple(sorted(missing)),
        changed=tuple(
            name for name in sorted(expected.keys() & there)
            if _digest(folder / name) != expected[name]
        ),
        surplus=tuple(sorted(there - expected.keys() - {SUMS})),
        valid_from=_instant(said, "valid_from"),
        valid_until=_instant(said, "valid_until"),
    )  # fmt: skip


def _digest(path: Path) -> str:
    if path.is_symlink():
        return "a link is no file of a copy"
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _instant(said: dict[str, Any], name: str) -> datetime:
    try:
        read = datetime.fromisoformat(said[name])
    except (KeyError, TypeError, ValueError) as error:
        raise NotACopy(f"The manifest does not say {name}.") from error
    if read.tzinfo is None:
        raise NotACopy(f"The manifest says {name} without a time zone.")
    return read

"""Files of offices that were uploaded: kept until they are decided on, and as evidence after.

They lie under VAR_DIR/uploads/offices, named by their digest; what was imported stays there
in a folder of its own, so that the digest in the journal can be compared.
"""

import hashlib
import re
import secrets
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings

_DIGEST = re.compile(r"[0-9a-f]{64}")
_KEPT_SECONDS = 24 * 3600


def store(content: bytes, *, at: datetime) -> str:
    """Keep a file for its preview, a day at the most; returns its digest."""
    waiting = _folder("waiting")
    _clear(waiting, at.timestamp() - _KEPT_SECONDS)
    digest = hashlib.sha256(content).hexdigest()
    _write(waiting / f"{digest}.csv", content)
    return digest


def content(digest: str) -> bytes | None:
    """The file that waits under a digest; None if there is none (any more)."""
    if not _DIGEST.fullmatch(digest):
        return None
    try:
        return (_folder("waiting") / f"{digest}.csv").read_bytes()
    except FileNotFoundError:
        return None


def settle(digest: str) -> None:
    """Keep a file that was imported for good."""
    (_folder("waiting") / f"{digest}.csv").replace(_folder("imported") / f"{digest}.csv")


def _clear(folder: Path, before: float) -> None:
    for old in folder.iterdir():
        with suppress(FileNotFoundError):  # somebody else may be clearing as well
            if old.stat().st_mtime < before:
                old.unlink()


def _folder(name: str) -> Path:
    folder = Path(settings.MEDIA_ROOT) / "offices" / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, whoever reads meanwhile; for nobody but the portal's own user."""
    beside = path.with_suffix(f".{secrets.token_hex(8)}")
    beside.touch(mode=0o600)
    beside.write_bytes(content)
    beside.replace(path)

"""The last edition on disk, for a process that starts while the database is down.

A file is one line with the SHA-256 of the rest, then JSON. It is replaced whole or not at all; one
that is damaged, or of another version of the portal, is passed over with a line in the log.
"""

import hashlib
import json
import logging
import os
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from pydantic import TypeAdapter, ValidationError

from ..register.district_notices import DistrictNotices
from ..register.editions import Edition

FORMAT = "moratorium-edition/1"
log = logging.getLogger(__name__)


class Unfit(Exception):
    """A file that cannot be used, and why."""


def folder() -> Path:
    """Where editions lie."""
    return Path(settings.VAR_DIR) / "editions"


def save(edition: Edition, contact: datetime) -> None:
    """Keep an edition, and when the record was last read. Raises OSError."""
    facts = _adapter().dump_python(edition, mode="json")
    content = {"format": FORMAT, "contact": contact.isoformat(), "edition": facts}
    _write(folder() / "current.json", _canonical(content), lasting=True)


def touch(number: str, contact: datetime) -> None:
    """Keep when the record was last found to be at this edition still. Raises OSError."""
    content = {"format": FORMAT, "contact": contact.isoformat(), "number": number}
    _write(folder() / "contact.json", _canonical(content), lasting=False)


def load() -> tuple[Edition, datetime] | None:
    """The edition kept last and the last contact with the record; None if none can be used."""
    try:
        content = _read(folder() / "current.json")
        edition = _adapter().validate_python(content["edition"], strict=False)
        return edition, _last_contact(edition.number, datetime.fromisoformat(content["contact"]))
    except FileNotFoundError:
        return None
    except (Unfit, OSError, LookupError, TypeError, ValueError) as error:
        log.warning("The edition on disk is passed over: %s", _said(error))
        return None


def save_district_notices(about: DistrictNotices) -> None:
    """Keep what the districts' feeds need beside an edition. Raises OSError."""
    facts = _about_adapter().dump_python(about, mode="json")
    content = {"format": FORMAT, "district_notices": facts}
    _write(folder() / "district-notices.json", _canonical(content), lasting=True)


def load_district_notices(number: str) -> DistrictNotices | None:
    """What was kept for the districts' feeds of an edition; None if it is of another, or unfit."""
    try:
        content = _read(folder() / "district-notices.json")
        about = _about_adapter().validate_python(content["district_notices"], strict=False)
    except FileNotFoundError:
        return None
    except (Unfit, OSError, LookupError, TypeError, ValueError) as error:
        log.warning("The districts' notices on disk are passed over: %s", _said(error))
        return None
    return about if about.edition == number else None


def _last_contact(number: str, saved: datetime) -> datetime:
    try:
        content = _read(folder() / "contact.json")
        if content["number"] == number:
            return max(saved, datetime.fromisoformat(content["contact"]))
    except (Unfit, OSError, LookupError, TypeError, ValueError):
        pass  # then it is as of when the edition was kept
    return saved


@cache
def _adapter() -> TypeAdapter[Edition]:
    return TypeAdapter(Edition)


@cache
def _about_adapter() -> TypeAdapter[DistrictNotices]:
    return TypeAdapter(DistrictNotices)


def _canonical(content: dict[str, Any]) -> bytes:
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return written.encode()


def _write(file: Path, content: bytes, *, lasting: bool) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    # Several workers write the same file; each prepares one of its own.
    prepared = file.with_suffix(f".{os.getpid()}.tmp")
    try:
        with prepared.open("wb") as out:
            out.write(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
            out.flush()
            if lasting:
                os.fsync(out.fileno())
        prepared.replace(file)
    finally:
        prepared.unlink(missing_ok=True)
    if lasting:
        _sync(file.parent)


def _sync(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(file: Path) -> dict[str, Any]:
    digest, _, content = file.read_bytes().partition(b"\n")
    if hashlib.sha256(content).hexdigest().encode() != digest:
        raise Unfit("it is damaged, its digest differs")
    found = json.loads(content)
    version = found.get("format") if isinstance(found, dict) else None
    if version != FORMAT:
        raise Unfit(f"its format is {version!r}, not {FORMAT!r}")
    return dict(found)


def _said(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return f"its facts are not those of this version ({error.error_count()} differ)"
    return str(error)

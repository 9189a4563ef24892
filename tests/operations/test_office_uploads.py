"""Uploaded files of offices: kept a day, or for good once they were imported."""

import os
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from moratorium.operations import office_uploads
from tests.builders import ist

NOW = ist(2026, 1, 5, 10, 0)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "offices" / "waiting"


def stored(content: bytes, folder: Path, at: Any = NOW) -> str:
    digest = office_uploads.store(content, at=at)
    os.utime(folder / f"{digest}.csv", (at.timestamp(), at.timestamp()))
    return digest


def test_a_file_waits_under_its_digest_for_nobody_else_to_read(folder: Path) -> None:
    digest = stored("क".encode(), folder)
    assert office_uploads.content(digest) == "क".encode()
    [kept] = folder.iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_was_not_decided_on_for_a_day_is_removed(folder: Path) -> None:
    old, young = stored(b"old", folder), stored(b"young", folder, NOW + timedelta(hours=2))
    stored(b"new", folder, NOW + timedelta(hours=25))
    assert office_uploads.content(old) is None
    assert office_uploads.content(young) == b"young"


def test_what_was_imported_stays(folder: Path) -> None:
    digest = stored(b"imported", folder)
    office_uploads.settle(digest)
    stored(b"new", folder, NOW + timedelta(days=400))
    assert (folder.parent / "imported" / f"{digest}.csv").read_bytes() == b"imported"


@pytest.mark.parametrize("digest", ["", "x", "../" * 10 + "etc/passwd", "0" * 63 + "/", "A" * 64])
def test_only_a_digest_names_a_file(digest: str) -> None:
    assert office_uploads.content(digest) is None

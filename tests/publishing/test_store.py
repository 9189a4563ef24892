"""The edition on disk: whole or not at all, and passed over in words if it cannot be used."""

import hashlib
import json
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from moratorium.publishing import store
from moratorium.register import editions
from tests.publishing.house import AT, record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path / "editions"


def test_what_was_kept_comes_back(place: Path) -> None:
    record()
    edition = editions.read()
    store.save(edition, AT)
    assert store.load() == (edition, AT)
    later = AT + timedelta(minutes=5)
    store.touch(edition.number, later)
    assert store.load() == (edition, later)
    store.touch("of another edition", later + timedelta(minutes=5))
    assert store.load() == (edition, AT)
    assert {each.name for each in place.iterdir()} == {"current.json", "contact.json"}


def test_the_districts_notices_come_back_to_the_edition_they_are_of(place: Path) -> None:
    record()
    about = editions.read_district_notices()
    assert about.acts
    store.save_district_notices(about)
    assert store.load_district_notices(about.edition) == about
    assert store.load_district_notices("of another edition") is None
    assert {each.name for each in place.iterdir()} == {"district-notices.json"}


def test_nothing_kept_is_nothing() -> None:
    assert store.load() is None
    assert store.load_district_notices("0") is None


def _without_a_fact(content: bytes) -> bytes:
    found = json.loads(content.split(b"\n", 1)[1])
    for kept in ("edition", "district_notices"):
        if kept in found:
            found[kept].popitem()
    return _signed(found)


def _of_another_version(content: bytes) -> bytes:
    found = json.loads(content.split(b"\n", 1)[1])
    return _signed(found | {"format": "moratorium-edition/0"})


def _signed(content: Any) -> bytes:
    written = json.dumps(content).encode()
    return hashlib.sha256(written).hexdigest().encode() + b"\n" + written


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda content: content[: len(content) // 2], "damaged"),
        (lambda content: content.replace(b"order.issued", b"order.lifted", 1), "damaged"),
        (lambda content: b"", "damaged"),
        (_of_another_version, "moratorium-edition/0"),
        (_without_a_fact, "this version"),
        (lambda content: _signed([1, 2]), "passed over"),
        (lambda content: _signed({"format": store.FORMAT}), "passed over"),
    ],
)
def test_a_file_that_cannot_be_used_is_passed_over_in_words(
    place: Path, caplog: pytest.LogCaptureFixture, spoil: Any, words: str
) -> None:
    record()
    about = editions.read_district_notices()
    store.save(editions.read(), AT)
    store.save_district_notices(about)
    for name, load in (
        ("current.json", store.load),
        ("district-notices.json", lambda: store.load_district_notices(about.edition)),
    ):
        file = place / name
        spoiled = spoil(file.read_bytes())
        assert spoiled != file.read_bytes()
        file.write_bytes(spoiled)
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            assert load() is None
        assert words in caplog.text


def test_a_write_that_fails_leaves_the_old_file(place: Path) -> None:
    record()
    edition = editions.read()
    store.save(edition, AT)
    file = place / "current.json"
    file.rename(place / "kept")
    file.mkdir()
    with pytest.raises(OSError):  # noqa: PT011
        store.save(edition, AT)
    assert {each.name for each in place.iterdir()} == {"current.json", "kept"}, "and no scraps"

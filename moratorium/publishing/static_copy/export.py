"""The whole public site of a slot, written as files."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404

from ...register import editions, slots
from ...register import notices as acts
from ...register.editions import Edition
from ...register.slots import Slot
from ...rules import instants
from ...rules.wording import LANGUAGES
from . import addresses, answering, names, rewriting
from .rewriting import Rewriter
from .writing import Head, Writer, written

TRIES = 3
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy that stands complete: how much it is, and until when it is valid."""

    files: int
    bytes: int
    until: datetime


class Overtaken(Exception):
    """While the copy was made an act was recorded or the slot ended, and every time anew."""


def export(target: Path, clock: Clock) -> Copied:
    """Write the public site into a folder, of one edition and one slot.

    Each view reads the record for itself, so a copy during which the record or the slot changed
    is thrown away and made anew. Raises Overtaken, NotACopy, NotAnswered, OSError.
    """
    for _ in range(TRIES):
        try:
            return _export(target, clock)
        except _Changed:
            continue
    raise Overtaken


class _Changed(Exception):
    pass


def _export(target: Path, clock: Clock) -> Copied:
    at = clock()
    edition = editions.read(at, whole=False)
    slot = slots.slot(edition, at)
    with written(target, _head(edition, slot, at)) as writer:
        _write(writer, edition, slot, at)
        if editions.current() != edition.number or not slot.contains(clock()):
            raise _Changed
    return Copied(writer.files, writer.bytes, slot.end)


def _head(edition: Edition, slot: Slot, at: datetime) -> Head:
    return Head(
        edition=str(edition.seq),
        digest=edition.head,
        valid_from=_written(slot.start),
        valid_until=_written(slot.end),
        made_at=_written(at),
        site=settings.SITE_URL,
    )


def _written(instant: datetime) -> str:
    return instant.astimezone(instants.IST).isoformat(timespec="seconds")


def _write(writer: Writer, edition: Edition, slot: Slot, at: datetime) -> None:
    regions, years = list(edition.places.regions.values()), acts.years()
    rewriter = Rewriter(
        {each: rewriting.words(each, regions, years, at, slot.end) for each in LANGUAGES}
    )
    for address in addresses.single(edition):
        _add(writer, rewriter, address, answering.body(address))
    for first in addresses.lists():
        for address, content in _pages(first):
            _add(writer, rewriter, address, content)
    for first in addresses.DATA_LISTS:
        for address, content in _documents(first):
            _add(writer, rewriter, address, content)
    for name in sorted(rewriter.static):
        writer.add(name, _static(name.removeprefix("static/")))


def _add(writer: Writer, rewriter: Rewriter, address: str, content: bytes) -> None:
    name = names.file_of(address)
    if name is None:
        raise answering.NotAnswered(f"No file of a copy is named for {address}.")
    if name.endswith("index.html"):
        content = rewriter.page(content.decode(), address).encode()
    writer.add(name, content)


def _pages(first: str) -> Iterator[tuple[str, bytes]]:
    """The pages of a list to its end; the page after the last is not found."""
    number, address = 1, first
    while True:
        try:
            content = answering.body(address)
        except Http404:
            return
        yield address, content
        number += 1
        address = f"{first}{'&' if '?' in first else '?'}page={number}"


def _documents(first: str) -> Iterator[tuple[str, bytes]]:
    """The pages of a list of the API; each leads to its neighbours in the copy."""
    address: str | None = first
    while address is not None:
        page = json.loads(answering.body(address))
        here, following = address, page["next"]
        for name in ("next", "previous"):
            if page[name] is not None:
                page[name] = _beside(here, page[name].removeprefix(settings.SITE_URL))
        yield here, json.dumps(page, ensure_ascii=False).encode()
        address = following and following.removeprefix(settings.SITE_URL)


def _beside(here: str, there: str) -> str:
    files = names.file_of(here), names.file_of(there)
    return names.link(files[0] or "", files[1] or "")


def _static(name: str) -> bytes:
    """A static file as the site serves it: collected, or in development as it lies."""
    collected = Path(settings.STATIC_ROOT) / name
    found = collected if collected.is_file() else finders.find(name)
    if not found:
        raise answering.NotAnswered(f"The static file {quote(name)} is not there.")
    return Path(str(found)).read_bytes()

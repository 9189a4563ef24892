"""The journal read anew from its first entry, to see whether it is as it was written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from ..models import Entry
from ..models.journal import GENESIS
from ..rules.wording import Text

_PAGE = 2000
_WHY = {
    "gap": Text(
        "यहाँ क्रम संख्या {wanted} होनी चाहिए; कोई प्रविष्टि हटाई या जोड़ी गई है।",
        "entry {wanted} is wanted here; one was removed or added.",
    ),
    "link": Text(
        "यह अपने से पहले की प्रविष्टि से नहीं जुड़ती।",
        "it does not name the digest of the entry before it.",
    ),
    "digest": Text(
        "इसकी सामग्री इसके digest से मेल नहीं खाती; वह बदली गई है।",
        "its content does not answer to its digest; it was changed.",
    ),
    "time": Text(
        "यह अपने से पहले की प्रविष्टि से पहले के समय की है।",
        "it was recorded before the entry before it.",
    ),
}


@dataclass(frozen=True, slots=True)
class Verified:
    """A whole journal: how many entries, and the newest digest, to compare with a kept one."""

    count: int
    head: str


class Broken(Exception):
    """The first entry at which the journal is not as it was written, and why."""

    def __init__(self, seq: int, why: Text) -> None:
        self.seq, self.why = seq, why
        super().__init__(f"entry {seq}: {why.en}")


def verify() -> Verified:
    """Compute every digest anew and follow the chain. Raises Broken.

    That the newest entries were cut off shows only against a digest kept elsewhere, such
    as in a letter.
    """
    return _follow(_entries())


def _entries() -> Iterator[Entry]:
    """Every entry in order, a page at a time, so that a long journal is never held at once."""
    page = list(Entry.objects.order_by("seq")[:_PAGE])
    while page:
        yield from page
        page = list(Entry.objects.filter(seq__gt=page[-1].seq).order_by("seq")[:_PAGE])


def _follow(entries: Iterable[Entry]) -> Verified:
    count, head, recorded_at = 0, GENESIS, None
    for entry in entries:
        if name := _fault(entry, count + 1, head, recorded_at):
            words = _WHY[name]
            wanted = count + 1
            raise Broken(
                entry.seq, Text(words.hi.format(wanted=wanted), words.en.format(wanted=wanted))
            )
        count, head, recorded_at = entry.seq, entry.digest, entry.recorded_at
    return Verified(count, head)


def _fault(entry: Entry, wanted: int, head: str, recorded_at: datetime | None) -> str:
    if entry.seq != wanted:
        return "gap"
    if entry.previous != head:
        return "link"
    if entry.digest != entry.compute_digest():
        return "digest"
    if recorded_at is not None and entry.recorded_at < recorded_at:
        return "time"
    return ""

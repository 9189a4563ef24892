"""The shelf: pages as ready bytes, each with its headers, for one slot of one edition.

Nothing here waits for anything: two threads that need the same page make it twice, and the same.
"""

import gzip
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ..public import keeping
from ..public.documents import Document
from ..register.district_notices import DistrictNotices
from ..register.editions import Edition
from . import rendering, slots
from .rendering import Key
from .slots import Slot

Headers = list[tuple[str, str]]
Asked = tuple[str | None, ...]  # all of a request that decides on its answer, the path first
Answer = tuple[int, int, int, Headers, bytes]  # right from and until, then status, headers, body
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000  # microseconds
LONGEST = keeping.MAX_AGE + keeping.MAX_STALE
MOST = 500  # answers remembered
JSON = "application/json"
# As Django's API door says of everything that it answers.
OF_THE_API = {"Access-Control-Allow-Origin": "*", "Content-Language": "en, hi"}


def microseconds(instant: datetime) -> int:
    """An instant as whole microseconds since 1970, UTC: exact, and quick to compare."""
    return (instant - EPOCH) // MICROSECOND


def instant(since: int) -> datetime:
    """The other way round."""
    return EPOCH + since * MICROSECOND


@dataclass(frozen=True, slots=True)
class Kept:
    """Headers, of an answer and of a 304, that are right until an instant (microseconds)."""

    until: int
    full: Headers
    copy: Headers


class Ready:
    """One body with its headers; only how long it may be kept changes, from second to second."""

    __slots__ = ("_copy", "_end", "_full", "body", "etag", "kept")

    def __init__(self, body: bytes, etag: str, end: int, full: Headers, copy: Headers) -> None:
        """`end`: until when it is right, in microseconds."""
        self.body = body
        self.etag = etag
        self._end, self._full, self._copy = end, full, copy
        self.kept = Kept(-1, [], [])

    def at(self, now: int) -> Kept:
        """The headers at an instant. Kept too long they would promise too much, so they end."""
        kept = self.kept
        if now > kept.until:
            seconds, second = whole_seconds(self._end, now), now // SECOND
            control = [
                ("cache-control", keeping.cache_control(seconds)),
                ("x-accel-expires", keeping.nginx_expires(second, seconds)),
            ]
            until = min(self._end - seconds * SECOND, (second + 1) * SECOND - 1)
            kept = self.kept = Kept(until, self._full + control, self._copy + control)
        return kept


class Page:
    """A page, plain and as gzip."""

    __slots__ = ("packed", "plain")

    def __init__(self, key: Key, rendered: Document, end: int, shared: Mapping[str, str]) -> None:
        # Without a time inside, so that every worker and machine makes the same bytes.
        packed = gzip.compress(rendered.body, compresslevel=6, mtime=0)
        digest = hashlib.sha256(rendered.body).hexdigest()[:32]
        kind = {"Content-Type": rendered.content_type, **_of_its_kind(key, rendered)}
        self.plain = _ready(rendered.body, f'"{digest}"', end, kind, shared)
        kind["Content-Encoding"] = "gzip"
        self.packed = _ready(packed, f'"{digest}-gzip"', end, kind, shared)


def _of_its_kind(key: Key, rendered: Document) -> dict[str, str]:
    of_api = rendered.content_type.startswith(JSON)
    said = OF_THE_API if of_api else {"Content-Language": key.language}
    return {**said, **rendered.headers}


def _ready(
    body: bytes, etag: str, end: int, kind: Mapping[str, str], shared: Mapping[str, str]
) -> Ready:
    copy = {"ETag": etag, "Vary": "Accept-Encoding", **shared}
    full = {**kind, "Content-Length": str(len(body)), **copy}
    return Ready(body, etag, end, spelled(full.items()), spelled(copy.items()))


def spelled(headers: Iterable[tuple[str, str]]) -> Headers:
    """With names in small letters, as the server sends them: it need not spell them each time."""
    return [(name.lower(), value) for name, value in headers]


class Shelf:
    """The pages of one slot: made ahead by the watch, or by whoever asks first."""

    def __init__(
        self,
        edition: Edition,
        slot: Slot,
        since: int | None,
        shared: Mapping[str, str],
        about: Callable[[], DistrictNotices | None],
    ) -> None:
        """`since`, in microseconds: the last contact, if these pages are to say so.

        `about`: the notices of the edition's districts, as soon as they are there.
        """
        self.start = microseconds(slot.start)
        self.end = microseconds(slot.end)
        self.since = since
        self.pages: dict[str, Page] = {}  # by path
        self._made: dict[Key, Page] = {}
        self._missing: Sequence[Key] = rendering.keys(edition)
        self._edition, self._slot, self._shared = edition, slot, shared
        self._about = about

    def page(self, path: str) -> Page | None:
        """The page at a path, made if it is not there yet; None: Django answers."""
        key = rendering.key_of(path)
        page = None if key is None else self.make(key)
        if page is not None:
            self.pages[path] = page
        return page

    def lies_ready(self, path: str) -> bool:
        """Whether what is at a path is known without making it; also if that is nothing."""
        return path in self.pages or (key := rendering.key_of(path)) is None or key in self._made

    def make(self, key: Key) -> Page | None:
        """The page of a key, made if it is not there yet; None if the edition has none."""
        page = self._made.get(key)
        if page is None:
            since = None if self.since is None else instant(self.since)
            about = self._about()
            rendered = rendering.render(key, self._edition, self._slot, since, about)
            if rendered is None:
                return None
            page = self._made[key] = Page(key, rendered, self.end, self._shared)
        return page

    def make_ahead(self, key: Key) -> None:
        """Make a page once. One that fails is left to whoever asks for it, and says so there."""
        self._missing = [each for each in self._missing if each != key]
        self.make(key)

    def missing(self) -> Sequence[Key]:
        """The keys whose pages are to be made ahead yet, the board first.

        The watch asks many times a second: once all are made, that costs nothing.
        """
        self._missing = [key for key in self._missing if key not in self._made]
        return self._missing


class Shelves:
    """The shelves of one edition, by the clock."""

    def __init__(self, edition: Edition, shared: Mapping[str, str]) -> None:
        """`shared`: the headers that every answer of the portal bears."""
        self.edition = edition
        self.district_notices: DistrictNotices | None = None  # read once the board is shown
        self._shared = shared
        self._ready: tuple[Shelf, ...] = ()
        self.last: dict[str | None, tuple[Asked, Answer]] = {}  # by path
        self._answers: dict[Asked, Answer] = {}
        # A server whose clock is a little behind knows of the newest act all the same.
        self._first = 0 if edition.acted_at is None else microseconds(edition.acted_at)

    def at(self, now: int, since: int | None = None) -> Shelf:
        """The shelf of the slot that holds an instant, in microseconds since 1970."""
        if now < self._first:
            now = self._first
        for shelf in self._ready:
            if shelf.start <= now < shelf.end and shelf.since == since:
                return shelf
        return self._put_up(now, since)

    def _put_up(self, now: int, since: int | None) -> Shelf:
        slot = slots.slot(self.edition, instant(now))
        shelf = Shelf(self.edition, slot, since, self._shared, lambda: self.district_notices)
        self._ready = (*self._ready[-5:], shelf)
        return shelf

    def remember(self, asked: Asked, answer: Answer) -> None:
        """Keep an answer for all that ask in the same words. Few words are meant to be many."""
        if len(self._answers) >= MOST:
            self._answers.clear()
        self._answers[asked] = answer

    def recall(self, asked: Asked, now: int) -> Answer | None:
        """The answer kept for these words, if it is still right; the next is to find it sooner."""
        answer = self._answers.get(asked)
        if answer is None or not answer[0] <= now <= answer[1]:
            return None
        self.last[asked[0]] = (asked, answer)
        return answer

    def clear(self, now: int) -> None:
        """Drop what the clock has passed."""
        self._ready = tuple(shelf for shelf in self._ready if shelf.end > now)


def whole_seconds(end: int, now: int) -> int:
    """How many whole seconds there are until an end, as far as that matters to a cache."""
    left = (end - now) // SECOND
    return left if left < LONGEST else LONGEST

"""The front: what the crowd reads, by path and clock alone, before Django's application.

No Django, no database and no session on the way. Whatever it does not hold is Django's. How it
is asked and answers over a server's interface stands in `rsgi` and `wsgi`, beside this.
"""

import json
import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from ..public import keeping
from . import rendering
from .negotiating import has_copy, takes_gzip
from .shelf import SECOND, Answer, Headers, Page, Shelf, Shelves, spelled
from .watch import Watch, since_of

SAFE = ("GET", "HEAD")
ASK = {"/ask/": "hi", "/en/ask/": "en"}
HEALTH = "/healthz"
log = logging.getLogger(__name__)
ALIVE = json.dumps({"status": "alive"}).encode()


class Request(NamedTuple):
    """All of a request that decides on its answer. Path and query are text of UTF-8 bytes.

    The path's percent signs are decoded once, the query's are not. Of what tells that it came by
    https, `scheme` is the one that the settings name: the proxy's header, or what the server says.
    """

    path: str
    method: str
    query: str
    host: str | None
    packing: str | None
    copy: str | None
    scheme: str | None


class Front:
    """The answers of one process, whatever interface its server speaks."""

    def __init__(self, shared: Mapping[str, str], clock: Callable[[], int] = time.time_ns) -> None:
        """`shared`: the headers that Django's answers bear too. `clock`: nanoseconds, UTC."""
        self.watch = Watch(shared)
        self.clock = clock
        self._shared = shared
        self._awake, self._waking = False, threading.Lock()
        self._https = settings.SECURE_SSL_REDIRECT
        self._alive = _plain_headers(ALIVE, shared)
        os.register_at_fork(after_in_child=self._forked)

    def now(self) -> int:
        """The instant, in microseconds since 1970."""
        return self.clock() // 1000

    def known(self, asked: Request) -> Answer | None:
        """The answer to what was asked before in the same words, if it is still right."""
        shelves = self.watch.shelves
        return None if shelves is None else shelves.recall(asked, self.now())

    def is_ready(self, asked: Request) -> bool:
        """Whether the answer needs no page to be made, nor a first look at the record."""
        if not self._awake:
            return False
        shelves, now = self.watch.shelves, self.now()
        if asked.method not in SAFE or shelves is None or asked.query or asked.path in ASK:
            return True
        return shelves.at(now, since_of(self.watch.contact, now)).lies_ready(asked.path)

    def answer(self, asked: Request) -> Answer | None:
        """The answer; None: it is Django's. Whole answers are remembered by who asks the same."""
        if not self._awake:
            self.wake()
        now, shelves = self.now(), self.watch.shelves
        if asked.method not in SAFE or not self.is_for_us(asked):
            return None
        if asked.path == HEALTH:
            return (now, now, 200, self._alive, b"" if asked.method == "HEAD" else ALIVE)
        if shelves is None:
            return None
        if asked.query or asked.path in ASK:
            return self._ask(asked, shelves, now)
        shelf = shelves.at(now, since_of(self.watch.contact, now))
        page = shelf.pages.get(asked.path) or _made(shelf, asked.path)
        if page is None:
            return None
        answer = _answer(asked, shelf, page, now)
        if shelf.since is None:
            since, until, status, headers, body = answer
            until = min(until, self.watch.fresh_until)
            shelves.remember(asked, (since, until, status, headers, body))
        return answer

    def facts(self) -> dict[str, Any]:
        """What the watch knows that a page of Django's may need, by its place in the environ."""
        shelves, told = self.watch.shelves, {"portal.database_out": self.watch.out}
        if shelves is None:
            return told
        age = max(0, self.now() - self.watch.contact) / SECOND
        return told | {"portal.edition": {"number": shelves.edition.number, "age": age}}

    def wake(self) -> None:
        """Begin to watch the record in this process, and wait until it was looked at once."""
        with self._waking:
            if not self._awake:
                self.watch.start()
                self.watch.wait()
                self._awake = True

    def _forked(self) -> None:
        """A thread stays behind in a fork: the child begins anew, at its first request."""
        self._awake, self._waking = False, threading.Lock()
        self.watch = Watch(self._shared)

    def is_for_us(self, asked: Request) -> bool:
        """Whether the host is one of ours, and the request need not be sent to https first."""
        return _is_our_host(asked.host) and (not self._https or _came_by_https(asked))

    def _ask(self, asked: Request, shelves: Shelves, now: int) -> Answer | None:
        """The question form's redirect; everything else with a query is Django's."""
        language = ASK.get(asked.path)
        if language is None:
            return None
        address = rendering.question(asked.query, language, shelves.edition)
        if address is None:
            return None
        return (now, now, 302, _redirect(address, language, self._shared), b"")


def _is_our_host(host: str | None) -> bool:
    """Whether a `Host` header names this site."""
    domain, _port = split_domain_port(host or "")
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def telling_https() -> str | None:
    """The header, in small letters, that tells whether a request came by https; None: the server."""
    proxy = settings.SECURE_PROXY_SSL_HEADER
    return proxy[0].removeprefix("HTTP_").replace("_", "-").lower() if proxy else None


def _came_by_https(asked: Request) -> bool:
    """As Django's `request.is_secure()`, where a header tells; else as the server says."""
    return (asked.scheme or "").split(",")[0].strip() == "https"


def _made(shelf: Shelf, path: str) -> Page | None:
    try:
        return shelf.page(path)
    except Exception:  # Django makes its own, or says in both languages that it cannot
        log.exception("A page cannot be made from the edition: %s", path)
        return None


def _answer(asked: Request, shelf: Shelf, page: Page, now: int) -> Answer:
    ready = page.packed if takes_gzip(asked.packing or "") else page.plain
    kept = ready.at(now)
    since, until = shelf.start, min(kept.until, shelf.end - 1)
    if has_copy(asked.copy or "", ready.etag):
        return (since, until, 304, kept.copy, b"")
    return (since, until, 200, kept.full, b"" if asked.method == "HEAD" else ready.body)


def _plain_headers(body: bytes, shared: Mapping[str, str]) -> Headers:
    return [
        ("content-type", "application/json"),
        ("content-length", str(len(body))),
        ("cache-control", "no-store"),
        ("content-language", "hi"),
        *spelled(shared.items()),
    ]


def _redirect(address: str, language: str, shared: Mapping[str, str]) -> Headers:
    return [
        ("content-type", "text/html; charset=utf-8"),
        ("location", address),
        ("content-length", "0"),
        ("cache-control", keeping.cache_control(None)),
        ("content-language", language),
        *spelled(shared.items()),
    ]

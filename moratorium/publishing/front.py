"""The front: what the crowd reads, by path and clock alone, around Django's application.

No Django, no database and no session on the way. Whatever it does not hold goes to Django.
Bodies are handed over as lists: granian sends a list at once, and anything else in pieces.
"""

import json
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from ..public import keeping
from . import rendering
from .negotiating import has_copy, takes_gzip
from .shelf import SECOND, Answer, Asked, Headers, Page, Shelf, Shelves
from .watch import Watch, since_of

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]
# What of a request decides on its answer, beside how it came.
DECIDING = (
    "PATH_INFO", "REQUEST_METHOD", "QUERY_STRING", "SCRIPT_NAME", "HTTP_HOST",
    "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH",
)  # fmt: skip
SAFE = ("GET", "HEAD")
ASK = {"/ask/": "hi", "/en/ask/": "en"}
log = logging.getLogger(__name__)
ALIVE = json.dumps({"status": "alive"}).encode()


class Front:
    """A WSGI application around Django's."""

    def __init__(
        self,
        django: Application,
        shared: Mapping[str, str],
        clock: Callable[[], int] = time.time_ns,
    ) -> None:
        """`shared`: the headers that Django's answers bear too. `clock`: nanoseconds, UTC."""
        self.watch = Watch(shared)
        self._django = django
        self._shared = shared
        self._clock = clock
        self._awake, self._waking = False, threading.Lock()
        self._https = settings.SECURE_SSL_REDIRECT
        self._scheme = _telling_https()
        self._deciding = (*DECIDING, self._scheme)
        self._alive = _plain_headers(ALIVE, shared)
        os.register_at_fork(after_in_child=self._forked)

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """What was asked last at this path, in as few steps as there can be: each one counts.

        As one key, all its new texts would be hashed, which cost a twentieth of the rate.
        """
        shelves, get = self.watch.shelves, environ.get
        if shelves is not None and (last := shelves.last.get(get("PATH_INFO"))) is not None:
            asked, (since, until, status, headers, body) = last
            _path, method, query, mount, host, packing, copy, scheme = asked
            if (
                method == get("REQUEST_METHOD")
                and packing == get("HTTP_ACCEPT_ENCODING")
                and copy == get("HTTP_IF_NONE_MATCH")
                and host == get("HTTP_HOST")
                and query == get("QUERY_STRING")
                and mount == get("SCRIPT_NAME")
                and scheme == get(self._scheme)
                and since <= self._clock() // 1000 <= until
            ):
                start(status, headers)
                return body
        return self._once_more(environ, start)

    def _once_more(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """What was asked before in the same words."""
        asked = tuple(map(environ.get, self._deciding))
        shelves, now = self.watch.shelves, self._clock() // 1000
        if shelves is not None and (answer := shelves.recall(asked, now)) is not None:
            _since, _until, status, headers, body = answer
            start(status, headers)
            return body
        return self._with_care(environ, start, asked, now)

    def _with_care(self, environ: Environ, start: Start, asked: Asked, now: int) -> Iterable[bytes]:
        """Whatever else may be asked, and in whatever way."""
        if not self._awake:
            self.wake()
            now = self._clock() // 1000  # a look at the record has passed
        path, shelves = environ["PATH_INFO"], self.watch.shelves
        if environ["REQUEST_METHOD"] not in SAFE or not self._is_for_us(environ):
            return self._pass_on(environ, start, now)
        if path == "/healthz":
            start("200 OK", self._alive)
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [ALIVE]
        if shelves is None:
            return self._pass_on(environ, start, now)
        if environ.get("QUERY_STRING") or path in ASK:
            return self._ask(environ, start, shelves, now)
        shelf = shelves.at(now, since_of(self.watch.contact, now))
        page = shelf.pages.get(path) or _made(shelf, path)
        if page is None:
            return self._pass_on(environ, start, now)
        since, until, status, headers, body = _answer(environ, shelf, page, now)
        scheme = asked[-1]  # None: something else tells, which is not compared
        if shelf.since is None and scheme is not None:
            until = min(until, self.watch.fresh_until)
            shelves.remember(asked, (since, until, status, headers, body))
        start(status, headers)
        return body

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

    def _is_for_us(self, environ: Environ) -> bool:
        """Whether the host is one of ours, and the request need not be sent to https first."""
        return (
            _is_allowed(environ.get("HTTP_HOST", ""))
            and not environ.get("SCRIPT_NAME")
            and (not self._https or _came_by_https(environ))
        )

    def _ask(self, environ: Environ, start: Start, shelves: Shelves, now: int) -> Iterable[bytes]:
        """The question form's redirect; everything else with a query is Django's."""
        language = ASK.get(environ["PATH_INFO"])
        if language is not None:
            query = environ.get("QUERY_STRING", "")
            address = rendering.question(query, language, shelves.edition)
            if address is not None:
                start("302 Found", _redirect(address, language, self._shared))
                return []
        return self._pass_on(environ, start, now)

    def _pass_on(self, environ: Environ, start: Start, now: int) -> Iterable[bytes]:
        """To Django, with what the watch knows that a page there may need."""
        shelves = self.watch.shelves
        environ["portal.database_out"] = self.watch.out
        if shelves is not None:
            age = max(0, now - self.watch.contact) / SECOND
            environ["portal.edition"] = {"number": shelves.edition.number, "age": age}
        return self._django(environ, start)


def _made(shelf: Shelf, path: str) -> Page | None:
    try:
        return shelf.page(path)
    except Exception:  # Django makes its own, or says in both languages that it cannot
        log.exception("A page cannot be made from the edition: %s", path)
        return None


def _is_allowed(host: str) -> bool:
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def _came_by_https(environ: Environ) -> bool:
    """As Django's `request.is_secure()`."""
    scheme = str(environ.get("wsgi.url_scheme"))
    if settings.SECURE_PROXY_SSL_HEADER:
        name, _value = settings.SECURE_PROXY_SSL_HEADER
        scheme = str(environ.get(name, scheme)).split(",")[0].strip()
    return bool(scheme == "https")


def _telling_https() -> str:
    """What of a request alone tells, if it is there, whether it came by https."""
    proxy = settings.SECURE_PROXY_SSL_HEADER
    return str(proxy[0]) if proxy else "wsgi.url_scheme"


def _answer(environ: Environ, shelf: Shelf, page: Page, now: int) -> Answer:
    ready = page.packed if takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")) else page.plain
    kept = ready.at(now)
    span = (shelf.start, min(kept.until, shelf.end - 1))
    if has_copy(environ.get("HTTP_IF_NONE_MATCH", ""), ready.etag):
        return (*span, "304 Not Modified", kept.copy, [])
    return (*span, "200 OK", kept.full, [] if environ["REQUEST_METHOD"] == "HEAD" else [ready.body])


def _plain_headers(body: bytes, shared: Mapping[str, str]) -> Headers:
    return [
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("Content-Language", "hi"),
        *shared.items(),
    ]


def _redirect(address: str, language: str, shared: Mapping[str, str]) -> Headers:
    return [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Location", address),
        ("Content-Length", "0"),
        ("Cache-Control", keeping.cache_control(None)),
        ("Content-Language", language),
        *shared.items(),
    ]

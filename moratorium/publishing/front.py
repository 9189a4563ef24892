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
        self._https, self._telling = settings.SECURE_SSL_REDIRECT, _telling_https()
        self._alive = _plain_headers(ALIVE, shared)
        os.register_at_fork(after_in_child=self._forked)

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """What was asked before, in as few steps as there can be: each counts at this rate."""
        watch, get = self.watch, environ.get
        shelves, now = watch.shelves, self._clock() // 1000
        # All of a request that decides on its answer.
        asked: Asked = (
            get("PATH_INFO"), get("REQUEST_METHOD"), get("QUERY_STRING"), get("SCRIPT_NAME"),
            get("HTTP_HOST"), get("HTTP_ACCEPT_ENCODING"), get("HTTP_IF_NONE_MATCH"),
        )  # fmt: skip
        if self._https:
            asked = (*asked, *map(get, self._telling))
        if shelves is not None and (answer := shelves.answers.get(asked)) is not None:
            since, until, status, headers, body = answer
            if since <= now <= until and now <= watch.fresh_until:
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
        answer = _answer(environ, shelf, page, now)
        if shelf.since is None:
            shelves.remember(asked, answer)
        _since, _until, status, headers, body = answer
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


def _telling_https() -> tuple[str, ...]:
    """What of a request tells whether it came by https; see `_came_by_https`."""
    proxy = settings.SECURE_PROXY_SSL_HEADER
    return ("wsgi.url_scheme", proxy[0]) if proxy else ("wsgi.url_scheme",)


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

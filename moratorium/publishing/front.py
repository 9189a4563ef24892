"""The front: what the crowd reads, by path and clock alone, around Django's application.

No Django, no database and no session on the way. Whatever it does not hold goes to Django.
Bodies are handed over as lists: granian sends a list at once, and anything else in pieces.
"""

import json
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
from .shelf import SECOND, Headers, Shelves
from .watch import Watch, since_of

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]
SAFE = ("GET", "HEAD")
ASK = {"/ask/": "hi", "/en/ask/": "en"}
ALIVE = json.dumps({"status": "alive"}).encode()
MOST = 500  # answers remembered of what is asked with each request


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
        self._hosts: dict[str | None, bool] = {}
        self._codings: dict[str | None, bool] = {}
        self._https = settings.SECURE_SSL_REDIRECT
        self._alive = _plain_headers(ALIVE, shared)
        os.register_at_fork(after_in_child=self._forked)

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """What most ask for, in as few steps as there can be: each counts at this rate."""
        if not self._awake:
            self.wake()
        get, watch, now = environ.get, self.watch, self._clock() // 1000
        shelves = watch.shelves
        if (
            shelves is not None
            and (shelf := shelves.last) is not None
            and shelf.start <= now < shelf.end
            and now <= watch.fresh_until
            and environ["REQUEST_METHOD"] == "GET"
            and self._hosts.get(get("HTTP_HOST"))
            and not (self._https or get("QUERY_STRING") or get("SCRIPT_NAME"))
            and "HTTP_IF_NONE_MATCH" not in environ
        ):
            page = shelf.pages.get(environ["PATH_INFO"])
            packed = self._codings.get(get("HTTP_ACCEPT_ENCODING"))
            if page is not None and packed is not None:
                ready = page.packed if packed else page.plain
                kept = ready.kept
                start("200 OK", kept.full if now <= kept.until else ready.at(now).full)
                return [ready.body]
        return self._with_care(environ, start, shelves, now)

    def _with_care(
        self, environ: Environ, start: Start, shelves: Shelves | None, now: int
    ) -> Iterable[bytes]:
        """Whatever else may be asked, and in whatever way."""
        path = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] not in SAFE or not self._is_for_us(environ):
            return self._pass_on(environ, start, now)
        head = environ["REQUEST_METHOD"] == "HEAD"
        if path == "/healthz":
            start("200 OK", self._alive)
            return [] if head else [ALIVE]
        if shelves is None:
            return self._pass_on(environ, start, now)
        if environ.get("QUERY_STRING") or path in ASK:
            return self._ask(environ, start, shelves, now)
        shelf = shelves.at(now, since_of(self.watch.contact, now))
        page = shelf.pages.get(path) or shelf.page(path)
        if page is None:
            return self._pass_on(environ, start, now)
        if shelf.since is None:
            shelves.last = shelf
        ready = page.packed if self._takes_gzip(environ) else page.plain
        kept = ready.at(now)
        if has_copy(environ.get("HTTP_IF_NONE_MATCH", ""), ready.etag):
            start("304 Not Modified", kept.copy)
            return []
        start("200 OK", kept.full)
        return [] if head else [ready.body]

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
        host = environ.get("HTTP_HOST", "")
        known = self._hosts.get(host)
        if known is None:
            known = _remember(self._hosts, host, _is_allowed(host))
        return (
            known
            and not environ.get("SCRIPT_NAME")
            and (not self._https or _came_by_https(environ))
        )

    def _takes_gzip(self, environ: Environ) -> bool:
        accepted = environ.get("HTTP_ACCEPT_ENCODING")
        known = self._codings.get(accepted)
        if known is None:
            known = _remember(self._codings, accepted, takes_gzip(accepted or ""))
        return known

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


def _remember(known: dict[str | None, bool], asked: str | None, answer: bool) -> bool:
    if len(known) >= MOST:
        known.clear()
    known[asked] = answer
    return answer


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

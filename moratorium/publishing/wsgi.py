"""The front over WSGI, for a server that speaks nothing else."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from .front import Front, Request, telling_https

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]


class WsgiFront:
    """A WSGI application around Django's."""

    def __init__(self, front: Front, django: Application) -> None:
        self.front = front
        self._django = django
        told = telling_https()
        self._scheme = "wsgi.url_scheme" if told is None else _spelled(told)

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        asked = self._request(environ)
        answer = None if asked is None else self.front.known(asked) or self.front.answer(asked)
        if answer is None:
            environ |= self.front.facts()
            return self._django(environ, start)
        _since, _until, status, headers, body = answer
        start(f"{status} {HTTPStatus(status).phrase}", headers)
        return [body] if body else []  # a list of one is sent at once, anything else in pieces

    def _request(self, environ: Environ) -> Request | None:
        """None: mounted below a path of somebody else's, or its path is no text."""
        get = environ.get
        try:
            path, query = (_text(get(name, "")) for name in ("PATH_INFO", "QUERY_STRING"))
        except UnicodeError:
            return None
        if get("SCRIPT_NAME"):
            return None
        headers = ("HTTP_HOST", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", self._scheme)
        return Request(path, environ["REQUEST_METHOD"], query, *map(get, headers))


def _text(native: str) -> str:
    """PEP 3333 spells every byte as a character."""
    return native.encode("latin-1").decode()


def _spelled(header: str) -> str:
    return "HTTP_" + header.replace("-", "_").upper()

"""A front over a record in hand, and requests to it as a server makes them."""

import gzip
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from moratorium.publishing.front import Front
from moratorium.publishing.shelf import Shelves, microseconds
from moratorium.register import editions
from portal.headers import security_headers
from tests import builders as build

AT = build.ist(2023, 1, 5, 12, 0)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        packed = self.headers.get("Content-Encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()


class Clock:
    """A clock that stands where it is put, to the nanosecond."""

    def __init__(self, at: datetime) -> None:
        self.put(at)

    def put(self, at: datetime) -> None:
        self.now = microseconds(at) * 1000

    def __call__(self) -> int:
        return self.now


def passed_on(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """In place of Django: says that it was asked."""
    start("299 Django", [("Content-Type", "text/plain")])
    return [b"Django was asked"]


def record() -> None:
    """Varanasi and its suppliers, an order in force, one to come, and their acts."""
    build.served("varanasi")
    build.served("noida", "NPCL")
    now = build.issued(build.ist(2023, 1, 1, 0, 0))
    later = build.issued(
        build.ist(2023, 1, 4, 0, 0),
        lines=[{"starts_at": build.ist(2023, 1, 6, 9, 0), "ends_at": build.ist(2023, 1, 8)}],
    )
    for order in (now, later):
        build.entry(
            order.issued_at, act="order.issued", subject=order.number, public=True,
            detail={"number": order.number, "slug": order.slug},
        )  # fmt: skip


def front(at: datetime = AT, django: Any = passed_on, contact: datetime | None = None) -> Front:
    """A front that holds the edition of the record as it is now, and watches nothing."""
    made = Front(django, security_headers(), Clock(at))
    made.watch.shelves = Shelves(editions.read(), security_headers())
    made.watch.shelves.district_notices = editions.read_district_notices()
    made.watch.contact = microseconds(contact or at)
    made._awake = True
    return made


def ask(front: Any, url: str, method: str = "GET", mount: str = "", **headers: str) -> Answer:
    """An answer to a request; headers by their WSGI names without HTTP_."""
    parts, told = urlsplit(url), []
    environ = {
        "REQUEST_METHOD": method, "QUERY_STRING": parts.query, "SERVER_PORT": "80",
        "PATH_INFO": unquote(parts.path).encode().decode("latin-1"), "SCRIPT_NAME": mount,
        "SERVER_NAME": "testserver", "HTTP_HOST": "testserver", "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(), "SERVER_PROTOCOL": "HTTP/1.1",
        **{f"HTTP_{name}": value for name, value in headers.items()},
    }  # fmt: skip
    body = b"".join(front(environ, lambda *answer: told.append(answer)))
    status, sent = told[0][:2]
    return Answer(int(status[:3]), {_spelled(name): value for name, value in sent}, body)


def _spelled(name: str) -> str:
    """A header's name as Django spells it; in any case it is the same (RFC 9110, 5.1)."""
    return {"etag": "ETag"}.get(name.lower(), name.title())


def address(key: Any) -> str:
    """The path of a key."""
    paths = {
        "board": "", "districts": "districts/", "district": f"districts/{key.slug}/",
        "order": f"orders/{key.slug}/", "notices": "notices/",
        "api-protections": "api/v1/protections", "api-districts": "api/v1/districts",
        "feed": "feeds/notices.atom", "district-feed": f"feeds/districts/{key.slug}.atom",
        "calendar": "calendar.ics", "district-calendar": f"calendar/districts/{key.slug}.ics",
    }  # fmt: skip
    return ("/en/" if key.language == "en" else "/") + paths[key.name]

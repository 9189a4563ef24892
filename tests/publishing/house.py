"""A front over a record in hand, and requests to it as a server makes them."""

import asyncio
import gzip
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from moratorium.publishing.front import Front, Request
from moratorium.publishing.rsgi import RsgiFront
from moratorium.publishing.shelf import Shelves, microseconds
from moratorium.publishing.watch import Watch
from moratorium.publishing.wsgi import WsgiFront
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


class Fronts:
    """One front over both interfaces, before the same Django."""

    def __init__(self, front: Front, django: Any) -> None:
        self.front = front
        self.over_wsgi = WsgiFront(front, django)
        self.over_rsgi = RsgiFront(front, partial(_beyond, django))

    @property
    def watch(self) -> Watch:
        return self.front.watch

    @property
    def _clock(self) -> Any:
        return self.front.clock


async def _beyond(django: Any, scope: Any, protocol: "Protocol", _asked: Request) -> None:
    told: list[Any] = []
    body = b"".join(django({}, lambda *answer: told.append(answer)))
    protocol.response_bytes(int(told[0][0][:3]), told[0][1], body)


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


def front(at: datetime = AT, django: Any = passed_on, contact: datetime | None = None) -> Fronts:
    """A front that holds the edition of the record as it is now, and watches nothing."""
    made = Front(security_headers(), Clock(at))
    made.watch.shelves = Shelves(editions.read(), security_headers())
    made.watch.shelves.district_notices = editions.read_district_notices()
    made.watch.contact = microseconds(contact or at)
    made._awake = True
    return Fronts(made, django)


def ask(ours: Fronts, url: str, method: str = "GET", mount: str = "", **headers: str) -> Answer:
    """An answer to a request, the same over both interfaces; headers as `IF_NONE_MATCH`."""
    answer = ask_over_wsgi(ours.over_wsgi, url, method, mount, **headers)
    if not mount:  # RSGI knows of none
        assert ask_over_rsgi(ours.over_rsgi, url, method, **headers) == answer
    return answer


def ask_over_wsgi(
    application: Any, url: str, method: str = "GET", mount: str = "", **headers: str
) -> Answer:
    """The quicker way, for those who ask a hundred thousand times."""
    parts, told = urlsplit(url), []
    environ = {
        "REQUEST_METHOD": method, "QUERY_STRING": parts.query, "SERVER_PORT": "80",
        "PATH_INFO": unquote_to_bytes(parts.path).decode("latin-1"), "SCRIPT_NAME": mount,
        "SERVER_NAME": "testserver", "HTTP_HOST": "testserver", "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(), "SERVER_PROTOCOL": "HTTP/1.1",
        **{f"HTTP_{name}": value for name, value in headers.items()},
    }  # fmt: skip
    body = b"".join(application(environ, lambda *answer: told.append(answer)))
    status, sent = told[0][:2]
    return Answer(int(status[:3]), {_spelled(name): value for name, value in sent}, body)


@dataclass(frozen=True)
class Scope:
    """A request as the server hands it over."""

    path: str
    query_string: str
    method: str
    headers: dict[str, str]
    scheme: str = "http"


class Protocol:
    """What a server is told to answer."""

    answer: Answer

    def response_bytes(self, status: int, headers: Any, body: bytes) -> None:
        self.answer = Answer(status, {_spelled(name): value for name, value in headers}, body)

    def response_empty(self, status: int, headers: Any) -> None:
        self.response_bytes(status, headers, b"")


def ask_over_rsgi(application: RsgiFront, url: str, method: str = "GET", **headers: str) -> Answer:
    parts, protocol = urlsplit(url), Protocol()
    named = {"host": "testserver"} | {_header(name): value for name, value in headers.items()}
    path = unquote_to_bytes(parts.path).decode(errors="replace")
    # As the server decodes them.
    scope = Scope(path, parts.query, method, named)
    asyncio.run(_asked(application, scope, protocol))
    return protocol.answer


async def _asked(application: RsgiFront, scope: Scope, protocol: Protocol) -> None:
    application._loop = asyncio.get_running_loop()
    await application.__rsgi__(scope, protocol)


def _header(name: str) -> str:
    return name.lower().replace("_", "-")


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

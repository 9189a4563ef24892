"""Every page of the desk that somebody can reach from its first page, by following links."""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

from django.test import Client
from django.urls import resolve
from django.utils.translation import override

from tests.house import permissions

from . import desk, rendered, world

TABLE = Path(permissions.__file__).with_suffix(".txt")

# What is no page: it ends the session, or goes out to the public pages.
_NOT_FOLLOWED = ("/logout/", "/jsi18n/")


@dataclass(frozen=True)
class Visit:
    """One page as somebody got it."""

    path: str
    html: str
    page: rendered.Page

    @property
    def route(self) -> str:
        return route_of(self.path)


def route_of(path: str) -> str:
    """The route of an address, without the prefix of the language."""
    with override("hi"):
        return resolve(path.split("?")[0].removeprefix("/en")).route


# Shown to somebody, and no link leads there: doors, the page after a change of password, and
# what the stock admin keeps for its own scripts.
WITHOUT_LINKS = {
    "admin/login/", "admin/password_change/done/", "admin/jsi18n/",
    "admin/password/forgotten/",
    "admin/password/asked/",
    "admin/password/set/done/",
    "admin/moratorium/entry/<path:object_id>/history/",
    "admin/moratorium/mail/<path:object_id>/history/",
}  # fmt: skip


DOWNLOADS = (".csv", "/csv/", "/xlsx/", "/preview/", "/letter/")


def shown_routes() -> set[str]:
    """The routes of the desk that show a page to somebody, by the permission matrix."""
    rows = [line.split(" ") for line in TABLE.read_text().splitlines() if line.startswith("admin/")]
    return {r for r, get, _post in rows if "p" in get and not r.endswith(DOWNLOADS)}


@dataclass(frozen=True)
class Answer:
    """What somebody got at an address: a page, or only links where it is none."""

    links: tuple[str, ...]
    visit: Visit | None = None


# By viewer and address, on the record of `world.build_up`, which is the same for every test:
# several tests walk the same pages, and each page is asked for once.
_answers: dict[tuple[str, str], Answer] = {}


def walk_as(who: str, prefix: str, *, queries: bool = False) -> Iterator[Visit]:
    """The pages that a viewer of `world.build_up` gets, each once, on its record as it was built.

    With `queries` also the filters of the lists, one at a time.
    """
    client = desk.of(world.VIEWERS[who]())
    start = f"{prefix}/admin/"
    waiting, seen = [start], {start}
    while waiting:
        path = waiting.pop(0)
        if (who, path) not in _answers:
            _answers[who, path] = _answer(client, path)
        answer = _answers[who, path]
        if answer.visit is not None:
            yield answer.visit
        for link in answer.links:
            address = urldefrag(urljoin(path, link))[0]
            if _followed(address, start, queries) and address not in seen:
                seen.add(address)
                waiting.append(address)


def _answer(client: Client, path: str) -> Answer:
    response = client.get(path)
    if response.status_code in (301, 302):
        return Answer((response.headers["Location"],))
    assert response.status_code == 200, f"{path}: {response.status_code}"
    if not response.headers["Content-Type"].startswith("text/html"):
        return Answer(())  # a download
    html = response.content.decode()
    page = rendered.Page(html)
    return Answer(tuple(page.links), Visit(path, html, page))


def _followed(address: str, start: str, queries: bool) -> bool:
    if not address.startswith(start) or any(each in address for each in _NOT_FOLLOWED):
        return False
    _path, _mark, query = address.partition("?")
    return not query or (queries and "&" not in query and re.match(r"[oe]=", query) is None)


def forms(visits: Iterator[Visit]) -> Iterator[tuple[Visit, rendered.Form]]:
    """The forms that write, each kind once: the same fields at the same route are one kind."""
    known: set[Any] = set()
    for visit in visits:
        for form in rendered.posts(visit.page):
            address = urljoin(visit.path, form.action)
            fields = frozenset(re.sub(r"-\d+-", "-0-", name) for name in form.controls)
            kind = (route_of(address), fields)
            if kind not in known:
                known.add(kind)
                yield visit, replace(copy.deepcopy(form), action=address)

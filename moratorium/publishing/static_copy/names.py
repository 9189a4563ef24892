"""Which file of a copy holds an address of the site; pure.

Underscores keep pages of lists apart from records: no slug holds one (rules/numbering.py).
"""

import posixpath
import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlsplit

_SLUG = r"[^/?#\\%\s\x00-\x1f\x7f]{1,200}"
_PAGES = re.compile(
    rf"(?:ask/|about/(?:contact/|accessibility/|site-map/)?|notices/\d+/"
    rf"|(?:districts|orders|directives)/{_SLUG}/|districts/)?"
)
_LISTS = re.compile(r"orders/|notices/")
_LETTER = re.compile(rf"directives/{_SLUG}\.pdf")
_DOCUMENTS = re.compile(
    rf"feeds/notices\.atom|feeds/districts/{_SLUG}\.atom"
    rf"|calendar\.ics|calendar/districts/{_SLUG}\.ics"
)
_DATA = re.compile(rf"api/v1/(?:protections|discoms|districts|orders|orders/{_SLUG})")
_STATIC = re.compile(r"static/[\w./-]+")
_ENGLISH = "en/"


@lru_cache(maxsize=20_000)
def file_of(address: str) -> str | None:
    """The file of an address (path and query, without the host); None if only a server has it."""
    split = urlsplit(address)
    path, query = unquote(split.path).removeprefix("/"), dict(parse_qsl(split.query))
    if ".." in path.split("/") or not split.path.startswith("/"):
        return None
    if _STATIC.fullmatch(path):
        return path
    if _DATA.fullmatch(path):
        return _page_of(path, query, ".json", {"page"})
    english, rest = path.startswith(_ENGLISH), path.removeprefix(_ENGLISH)
    folder = _ENGLISH if english else ""
    if _LISTS.fullmatch(rest):
        return _page_of(f"{folder}{rest}", query, "index.html", {"year", "page"})
    if query:
        return None
    if _LETTER.fullmatch(rest):
        return rest  # one letter in both languages
    if _DOCUMENTS.fullmatch(rest):
        return folder + rest
    return f"{folder}{rest}index.html" if _PAGES.fullmatch(rest) else None


def _page_of(path: str, query: dict[str, str], ending: str, known: set[str]) -> str | None:
    if not query.keys() <= known or not all(value.isdigit() for value in query.values()):
        return None
    year, page = query.get("year"), query.get("page", "1")
    if ending == ".json":
        return f"{path}.json" if page == "1" else f"{path}_page_{page}.json"
    within = (f"year_{year}/" if year else "") + (f"page_{page}/" if page != "1" else "")
    return f"{path}{within}{ending}"


def link(source: str, target: str) -> str:
    """How a file of the copy is named in a link from another one."""
    return quote(posixpath.relpath(target, posixpath.dirname(source) or "."))

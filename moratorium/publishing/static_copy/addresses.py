"""Every address of the public site that a copy holds, one after another.

Lists are walked to their end by whoever asks, see `export.py`; nothing here grows with the
record but the stream itself.
"""

from collections.abc import Iterator
from urllib.parse import quote

from ...register import notices as acts
from ...register import published
from ...register.editions import Edition
from ...rules.wording import EN, HI

_PAGES = (
    "", "ask/", "districts/", "about/", "about/contact/", "about/accessibility/",
    "about/site-map/", "feeds/notices.atom", "calendar.ics",
)  # fmt: skip


def single(edition: Edition) -> Iterator[str]:
    """Every page and document that is not a page of a list."""
    for prefix in _prefixes():
        yield from (prefix + page for page in _PAGES)
        for slug in map(quote, edition.places.regions):
            yield f"{prefix}districts/{slug}/"
            yield f"{prefix}feeds/districts/{slug}.atom"
            yield f"{prefix}calendar/districts/{slug}.ics"
    yield "/api/v1/protections"
    yield "/api/v1/discoms"
    yield from _records()


def _records() -> Iterator[str]:
    for slug in map(quote, published.orders()):
        yield from (f"{prefix}orders/{slug}/" for prefix in _prefixes())
        yield f"/api/v1/orders/{slug}"
    for slug in map(quote, published.directives()):
        yield from (f"{prefix}directives/{slug}/" for prefix in _prefixes())
        yield f"/directives/{slug}.pdf"
    for seq in published.notices():
        yield from (f"{prefix}notices/{seq}/" for prefix in _prefixes())


def lists() -> Iterator[str]:
    """The first page of every list that goes on at ?page=2."""
    for prefix in _prefixes():
        years = acts.years()  # the archive offers them too
        for room in ("notices", "orders"):
            yield f"{prefix}{room}/"
            yield from (f"{prefix}{room}/?year={year}" for year in years)


DATA_LISTS = ("/api/v1/districts", "/api/v1/orders")


def language_of(address: str) -> str:
    """The language of a page by its address."""
    return EN if address.startswith("/en/") else HI


def _prefixes() -> tuple[str, str]:
    return "/", "/en/"

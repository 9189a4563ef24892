"""Lists in pages, counted from 1."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Schema

from . import description
from .parameters import Given

NAMES = ("page", "page_size")
DEFAULT_SIZE, LARGEST_SIZE, LAST_PAGE = 100, 500, 1_000_000
PARAMETERS = [
    description.query("page", "Which page, from 1.", description.whole(1, LAST_PAGE, 1)),
    description.query(
        "page_size", "How many to a page.", description.whole(1, LARGEST_SIZE, DEFAULT_SIZE)
    ),
]


class Page(Schema):
    """What every list says of its pages; `items` holds the page."""

    count: int = Field(description="How many there are on all pages.")
    page: int
    page_size: int
    pages: int
    next: str | None = Field(description="The address of the next page.")
    previous: str | None = Field(description="The address of the page before.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which page is asked for."""

    number: int
    size: int

    def cut(self, everything: Sequence[Any]) -> Sequence[Any]:
        """This page of a list that is at hand whole."""
        return everything[(self.number - 1) * self.size : self.number * self.size]


FIRST = Wanted(1, DEFAULT_SIZE)


def wanted(given: Given) -> Wanted:
    """The page asked for; what is wrong with it is added to the faults."""
    number = given.whole("page", 1, 1, LAST_PAGE)
    return Wanted(number, given.whole("page_size", DEFAULT_SIZE, 1, LARGEST_SIZE))


def page(
    request: HttpRequest, given: Given, which: Wanted, items: list[Any], count: int
) -> dict[str, Any]:
    """The page as data, with the addresses of its neighbours. Past the last it is empty."""
    return listed(request.path, given, which, items, count)


def listed(path: str, given: Given, which: Wanted, items: list[Any], count: int) -> dict[str, Any]:
    """The same without a request, from the list's path."""
    pages = max(1, -(-count // which.size))

    def address(number: int) -> str | None:
        if not 1 <= number <= pages:
            return None
        query = urlencode({**given.values, "page": number})
        return f"{settings.SITE_URL}{path}?{query}"

    return {
        "count": count,
        "page": which.number,
        "page_size": which.size,
        "pages": pages,
        "next": address(which.number + 1),
        "previous": address(which.number - 1),
        "items": items,
    }

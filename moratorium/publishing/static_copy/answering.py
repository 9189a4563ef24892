"""What the site answers to an address, asked of its own views without a server."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import resolve
from django.utils import translation

from .addresses import language_of


class NotAnswered(Exception):
    """A page that belongs to the copy could not be made."""


class _Asked(HttpRequest):
    """A GET of nobody, at the site's own host: no cookie, no person, no session."""

    def __init__(self, path: str, query: str, language: str) -> None:
        super().__init__()
        self.method = "GET"
        self.path = self.path_info = path
        self.GET = QueryDict(query)  # type: ignore[assignment]
        self.META = {"QUERY_STRING": query, "REQUEST_METHOD": "GET"}
        self.LANGUAGE_CODE = language

    def get_host(self) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def _get_scheme(self) -> str:
        return urlsplit(settings.SITE_URL).scheme


def body(address: str) -> bytes:
    """The bytes of an address. Raises Http404 if there is no such page, NotAnswered otherwise."""
    split, language = urlsplit(address), language_of(address)
    path = unquote(split.path)
    with translation.override(language):
        found = resolve(path)
        asked = _Asked(path, split.query, language)
        answer: Any = found.func(asked, *found.args, **found.kwargs)
    if answer.status_code == 404:
        raise Http404
    if answer.status_code != 200 or not isinstance(answer, HttpResponse):
        raise NotAnswered(f"{address} answered {answer.status_code}.")
    return answer.content

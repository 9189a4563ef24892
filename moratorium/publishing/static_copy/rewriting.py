"""A page of the site as a page of the copy: links to files, no forms, and until when it is valid.

The templates write attributes in double quotes and escape whatever was typed, so that `<` and
`"` are always markup.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from ...public import choices
from ...register.places import Region
from . import names
from .addresses import language_of
from .answering import NotAnswered

_TAG = re.compile(r"<[a-z][a-z0-9]*\s[^<>]*>")
_LINK = re.compile(r'(\s)(href|src)="([^"]*)"')
_FORM = re.compile(r'<form class="(ask|search)".*?</form>', re.S)
_HEAD, _HEADER_ENDS = "</head>", '</header>\n<main id="main"'


@dataclass(frozen=True, slots=True)
class Words:
    """What a copy says in one language in place of what needs a server."""

    head: str
    bar: str
    forms: dict[str, str]


@dataclass
class Rewriter:
    """Pages of one copy. `static` gathers the files that they need beside themselves."""

    words: dict[str, Words]
    static: set[str] = field(default_factory=set)

    def page(self, html: str, address: str) -> str:
        """A page as it stands in the copy. Raises NotAnswered if it is not one of the site's."""
        words = self.words[language_of(address)]
        html = _FORM.sub(lambda form: words.forms[form[1]], html)
        if html.count(_HEADER_ENDS) != 1 or html.count(_HEAD) != 1 or "<form" in html:
            raise NotAnswered(f"{address} is not a page that a copy can hold.")
        html = html.replace(_HEAD, words.head + _HEAD)
        html = html.replace(_HEADER_ENDS, words.bar + _HEADER_ENDS)
        return _TAG.sub(lambda tag: self._tag(tag[0], address), html)

    def _tag(self, tag: str, address: str) -> str:
        return _LINK.sub(self._leading_from(address), tag)

    def _leading_from(self, address: str) -> Callable[[re.Match[str]], str]:
        here = names.file_of(address) or ""

        def rewritten(found: re.Match[str]) -> str:
            space, name, value = found[1], found[2], unescape(found[3])
            split = urlsplit(value)
            if split.scheme or split.netloc or value.startswith("#"):
                return found[0]
            goal = urljoin(address, value)
            there, _, fragment = goal.partition("#")
            target = names.file_of(there)
            if target is None:
                return f'{space}data-live {name}="{escape(settings.SITE_URL + goal)}"'
            if target.startswith("static/"):
                self.static.add(target)
            after = f"#{fragment}" if fragment else ""
            return f'{space}{name}="{escape(names.link(here, target) + after)}"'

        return rewritten


def words(
    language: str, regions: list[Region], years: list[int], made: datetime, until: datetime
) -> Words:
    """The sentences of a copy that was made at an instant and is valid until another."""
    context = {
        "site": settings.SITE_URL,
        "made": made,
        "until": until,
        "regions": choices.by_name(regions, language),
        "years": years,
    }

    def said(template: str) -> str:
        return render_to_string(f"public/copy/{template}.html", context)

    with translation.override(language):
        forms = {"ask": said("question"), "search": said("search")}
        return Words(said("head"), said("bar"), forms)

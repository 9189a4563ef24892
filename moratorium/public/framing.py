"""The frame around a page that everybody reads, and the page as text in a language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from ..register.notices import Notice
from ..rules.answers import QUESTION


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which edition of the record a page was made from, and how long its answers hold.

    `number` and `head` are the newest journal entry's, recorded at `acted_at`. The answers hold
    from `since` until `until`; None where no change is on record. `stale_since` is the last
    contact with the record, if that was too long ago.
    """

    number: str
    head: str
    acted_at: datetime | None
    since: datetime | None
    until: datetime | None
    stale_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page says at its foot: as of when, and the last act on record.

    A page of the crowd has a stamp instead of a moment: it holds for a stretch of time.
    """

    at: datetime
    last: Notice | None
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """A page's own address, from which its twin in the other language follows."""

    name: str
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    door: str = "public"

    def url(self, language: str) -> str:
        with translation.override(language):
            path = reverse(f"{self.door}:{self.name}", kwargs=dict(self.kwargs))
        kept = {name: value for name, value in self.query.items() if value not in ("", None)}
        return f"{path}?{urlencode(kept)}" if kept else path


def render(
    template: str, language: str, frame: Frame, route: Route, context: dict[str, Any]
) -> str:
    """A template of the route's door, with the frame around it."""
    other = "en" if language == "hi" else "hi"
    framed = context | {
        "frame": frame,
        "page_name": template,
        "other_url": route.url(other),
        "question": QUESTION,
    }
    with translation.override(language):
        return render_to_string(f"{route.door}/{template}.html", framed)

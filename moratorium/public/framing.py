"""The frame around a page that everybody reads, and the page as text in a language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from ..register.board import Board
from ..register.notices import Notice
from ..rules.answers import QUESTION


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page says at its foot: as of when, and the last act on record."""

    at: datetime
    last: Notice | None

    @classmethod
    def of(cls, board: Board) -> "Frame":
        return cls(board.at, board.latest[0] if board.latest else None)


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

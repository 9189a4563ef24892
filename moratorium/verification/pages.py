"""The pages of the verification door as text, from plain facts and a language."""

from typing import Any

from ..operations.verification import SPAN, File
from ..public.framing import Frame, Route, render
from ..register.verification import Verified
from ..rules.directives import STANDS
from ..rules.verification import CHANGED, FOREIGN, HEADLINES, UNKNOWN
from .reading import Asked

_ASK = Route("ask", door="verification")
_GOOD, _STALE, _BAD = "good", "stale", "bad"


def ask_page(asked: Asked, frame: Frame, language: str) -> str:
    """The forms, with what was typed and what is wrong with it."""
    return render("ask", language, frame, _ASK, {"asked": asked})


def code_page(
    found: Verified | None, slug: str, code: str, asked: Asked, frame: Frame, language: str
) -> str:
    """What a number and code are. Without a letter it is the same page whatever was wrong."""
    route = Route("answer", {"slug": slug, "code": code}, door="verification")
    context = {"asked": asked, "by_code": True}
    return render("answer", language, frame, route, context | _answer(found, UNKNOWN))


def file_page(file: File, frame: Frame, language: str) -> str:
    """What a file is."""
    context = {"asked": Asked(), "file": file}
    otherwise = CHANGED if file.claims else FOREIGN
    return render("answer", language, frame, _ASK, context | _answer(file.letter, otherwise))


def too_many_page(slug: str, code: str, asked: Asked, frame: Frame, language: str) -> str:
    """That an address has had too many wrong answers."""
    route = Route("answer", {"slug": slug, "code": code}, door="verification")
    return render("too_many", language, frame, route, {"span": SPAN, "asked": asked})


def _answer(found: Verified | None, otherwise: str) -> dict[str, Any]:
    kind = otherwise if found is None else found.standing
    colour = _BAD if found is None else _GOOD if kind == STANDS else _STALE
    return {"found": found, "kind": kind, "colour": colour, "headline": HEADLINES[kind]}

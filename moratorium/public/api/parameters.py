"""The query string, read strictly: nothing unknown, repeated or empty is passed over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import TooManyFieldsSent
from django.core.handlers.wsgi import get_bytes_from_wsgi
from django.http import HttpRequest, QueryDict

from ...rules import instants
from ...rules.instants import BadInstant
from .problems import BAD_REQUEST, Fault, Problem
from .words import fault

_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)
_SPACE_BEFORE_OFFSET = re.compile(r" (?=\d\d:?\d\d$)", re.ASCII)


@dataclass(slots=True)
class Given:
    """The usable parameters by name, and what is wrong with the others."""

    values: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number from `least` to `most`; the default if it is left out or at fault."""
        text = self.values.get(name)
        if text is None:
            return default
        if _WHOLE.fullmatch(text) and least <= int(text) <= most:
            return int(text)
        self.faults.append(fault(name, "whole_number", f"{least}-{most}"))
        return default

    def refuse(self) -> None:
        """Raises Problem if anything is wrong."""
        if self.faults:
            raise Problem(BAD_REQUEST, self.faults)


def read(request: HttpRequest, *names: str) -> Given:
    """The parameters of a request that takes `names` and no others."""
    given = Given()
    for name, texts in _pairs(request):
        problem = _fault(name, texts, names)
        if problem is None:
            given.values[name] = texts[0]
        else:
            given.faults.append(fault(name, problem))
    return given


def none(request: HttpRequest) -> None:
    """Raises Problem if a request that takes no parameters has some."""
    read(request).refuse()


def offset_restored(text: str) -> str:
    """A date-time whose raw `+` arrived as a space before the offset (contract, section 4)."""
    return _SPACE_BEFORE_OFFSET.sub("+", text)


def instant_fault(name: str, text: str) -> Fault | None:
    """What is wrong with a date-time; None if nothing is."""
    try:
        instants.read(text)
    except BadInstant as error:
        return fault(name, f"instant_{error.name}")
    return None


def _pairs(request: HttpRequest) -> Iterator[tuple[str, list[str]]]:
    # Not request.GET: it is read in whatever charset the body's type names.
    content = get_bytes_from_wsgi(request.META, "QUERY_STRING", "")
    try:
        query = QueryDict(content, encoding="utf-8")
    except TooManyFieldsSent:
        raise Problem(BAD_REQUEST, [fault("query", "too_many_parameters")]) from None
    return iter(query.lists())


def _fault(name: str, texts: list[str], names: tuple[str, ...]) -> str | None:
    if name not in names:
        return "unknown"
    if len(texts) > 1:
        return "repeated"
    return None if texts[0].strip() else "empty"

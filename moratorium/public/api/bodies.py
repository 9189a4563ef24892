"""A request's body as JSON, read strictly."""

import json
from typing import Any, NoReturn

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.request import UnreadablePostError

from .problems import BAD_REQUEST, TOO_LARGE, Fault, Problem
from .words import fault

FIELD = "body"


class _Refused(Exception):
    def __init__(self, name: str, given: object = "") -> None:
        super().__init__(name)
        self.fault = fault(FIELD, name, given)


def raw(request: HttpRequest) -> bytes:
    """The bytes sent. Raises Problem if they are too many or stop short."""
    try:
        return request.body
    except RequestDataTooBig:
        raise Problem(TOO_LARGE) from None
    except UnreadablePostError:
        raise _problem(fault(FIELD, "cut_short")) from None


def read(request: HttpRequest) -> Any:
    """The value that the body holds. Raises Problem naming `body`."""
    try:
        return json.loads(_text(raw(request)), object_pairs_hook=_object, parse_constant=_constant)
    except _Refused as refused:
        raise _problem(refused.fault) from None
    except RecursionError:
        raise _problem(fault(FIELD, "nested")) from None
    except ValueError as error:
        raise _problem(fault(FIELD, "json", error)) from None


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise _Refused("utf8") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _value in pairs]
        raise _Refused("key_repeated", next(key for key in keys if keys.count(key) > 1))
    return found


def _constant(name: str) -> NoReturn:
    raise _Refused("number", name)


def _problem(found: Fault) -> Problem:
    return Problem(BAD_REQUEST, [found])

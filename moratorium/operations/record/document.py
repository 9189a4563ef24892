"""The JSON document of a record, before anybody asks what it means."""

import json
from dataclasses import dataclass
from typing import Any, NoReturn

from .refusal import Faults, shown

FORMAT = "moratorium-record/1"
_REQUIRED = ("format", "outages", "orders")
_NOUNS = ("outages", "orders", "directives")


class Repeating(dict[str, Any]):
    """A JSON object in which a key comes twice; `key` is the first such."""

    key: str


@dataclass(frozen=True, slots=True)
class Document:
    """The entries as they stand in the document, by noun."""

    outages: list[Any]
    orders: list[Any]
    directives: list[Any]


def parse(data: bytes, faults: Faults) -> Document:
    """The document in some bytes. Raises RecordRefused if it is none (contract, section 2)."""
    top = _json(data, faults)
    if not isinstance(top, dict):
        faults.add("", "", "object")
        faults.refuse_any()
    if isinstance(top, Repeating):
        faults.add("", top.key, "key_repeated")
    for key in sorted(top.keys() - {*_REQUIRED, *_NOUNS}):
        faults.add("", shown(key), "key_unknown")
    for key in _REQUIRED:
        if key not in top:
            faults.add("", key, "key_missing")
    if "format" in top and top["format"] != FORMAT:
        faults.add("", "format", "format")
    outages, orders, directives = (_list(top, noun, faults) for noun in _NOUNS)
    faults.refuse_any()
    return Document(outages, orders, directives)


def _json(data: bytes, faults: Faults) -> Any:
    value = None
    try:
        text = data.decode("utf-8-sig")
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
    except UnicodeDecodeError:
        faults.add("", "", "utf8")
    except (ValueError, RecursionError) as error:
        faults.add("", "", "json", shown(str(error)))
    faults.refuse_any()
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    keys = [key for key, _value in pairs]
    repeating = Repeating(plain)
    repeating.key = next(shown(key) for key in keys if keys.count(key) > 1)
    return repeating


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _list(top: dict[str, Any], noun: str, faults: Faults) -> list[Any]:
    found = top.get(noun, [])
    if not isinstance(found, list):
        faults.add("", noun, "list")
        return []
    return found

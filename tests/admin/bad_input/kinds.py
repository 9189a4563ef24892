"""What a careless or hostile person types, by the kind of the field."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from tests.admin.rendered import TYPED, Control

MEGABYTE = 1_000_000
MARKUP = "<script>alert(1)</script>{{7*7}}{% now 'Y' %}\"'&amp;"
DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")
HIDDEN = {
    "right-to-left override": "\u202e", "isolate": "\u2066", "right-to-left mark": "\u200f",
    "zero width space": "\u200b", "bell": "\x07", "nul": "\x00",
}  # fmt: skip
BYTES = {"no utf-8": b"\xff\xfe", "a lone surrogate": b"\xed\xa0\x80"}
OUT_OF_RANGE = {
    "number": ("-1", "8761", "1e9", "1.5", "9" * 20, "9" * 5000, "twelve"),
    "date": ("0000-13-45", "1999-12-31", "2101-01-01", "99999-01-01", "2026-02-30", "tomorrow"),
    "time": ("25:00", "12:60", "noon"),
}  # fmt: skip
TAMPERED = ("0" * 64, "-1", "\x00", "९" * 4)
NO_OPTION = ("not-an-option", "9" * 30, "-1", "\x00")


@dataclass(frozen=True)
class Bad:
    """One bad value, as what it is called, what is sent and what the page then holds."""

    name: str
    sent: list[bytes]

    @property
    def held(self) -> list[str]:
        return [each.decode(errors="replace") for each in self.sent]


def bad(name: str, *values: str | bytes) -> Bad:
    return Bad(name, [v if isinstance(v, bytes) else v.encode() for v in values])


def kinds(control: Control, good: list[str], seed: str) -> Iterator[Bad]:
    """Every kind of bad value for a control that was filled well.

    Where a kind has many values, `seed` (the form's address) picks some: each field gets some
    of them, and each of them goes to some field of every form.
    """
    seed += control.name
    if control.kind == "hidden":
        yield from (bad("tampered", each) for each in _some(TAMPERED, 2, seed))
        return
    yield bad("empty", "") if control.kind in (*TYPED, "password", "select") else bad("empty")
    if control.kind in ("select", "checkbox", "radio"):
        yield from (bad("no option", each) for each in _some(NO_OPTION, 2, seed))
    elif control.kind == "password":
        yield from (bad("weak", each) for each in ("1234", "\x00" * 12))
    elif control.kind in OUT_OF_RANGE:
        values = OUT_OF_RANGE[control.kind]
        yield from (bad(control.kind, each) for each in _some(values, 3, seed))
        yield bad("digits of Devanagari", good[0].translate(DEVANAGARI))
    elif control.kind in TYPED:
        yield from _texts(control, good[0], seed)


def _some(values: Sequence[Any], count: int, seed: str) -> list[Any]:
    start = crc32(seed.encode()) % len(values)
    return [*values, *values][start : start + count]


def _texts(control: Control, typed: str, seed: str) -> Iterator[Bad]:
    yield bad("white space", " \t ")
    for name, character in _some(list(HIDDEN.items()), 2, seed):
        yield bad(name, f"{typed[:3]}{character}{typed[3:]}")
    for name, raw in _some(list(BYTES.items()), 1, seed):
        yield bad(name, typed[:3].encode() + raw + typed[3:].encode())
    yield bad("overlong", typed + "x" * (control.longest or MEGABYTE))
    yield bad("markup", typed + MARKUP)
    if control.kind != "textarea" and typed:
        yield bad("two lines", f"{typed}\r\n{typed}")
    if control.name.endswith("_hi"):
        yield bad("wrong script", "Sarnath 7")
    elif control.name.endswith("_en"):
        yield bad("wrong script", "सारनाथ 7")

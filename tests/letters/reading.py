"""Reads a letter as a program for the blind does: the text behind the glyphs, with its place.

Independent of how the letter was set: only the PDF is looked at, by the PDF specification
(ISO 32000-1): 9.10.2 for the text of a glyph, 14.9.4 for text that stands in for glyphs, 14.8.2.2
for what is no part of the text (heads, feet and marks of a page).
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pikepdf

MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text on a page, in points from its lower left corner."""

    text: str
    left: float
    right: float
    base: float
    outside: bool  # the head, the foot or a mark: no part of the text


@dataclass(frozen=True, slots=True)
class Page:
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The text in the order in which it is read aloud, with single spaces."""
        return _joined(run for run in self.runs if not run.outside)

    @property
    def outside(self) -> str:
        return _joined(run for run in self.runs if run.outside)


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def pages(pdf: bytes) -> list[Page]:
    with opened(pdf) as document:
        return [Page(tuple(_Reader(page).runs())) for page in document.pages]


def text(pdf: bytes) -> str:
    """The whole text, without heads and feet."""
    return " ".join(page.text for page in pages(pdf))


def structure(pdf: bytes) -> list[str]:
    """The tags of the document in reading order: P, H1, Table, TH and so on."""
    with opened(pdf) as document:
        return list(_tags(document.Root.StructTreeRoot))


def _tags(element: Any) -> Iterator[str]:
    if not isinstance(element, pikepdf.Dictionary):
        return
    if "/S" in element:
        yield str(element.S).removeprefix("/")
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        yield from _tags(kid)


def _joined(runs: Any) -> str:
    """Runs side by side are one word; those on different lines are not."""
    each = list(runs)
    if not each:
        return ""
    text = each[0].text
    for before, run in pairwise(each):
        apart = abs(run.base - before.base) > 1 or run.left - before.right > 3
        text += (" " if apart else "") + run.text
    return " ".join(text.split())


class _Reader:
    """One page: what is shown, where, and which text it stands for."""

    def __init__(self, page: pikepdf.Page) -> None:
        self.page = page
        self.fonts = {name: _Font(font) for name, font in page.Resources.get("/Font", {}).items()}

    def runs(self) -> Iterator[Run]:
        matrix, stack, place = (1.0, 0, 0, 1.0, 0, 0), [], (0.0, 0.0)
        font, size, marks = None, 0.0, []
        for operands, operator in pikepdf.parse_content_stream(self.page):
            name = str(operator)
            if name == "q":
                stack.append(matrix)
            elif name == "Q":
                matrix = stack.pop()
            elif name == "cm":
                matrix = _times([float(each) for each in operands], matrix)
            elif name == "Tf":
                font, size = self.fonts[str(operands[0])], float(operands[1])
            elif name == "Tm":
                place = (float(operands[4]), float(operands[5]))
            elif name in ("BDC", "BMC"):
                marks.append(_Mark(operands))
            elif name == "EMC":
                mark = marks.pop()
                if mark.text is not None:
                    yield _run(mark.text, mark.runs, self._outside(marks))
            elif name in ("TJ", "Tj"):
                assert font is not None
                shown = operands[0] if name == "TJ" else [operands[0]]
                run = self._shown(shown, font, size, matrix, place, self._outside(marks))
                stands_in = next((each for each in reversed(marks) if each.text is not None), None)
                if stands_in is None:
                    yield run
                else:
                    stands_in.runs.append(run)

    @staticmethod
    def _outside(marks: list["_Mark"]) -> bool:
        return any(mark.is_artifact for mark in marks)

    @staticmethod
    def _shown(
        shown: Any, font: "_Font", size: float, matrix: Any, place: Any, outside: bool
    ) -> Run:
        text, width = "", 0.0
        for each in shown:
            if isinstance(each, pikepdf.String):
                codes = bytes(each)
                for high, low in zip(codes[::2], codes[1::2], strict=True):
                    text += font.text.get(high << 8 | low, "")
                    width += font.width(high << 8 | low) * size / 1000
            else:
                width -= float(each) * size / 1000
        left, base = _at(matrix, *place)
        return Run(text, left, left + width * abs(matrix[0]), base, outside)


class _Mark:
    """A marked piece of content: an artifact, or glyphs with the text they stand for."""

    def __init__(self, operands: Any) -> None:
        self.is_artifact = str(operands[0]) == "/Artifact"
        self.runs: list[Run] = []
        properties = operands[1] if len(operands) > 1 else {}
        said = properties.get("/ActualText") if isinstance(properties, pikepdf.Dictionary) else None
        self.text = None if said is None else str(said)


class _Font:
    """Widths and texts of a font's glyphs."""

    def __init__(self, font: pikepdf.Dictionary) -> None:
        below = font.DescendantFonts[0]
        self.default = float(below.get("/DW", 1000))
        self.widths = dict(_widths(list(below.get("/W", []))))
        said = font.ToUnicode.read_bytes().decode("ascii")
        self.text = {
            int(code, 16): bytes.fromhex(points).decode("utf-16-be")
            for code, points in re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>\n", said)
        }

    def width(self, code: int) -> float:
        return self.widths.get(code, self.default)


def _widths(entries: list[Any]) -> Iterator[tuple[int, float]]:
    while entries:
        first = int(entries.pop(0))
        if isinstance(entries[0], pikepdf.Array):
            yield from ((first + n, float(width)) for n, width in enumerate(entries.pop(0)))
        else:
            last, width = int(entries.pop(0)), float(entries.pop(0))
            yield from ((code, width) for code in range(first, last + 1))


def _run(text: str, runs: list[Run], outside: bool) -> Run:
    left, right = min(run.left for run in runs), max(run.right for run in runs)
    return Run(text, left, right, runs[0].base, outside)


def _times(first: Any, second: Any) -> Any:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
            e * g + f * i + k, e * h + f * j + m)  # fmt: skip


def _at(matrix: Any, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f

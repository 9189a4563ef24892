"""The press: one typesetter a process, warm after the first letter.

typst lays out with threads of its own that a fork leaves behind, and a letter asked for in the
child would then never come: that is refused instead. Servers start their workers by spawning.
Its compiler takes one caller at a time.
"""

import json
import os
import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import typst

from .glyphs import FOLDER
from .layout import data
from .letter import Letter
from .printable import require, unprintable

TEMPLATE = Path(__file__).with_name("letter.typ")
STANDARDS: list[Any] = ["a-2a", "ua-1"]  # kept for ever, and read aloud

_turn = threading.Lock()


def render(letter: Letter) -> bytes:
    """The letter as a PDF: A4, tagged, PDF/A-2a and PDF/UA-1, the same bytes for the same letter.

    Raises Unprintable if a text cannot be set.
    """
    require(letter)
    inputs = {"letter": json.dumps(data(letter), ensure_ascii=False)}
    warm = _warm()
    try:
        with _turn:
            pdf, warnings = warm.compile_with_warnings(
                format="pdf", sys_inputs=inputs, pdf_standards=STANDARDS
            )
    except typst.TypstError as error:
        raise unprintable("not_set", reason=str(error)) from error
    if warnings:  # such as a font that is not there: the letter would be empty
        raise unprintable("not_set", reason=str(warnings[0]))
    assert isinstance(pdf, bytes)
    return pdf


def compiler(font_paths: Sequence[str] = (str(FOLDER),)) -> typst.Compiler:
    """A compiler of the template. It has no other fonts and reads no file outside the folder."""
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[*font_paths]
    )
    return typst.Compiler(
        TEMPLATE, root=TEMPLATE.parent, font_paths=fonts, ignore_system_fonts=True
    )


def _warm() -> typst.Compiler:
    """The compiler of this process. Raises RuntimeError if it was made before a fork."""
    made_in, made = _made()
    if made_in != os.getpid():
        raise RuntimeError("A process that was forked after it set a letter cannot set another.")
    return made


@cache
def _made() -> tuple[int, typst.Compiler]:
    return os.getpid(), compiler()

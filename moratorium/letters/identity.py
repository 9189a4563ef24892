"""Which letter a PDF says it is: written into its metadata, found again in any bytes.

What is found proves nothing: anybody can write it. It tells which issued letter to hold the bytes
against, so that a changed copy can be called a changed copy.

XMP metadata stands in a PDF as plain text, so that a search through the bytes finds it even where
the file around it is broken. Number and code are percent-encoded, for they may hold any letters
and XMP and the document's dictionary would each write those in another way.
"""

import re
from urllib.parse import quote, unquote

from .letter import Letter

MARK = "moratorium-letter"
MAX_SEARCHED = 32 * 1024 * 1024  # bytes that are looked at, whatever was handed in
MAX_LENGTH = 60  # characters of a number or a code
_ENCODED = rf"[\w/.~%-]{{1,{MAX_LENGTH * 4 * 3}}}"  # four bytes a character, three signs a byte
_PAIR = re.compile(rf"{MARK}, number=({_ENCODED}), check=({_ENCODED})".encode(), re.ASCII)


def keywords(letter: Letter) -> list[str]:
    """The keywords of a letter's metadata; a draft bears nothing that could be looked up."""
    if letter.is_draft:
        return [MARK, "draft"]
    return [MARK, f"number={quote(letter.number)}", f"check={quote(letter.check_code)}"]


def identify(pdf: bytes) -> tuple[str, str] | None:
    """Number and check code that the bytes of a letter bear, the first if there are several.

    None for other bytes, whatever they are. Takes time in proportion to their length and looks at
    the first 32 MiB alone. Both are printable and of 60 characters at most.
    """
    for found in _PAIR.finditer(pdf, 0, MAX_SEARCHED):
        number, code = (_decoded(part) for part in found.groups())
        if number and code:
            return number, code
    return None


def _decoded(part: bytes) -> str:
    """The text that was encoded; empty if it cannot be one of ours."""
    try:
        text = unquote(part.decode("ascii"), errors="strict")
    except UnicodeDecodeError:
        return ""
    return text if len(text) <= MAX_LENGTH and text.isprintable() else ""

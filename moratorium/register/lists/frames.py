"""What the process that reads a list says to the one that started it.

A frame is a letter, a length and so many bytes. What is said about the list is JSON, because
whoever reads a stranger's file is not trusted with more.
"""

import json
import os
import struct
from typing import Any

CHECKED, REFUSED, FAILED, ASKED, ROWS, ALIVE, END = b"C", b"R", b"F", b"A", b"D", b"P", b"E"
HEAD = struct.Struct(">cI")
REPLY = struct.Struct(">QQ")  # where in the facts a reply begins, and its length
MOST = 2 * 1024 * 1024


class BadFrame(ValueError):
    """Bytes that are no frame."""


def send(out: int, kind: bytes, content: bytes = b"") -> None:
    """Write a frame to a pipe."""
    view = memoryview(HEAD.pack(kind, len(content)) + content)
    while view:
        view = view[os.write(out, view) :]


def send_json(out: int, kind: bytes, value: Any) -> None:
    """Write a frame whose content is JSON."""
    send(out, kind, json.dumps(value).encode())


class Frames:
    """Frames put together from what arrives."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, content: bytes) -> None:
        """Take in what arrived."""
        self._held += content

    def next(self) -> tuple[bytes, bytes] | None:
        """The next whole frame; None if it has not arrived yet. Raises BadFrame."""
        if len(self._held) < HEAD.size:
            return None
        kind, length = HEAD.unpack_from(self._held)
        if length > MOST:
            raise BadFrame
        if len(self._held) < HEAD.size + length:
            return None
        content = bytes(self._held[HEAD.size : HEAD.size + length])
        del self._held[: HEAD.size + length]
        return kind, content

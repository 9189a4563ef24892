"""Bodies of requests, read in the server's loop, so that one which never ends holds no thread."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Any

MEGABYTE = 1024 * 1024
# What a form sends around a file.
AROUND_A_FILE = 64 * 1024
LONGEST = 60.0  # seconds for a whole body
AT_ONCE = 5.0  # seconds, after which a body must have come at the least rate on the average
LEAST_RATE = 1024  # bytes a second
SILENT = 1.0  # seconds without anything, in a body that is not to be kept
# All that the unfinished bodies of a worker hold together.
MOST_HELD = 512 * MEGABYTE


class BodyRefused(Exception):
    """A body that is not read (to its end); `status` is the answer."""

    def __init__(self, status: int, rest: Any = None) -> None:
        super().__init__(str(status))
        self.status = status
        # What is still to come of it; of one that is too slow, or one too many, nothing is wanted.
        self.rest = rest


class ClientLeft(Exception):
    """Nobody waits for an answer any more."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What an address takes: at most so many bytes; and whether a body must say its length.

    One that says none and breaks off looks like a whole one, so what it asks for may be done
    only where that changes nothing.
    """

    most: int
    says_length: bool = True


class Bodies:
    """The bodies that a worker is reading."""

    def __init__(self, most_held: int = MOST_HELD) -> None:
        self._held, self._most_held = 0, most_held

    async def read(self, scope: Any, protocol: Any, limit: Limit) -> BytesIO:
        """The body. Raises BodyRefused: 408 if it comes too slowly, 411 if it must say its length
        and does not, 413 if it is longer than the limit, 503 while the worker holds as much as it
        may; and ClientLeft."""
        if not has_body(scope):
            return BytesIO()
        said = scope.headers.get("content-length")
        length = int(said) if said is not None and said.isdigit() else None
        if length is None and limit.says_length:
            raise BodyRefused(411, protocol.__aiter__())
        if length is not None and length > limit.most:
            raise BodyRefused(413, protocol.__aiter__())
        body = BytesIO()
        try:
            await self._fill(body, protocol.__aiter__(), limit.most)
        finally:
            self._held -= body.tell()
        if length is not None and body.tell() < length:
            raise ClientLeft
        body.seek(0)
        return body

    async def let_pass(self, scope: Any, pieces: Any) -> None:
        """Take what comes and keep none of it: to its end, a second without any, or LONGEST.

        Who sends looks for an answer only after that; until then they see a connection broken off.
        """
        if scope.headers.get("expect") is not None:
            return  # they wait to be told before they send
        loop = asyncio.get_running_loop()
        end = loop.time() + LONGEST
        with suppress(TimeoutError):
            async with asyncio.timeout_at(loop.time() + SILENT) as limit:
                while await _next(pieces):
                    limit.reschedule(min(end, loop.time() + SILENT))

    async def _fill(self, body: BytesIO, pieces: Any, most: int) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with asyncio.timeout_at(began + AT_ONCE) as limit:
                while piece := await _next(pieces):
                    self._held += body.write(piece)
                    if body.tell() > most:
                        raise BodyRefused(413, pieces)
                    if self._held > self._most_held:
                        raise BodyRefused(503)
                    limit.reschedule(began + _allowed(body.tell()))
        except TimeoutError:
            raise BodyRefused(408) from None


def has_body(scope: Any) -> bool:
    """Whether a request says that something comes after its head."""
    said = scope.headers.get
    return said("content-length") is not None or said("transfer-encoding") is not None


def _allowed(received: int) -> float:
    """Seconds from the beginning until more must have come than this."""
    return min(LONGEST, AT_ONCE + received / LEAST_RATE)


async def _next(pieces: Any) -> bytes:
    """The next piece; none at the end. The server says an end also of a body that breaks off."""
    try:
        return bytes(await anext(pieces))
    except StopAsyncIteration:
        return b""

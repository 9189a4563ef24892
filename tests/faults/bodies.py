"""A server that shows how it takes bodies and gives answers: `python -m tests.faults.bodies MODE PORT`.

`portal` is the portal, patient with bodies, so that those which never end are there as long as a
test needs them. `threads` is the control in which Django's threads wait for bodies themselves.
`pieces` answers in pieces, and says how many of them it made; `stream` does so over RSGI's own
stream, the control. `narrow` is the portal that holds few connections. One worker each.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from tests.faults import launching

NARROW = 16  # connections
PIECE, PIECES = b"." * 65_536, 1_000
WAITS = 0.02  # seconds


def _portal() -> Any:
    from portal.server import bodies

    bodies.AT_ONCE = bodies.LONGEST = 3600
    from portal.rsgi import application

    return application


def _threads() -> Any:
    from portal.server import bodies, django_threads, environ

    class Waiting(BytesIO):
        """A body that a thread waits for when it reads it."""

        def __init__(self, scope: Any, protocol: Any, loop: Any) -> None:
            super().__init__()
            wanted = bodies.Bodies().read(scope, protocol, bodies.Limit(1 << 30))
            self._wanted, self._loop = wanted, loop

        def read(self, size: int | None = -1) -> bytes:
            if self._wanted is not None:
                future = asyncio.run_coroutine_threadsafe(self._wanted, self._loop)
                self._wanted = None
                self.write(future.result().getvalue())
                self.seek(0)
            return super().read(size)

    async def waiting(self: Any, scope: Any, protocol: Any) -> BytesIO:
        return Waiting(scope, protocol, asyncio.get_running_loop())

    said = environ.environ_of

    def environ_of(scope: Any, body: BytesIO) -> dict[str, Any]:
        return said(scope, body) | {"CONTENT_LENGTH": scope.headers.get("content-length", "")}

    application = _portal()
    django_threads.DjangoThreads._body = waiting
    django_threads.environ_of = environ_of
    return application


class _Pieces:
    """Answers in pieces at /pieces, what became of them at /made, and waits at /wait."""

    def __init__(self, over_rsgi: bool) -> None:
        from portal.server.django_threads import DjangoThreads

        self._made, self._ended, self._left = 0, False, False
        self._threads, self._over_rsgi = DjangoThreads(self._answer), over_rsgi

    def __rsgi__(self, scope: Any, protocol: Any) -> Any:
        own = self._over_rsgi and scope.path == "/pieces"
        answer = self._stream(protocol) if own else self._threads.answer(scope, protocol, {})
        return asyncio.get_running_loop().create_task(answer)

    def _answer(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("200 OK", [("Content-Type", "application/json")])
        if environ["PATH_INFO"] == "/pieces":
            return self._pieces()
        if environ["PATH_INFO"] == "/wait":
            while not environ["portal.client_left"]():
                time.sleep(WAITS)
            self._left = True
        told = {"made": self._made, "ended": self._ended, "left": self._left}
        return [json.dumps(told).encode()]

    def _pieces(self) -> Iterator[bytes]:
        try:
            for _ in range(PIECES):
                self._made += 1
                yield PIECE
        finally:
            self._ended = True

    async def _stream(self, protocol: Any) -> None:
        stream = protocol.response_stream(200, [])
        for piece in self._pieces():
            await stream.send_bytes(piece)


def _application(mode: str) -> Any:
    if mode in ("pieces", "stream"):
        return _Pieces(over_rsgi=mode == "stream")
    return _threads() if mode == "threads" else _portal()


def main(mode: str, port: str) -> None:
    os.environ["BODIES"] = mode
    launching.set_up()
    if mode == "narrow":
        from moratorium.management import serving

        serving._allow_open_files = lambda: 2 * NARROW
    launching.serve("tests.faults.bodies:application", port, workers=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
elif "BODIES" in os.environ:
    launching.set_up()
    application = _application(os.environ["BODIES"])

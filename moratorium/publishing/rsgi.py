"""The front over RSGI: what is ready is answered in the server's loop, on no thread of its own.

https://github.com/emmett-framework/granian/blob/master/docs/spec/RSGI.md
"""

import asyncio
from collections.abc import Awaitable, Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from .front import Front, Request, telling_https
from .shelf import Answer, Headers

MAKING = 2  # threads that make pages which are asked for before the watch has made them
Beyond = Callable[[Any, Any, Request], Awaitable[None]]


class _Done:
    """An answer that was given: nothing is left to wait for."""

    def __await__(self) -> Generator[None, None, None]:
        return
        yield


DONE = _Done()


class RsgiFront:
    """An RSGI application before Django's."""

    def __init__(self, front: Front, beyond: Beyond) -> None:
        """`beyond` answers what is not the front's, by scope, protocol and request."""
        self.front = front
        self._beyond = beyond
        self._clock = front.clock
        self._telling = telling_https()
        self._makers = ThreadPoolExecutor(MAKING, thread_name_prefix="pages")
        self._loop: asyncio.AbstractEventLoop | None = None

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """A worker begins: it has this process for its own."""
        self._loop = loop
        self.front.wake()

    def __rsgi__(self, scope: Any, protocol: Any) -> Awaitable[None]:
        """What was asked last at this path, in as few steps as there can be: each one counts.

        As one key, all its new texts would be hashed, which cost a twentieth of the rate.
        """
        shelves, header = self.front.watch.shelves, scope.headers.get
        if shelves is not None and (last := shelves.last.get(scope.path)) is not None:
            asked, (since, until, status, headers, body) = last
            _path, method, query, host, packing, copy, scheme = asked
            if (
                packing == header("accept-encoding")
                and copy == header("if-none-match")
                and host == header("host")
                and method == scope.method
                and query == scope.query_string
                and (self._telling is None or scheme == header(self._telling))
                and since <= self._clock() // 1000 <= until
            ):
                if body:
                    protocol.response_bytes(status, headers, body)
                else:
                    protocol.response_empty(status, headers)
                return DONE
        return self._once_more(scope, protocol)

    def _once_more(self, scope: Any, protocol: Any) -> Awaitable[None]:
        """What was asked before in the same words, and whatever else needs no page to be made."""
        front, asked = self.front, self._request(scope)
        answer = front.known(asked)
        if answer is None:
            if not front.is_ready(asked):
                assert self._loop is not None
                return self._loop.create_task(self._with_a_page_made(asked, scope, protocol))
            answer = front.answer(asked)
        if answer is None:
            return self._beyond(scope, protocol, asked)
        _send(answer, protocol)
        return DONE

    async def _with_a_page_made(self, asked: Request, scope: Any, protocol: Any) -> None:
        assert self._loop is not None
        answer = await self._loop.run_in_executor(self._makers, self.front.answer, asked)
        if answer is None:
            await self._beyond(scope, protocol, asked)
        else:
            _send(answer, protocol)

    def _request(self, scope: Any) -> Request:
        header = scope.headers.get
        scheme = scope.scheme if self._telling is None else header(self._telling)
        host, packing, copy = map(header, ("host", "accept-encoding", "if-none-match"))
        path, query = scope.path, scope.query_string
        return Request(path, scope.method, query, host, packing, copy, scheme)


def _send(answer: Answer, protocol: Any) -> None:
    _since, _until, status, headers, body = answer
    send_whole(protocol, status, headers, body)


def send_whole(protocol: Any, status: int, headers: Headers, body: bytes) -> None:
    """Give an answer. One without a body keeps the length that its headers say (HEAD, 304)."""
    if body:
        protocol.response_bytes(status, headers, body)
    else:
        protocol.response_empty(status, headers)

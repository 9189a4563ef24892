"""Django behind the server's loop: its requests wait for a thread, never the loop for them."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

from moratorium.publishing.rsgi import send_whole
from moratorium.publishing.shelf import Headers, spelled

from . import limits
from .bodies import Bodies, BodyRefused, ClientLeft, has_body
from .environ import Environ, environ_of
from .pipes import Pipe
from .signing_in import is_signed_in

# Each that works takes its share of the interpreter from the loop, which answers the crowd.
THREADS = 4
MOST_WAITING = 200  # requests for each worker; whoever comes then is told to come back
RETRY_AFTER = "10"  # seconds
BUSY = (
    "सर्वर अभी व्यस्त है; कुछ क्षण बाद फिर प्रयास करें। / The server is busy; please try again in a moment."
)
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
log = logging.getLogger(__name__)


class DjangoThreads:
    """Django's application of a worker."""

    def __init__(self, django: Application, threads: int = THREADS) -> None:
        self._django = django
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="django")
        self._bodies = Bodies()
        self._most = threads + MOST_WAITING
        self._taken = 0

    async def answer(self, scope: Any, protocol: Any, facts: Environ) -> None:
        """Answer a request. `facts` go into its environ."""
        try:
            body = await self._body(scope, protocol)
        except ClientLeft:
            return
        except BodyRefused as refused:
            if refused.rest is not None:
                await self._bodies.let_pass(scope, refused.rest)
            # Words for it are Django's to find, in the reader's language.
            body, facts = BytesIO(), facts | _told(refused, scope)
        if self._taken >= self._most:
            _say_busy(protocol)
            return
        self._taken += 1
        try:
            await self._in_a_thread(environ_of(scope, body) | facts, protocol)
        finally:
            self._taken -= 1

    async def _body(self, scope: Any, protocol: Any) -> BytesIO:
        from_members = has_body(scope) and limits.needs_sign_in(scope.path)
        if from_members and not await self._is_signed_in(scope):
            await self._bodies.let_pass(scope, protocol.__aiter__())
            return BytesIO()  # the view turns strangers away, whatever they send
        return await self._bodies.read(scope, protocol, limits.limit(scope.path))

    async def _is_signed_in(self, scope: Any) -> bool:
        environ = environ_of(scope, BytesIO())
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, is_signed_in, environ)

    async def _in_a_thread(self, environ: Environ, protocol: Any) -> None:
        loop = asyncio.get_running_loop()
        client = Client(protocol, loop)
        environ["portal.client_left"] = client.has_left
        try:
            answer = await loop.run_in_executor(self._pool, self._run, environ, client)
            if answer is not None:
                send_whole(protocol, *answer)
        except Exception:
            log.exception("An answer came to nothing: %s", environ["PATH_INFO"])
            send_whole(protocol, 500, [("content-length", "0"), ("connection", "close")], b"")
        finally:
            client.forget()

    def _run(self, environ: Environ, client: "Client") -> tuple[int, Headers, bytes] | None:
        """In a thread: the answer, or None if it was sent piece by piece."""
        told: list[Any] = []
        result = self._django(environ, lambda *status_and_headers: told.append(status_and_headers))
        try:
            status, headers = int(told[0][0][:3]), spelled(told[0][1])
            if environ["REQUEST_METHOD"] == "HEAD":
                return status, headers, b""
            if not getattr(result, "streaming", True):
                return status, headers, b"".join(result)
            client.send_pieces(status, headers, result)
            return None
        finally:
            close = getattr(result, "close", None)
            if close is not None:
                close()  # Django gives back the database's connection in it, in this thread


class Client:
    """Whoever waits for an answer, as seen from the thread that makes it."""

    def __init__(self, protocol: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._protocol, self._loop = protocol, loop
        self._asked, self._left = False, False
        self._waiting: asyncio.Task[None] | None = None

    def has_left(self) -> bool:
        """Whether the connection was closed; known a moment after it is asked for first."""
        if not self._asked:
            self._asked = True
            self._loop.call_soon_threadsafe(self._watch)
        return self._left

    def send_pieces(self, status: int, headers: Headers, pieces: Iterable[bytes]) -> None:
        """Send an answer as it is made, no quicker than it is taken."""
        with Pipe() as pipe:
            told = (status, headers, str(pipe.path))
            self._loop.call_soon_threadsafe(self._protocol.response_file, *told)
            pipe.write_all(pieces)

    def forget(self) -> None:
        """The answer is given. In the loop."""
        if self._waiting is not None:
            self._waiting.cancel()

    def _watch(self) -> None:
        self._waiting = self._loop.create_task(self._wait())

    async def _wait(self) -> None:
        await self._protocol.client_disconnect()
        self._left = True


def _told(refused: BodyRefused, scope: Any) -> Environ:
    """What Django is told in place of a body."""
    length = scope.headers.get("content-length")
    if refused.status == 413 and length is not None and limits.has_own_words(scope.path):
        return {"CONTENT_LENGTH": length}
    return {"portal.body_refused": refused.status}


def _say_busy(protocol: Any) -> None:
    headers = [
        ("content-type", "text/plain; charset=utf-8"), ("retry-after", RETRY_AFTER),
        ("cache-control", "no-store"), ("content-language", "hi, en"),
    ]  # fmt: skip
    send_whole(protocol, 503, headers, BUSY.encode())

"""The application of the production server, granian (`manage.py serve`)."""

import asyncio
import gc
from collections.abc import Awaitable
from typing import Any

from .application import django
from .headers import security_headers

# The models are there only once Django is set up.
from moratorium.publishing.front import Front, Request  # isort: skip
from moratorium.publishing.rsgi import DONE, RsgiFront  # isort: skip
from .server.django_threads import DjangoThreads  # isort: skip
from .server.static_files import StaticFiles  # isort: skip


class Beyond:
    """What the front does not hold: static files in the loop, all else in Django's threads."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._files = StaticFiles(security_headers())
        self._threads = DjangoThreads(django)

    def __call__(self, scope: Any, protocol: Any, asked: Request) -> Awaitable[None]:
        if self._files.holds(asked.path) and self._front.is_for_us(asked):
            self._files.send(scope, protocol)
            return DONE
        answer = self._threads.answer(scope, protocol, self._front.facts())
        # A task of its own: only such a one can be told that a time is over.
        return asyncio.get_running_loop().create_task(answer)


class Application(RsgiFront):
    """The front, with all that lies beyond it."""

    def __init__(self) -> None:
        front = Front(security_headers())
        super().__init__(front, Beyond(front))

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """A worker begins: it has this process for its own."""
        super().__rsgi_init__(loop)
        # What is loaded by now stays: to look through it for garbage stops everything for 50 ms.
        gc.collect()
        gc.freeze()


application = Application()

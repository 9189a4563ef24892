"""Django's application as the production server runs it, without the front before it."""

import asyncio
from typing import Any

from portal.application import django
from portal.server.django_threads import DjangoThreads


class Frontless:
    """An RSGI application in which Django answers everything."""

    def __init__(self) -> None:
        self._threads = DjangoThreads(django)

    def __rsgi__(self, scope: Any, protocol: Any) -> Any:
        return asyncio.get_running_loop().create_task(self._threads.answer(scope, protocol, {}))


application = Frontless()

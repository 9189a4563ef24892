"""A server whose workers can be replaced without losing a request.

granian's own workers have a queue of connections each, and what waits in the queue of one that
ends is reset, unless the kernel is told otherwise (net.ipv4.tcp_migrate_req). It also closes
connections that it has taken and not yet read. Here all workers take from one queue; one that is
to end stops taking first, answers what it has, and only then is told to end.
"""

import os
import signal
import socket
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from granian import Granian
from granian.net import SocketHolder

TAKE_NO_MORE = signal.SIGUSR1
ANSWERING = 1.0  # seconds for what was taken and is not yet read


class OneQueue(Granian):  # type: ignore[misc, valid-type]
    """granian over one listening socket, for HTTP/1.1 behind a proxy or alone."""

    def _init_shared_socket(self) -> None:
        family = socket.AF_INET6 if ":" in self.bind_addr else socket.AF_INET
        address = (self.bind_addr, self.bind_port)
        self._sso = socket.create_server(address, family=family, backlog=self.backlog)
        self._sso.set_inheritable(True)
        self._ssp = None
        self._shd = SocketHolder(self._sso.fileno(), False, self.backlog)  # type: ignore[call-arg]

    def _spawn_worker(self, idx: int, target: Any, callback_loader: Callable[[], Any]) -> Any:
        loader = partial(_load, callback_loader, self._sso.fileno())
        worker = super()._spawn_worker(idx, target, loader)
        end = worker.terminate

        def terminate() -> None:
            if not self.interrupt_signal and worker.is_alive():
                os.kill(worker.inner.pid, TAKE_NO_MORE)
                time.sleep(ANSWERING)
            end()

        worker.terminate = terminate
        return worker


def _load(loader: Callable[[], Any], listening: int) -> Any:
    """The application, in a worker that knows the sign to take no more connections."""
    signal.signal(TAKE_NO_MORE, lambda *_: _turn_away(listening))
    return loader()


def _turn_away(listening: int) -> None:
    """Put a queue that nobody knows in the place of the one that all share."""
    with socket.create_server(("127.0.0.1", 0)) as nobodys:
        nobodys.setblocking(False)
        os.dup2(nobodys.fileno(), listening)

"""Requests of any kind to a server, and a server that says what it was asked."""

import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.faults.servers import PATIENCE, Server


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def cached(self) -> bool:
        """Whether a cache said that it had it; see `tests.faults.edge`."""
        return self.headers["X-Cache"] == "HIT"


def ask(
    server: Server, path: str, method: str = "GET", body: bytes | None = None, **headers: str
) -> Answer:
    """One request on a connection of its own; an underscore in a header's name is a hyphen."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {"Host": "127.0.0.1", **named})
        got = connection.getresponse()
        return Answer(got.status, got.headers, got.read())
    finally:
        connection.close()


@contextmanager
def echo(control: str, delay: float = 0) -> Iterator[int]:
    """The port of a server that answers, after a while, with the headers of the request as JSON."""

    class Echo(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path != "/healthz":
                time.sleep(delay)
            body = json.dumps({name.lower(): value for name, value in self.headers.items()})
            self.send_response(200)
            self.send_header("Cache-Control", control)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    try:
        yield int(listening.server_address[1])
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()

"""Visitors of a portal, each at an address of this machine's own network."""

import http.client
import re
from urllib.parse import urlencode

from .servers import PATIENCE

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
Headers = dict[str, str]


class Visitor:
    """Whoever asks a port from one address, such as 127.0.0.2; `headers` go with all they ask."""

    def __init__(self, port: int, address: str, headers: Headers | None = None) -> None:
        self._port, self._address, self._headers = port, address, headers or {}

    def ask(
        self, method: str, path: str, body: str = "", headers: Headers | None = None
    ) -> tuple[int, http.client.HTTPMessage, str]:
        """The status, the headers and the text of an answer."""
        line = http.client.HTTPConnection(
            "127.0.0.1", self._port, timeout=PATIENCE, source_address=(self._address, 0)
        )
        try:
            line.request(method, path, body or None, self._headers | (headers or {}))
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            line.close()

    def send(self, path: str, **typed: str) -> int:
        """Fill in the form at a path; the status of the answer."""
        _status, headers, page = self.ask("GET", path)
        token = TOKEN.search(page)
        assert token is not None, page
        body = urlencode({"csrfmiddlewaretoken": token[1], **typed})
        cookie = headers["Set-Cookie"].partition(";")[0]
        kind = "application/x-www-form-urlencoded"
        return self.ask("POST", path, body, {"Cookie": cookie, "Content-Type": kind})[0]

"""A request of RSGI as the environ that WSGI wants (PEP 3333)."""

import sys
from io import BytesIO
from typing import Any

Environ = dict[str, Any]
# Of repeated headers all are one list, but for these (RFC 9110, 5.3; RFC 6265, 5.4).
_BETWEEN = {"cookie": "; "}
_OWN_NAMES = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
# The body has come whole; how it came is over.
_OVER = ("transfer-encoding", "content-length", "expect")


def environ_of(scope: Any, body: BytesIO) -> Environ:
    """The environ of a request whose body has come."""
    host, _, port = scope.server.rpartition(":")
    peer, _, peer_port = scope.client.rpartition(":")
    length = body.getbuffer().nbytes
    environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": _native(scope.path),
        "QUERY_STRING": _native(scope.query_string),
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": peer.strip("[]"),
        "REMOTE_PORT": peer_port,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **_headers(scope.headers),
    }
    if length or scope.headers.get("content-length") is not None:
        environ["CONTENT_LENGTH"] = str(length)
    return environ


def _headers(headers: Any) -> Environ:
    found: Environ = {}
    for name, value in headers.items():
        # With an underscore a name could pass for another one.
        if name in _OVER or "_" in name:
            continue
        key = _OWN_NAMES.get(name) or "HTTP_" + name.upper().replace("-", "_")
        if key in found:
            value = found[key] + _BETWEEN.get(name, ",") + value
        found[key] = value
    return found


def _native(text: str) -> str:
    """PEP 3333 spells every byte as a character."""
    return text.encode().decode("latin-1")

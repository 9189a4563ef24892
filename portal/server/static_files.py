"""Static files, answered in the server's loop as WhiteNoise answers them inside Django."""

from collections.abc import Mapping
from typing import Any

from whitenoise.middleware import WhiteNoiseMiddleware

from moratorium.publishing.rsgi import send_whole
from moratorium.publishing.shelf import spelled

# What WhiteNoise looks at, as WSGI spells it.
_DECIDING = (
    "ACCEPT_ENCODING", "IF_MODIFIED_SINCE", "IF_NONE_MATCH", "RANGE",
)  # fmt: skip


class StaticFiles:
    """The collected files, as they lay there when the process began."""

    def __init__(self, shared: Mapping[str, str]) -> None:
        """`shared`: the headers that every answer of the portal bears."""
        whitenoise = WhiteNoiseMiddleware(_nobody)
        # While files are worked on, each is looked for when it is asked for: that is Django's.
        self._files = {} if whitenoise.autorefresh else whitenoise.files
        self._shared = spelled(shared.items())

    def holds(self, path: str) -> bool:
        """Whether a file lies at a path."""
        return path in self._files

    def send(self, scope: Any, protocol: Any) -> None:
        """Answer with the file at the path. They are small; one that is read is in memory."""
        found = self._files[scope.path].get_response(scope.method, _asked(scope.headers))
        body = b""
        if found.file is not None:
            with found.file as file:
                body = file.read()
        send_whole(protocol, int(found.status), spelled(found.headers) + self._shared, body)


def _nobody(request: Any) -> Any:
    raise LookupError(request)


def _asked(headers: Any) -> dict[str, str]:
    told = {name: headers.get(name.lower().replace("_", "-")) for name in _DECIDING}
    return {f"HTTP_{name}": value for name, value in told.items() if value is not None}

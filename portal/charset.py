"""A guard before Django: a request that names a charset which is none for text.

Django looks the charset of the Content-Type up while it builds the request, before any
middleware; `charset=base64` names a codec of bytes and would end in an error of ours.
"""

import codecs
import re
from collections.abc import Callable, Iterable
from typing import Any

_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^\s;\"]*)\"?", re.IGNORECASE)

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def only_text_charsets(application: Application) -> Application:
    """The application, with a charset that no text is written in taken out of the request."""

    def guarded(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        content_type = environ.get("CONTENT_TYPE", "")
        match = _CHARSET.search(content_type)
        if match and not _is_for_text(match[1]):
            environ["CONTENT_TYPE"] = _CHARSET.sub("", content_type)
        return application(environ, start_response)

    return guarded


def _is_for_text(charset: str) -> bool:
    try:
        found = codecs.lookup(charset)
        return getattr(found, "_is_text_encoding", True) and isinstance(b"a".decode(charset), str)
    except (LookupError, ValueError, UnicodeError, TypeError):
        return False

"""What a reader's headers ask for (RFC 9110): gzip or not, and whether a copy is at hand."""

import re

_CODING = re.compile(r"\s*([!#$%&'*+.^_`|~0-9a-z-]+|\*)\s*(?:;\s*q\s*=\s*([0-9.]+)\s*)?", re.I)
_TAG = re.compile(r'(?:W/)?("[^"]*")')
UNSAID = 0.001  # identity is fit unless refused, but whoever names gzip would rather have that


def takes_gzip(accepted: str) -> bool:
    """Whether `Accept-Encoding` is better served by gzip than by the plain bytes.

    A part that cannot be read is passed over. Refused both, the reader gets the plain bytes, as
    from Django.
    """
    weights = {}
    for part in accepted.split(","):
        match = _CODING.fullmatch(part)
        if match:
            weights[match[1].lower().removeprefix("x-")] = _weight(match[2])
    others = weights.get("*")
    gzip = weights.get("gzip", others or 0)
    identity = weights.get("identity", UNSAID if others is None else others)
    return gzip > 0 and gzip >= identity


def _weight(text: str | None) -> float:
    if text is None:
        return 1
    try:
        return min(1, float(text))
    except ValueError:
        return 0


def has_copy(asked: str, etag: str) -> bool:
    """Whether `If-None-Match` names the answer's tag: a list of tags, weak or not, or `*`."""
    return asked.strip() == "*" or etag in _TAG.findall(asked)

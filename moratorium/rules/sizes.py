"""How large a file is, as it is said beside a download."""

_KB, _MB = 1024, 1024 * 1024


def size(count: int) -> str:
    """A number of bytes, rounded up so that none is promised smaller: "84 KB", "1.2 MB"."""
    if count < _MB:
        kilobytes = max(1, -(-count // _KB))
        if kilobytes < _KB:
            return f"{kilobytes} KB"
    tenths = -(-count * 10 // _MB)
    return f"{tenths // 10}.{tenths % 10} MB"

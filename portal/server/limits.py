"""How much may be sent to an address, in bytes."""

from moratorium.register import lists

from .bodies import AROUND_A_FILE, MEGABYTE

USUAL = 2 * MEGABYTE  # the largest form of the desk is a draft of many lines
# Beside what the view behind an address takes: it tells in its own words what is too large.
_FILE = 10 * MEGABYTE + AROUND_A_FILE + 1
_LIST = lists.MOST + AROUND_A_FILE + 1
_MOST = {
    "/verify/": _FILE,
    "/admin/moratorium/office/import/": _FILE,
    "/api/v1/verdicts": 20 * MEGABYTE,
    "/officers/screening/": _LIST,
    "/api/v1/screenings": _LIST,
}


def most(path: str) -> int:
    """The longest body that is read for an address."""
    return _MOST.get(path.removeprefix("/en"), USUAL)

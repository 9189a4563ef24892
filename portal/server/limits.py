"""How much may be sent to an address, in bytes, and by whom."""

from moratorium.register import lists

from .bodies import AROUND_A_FILE, MEGABYTE, Limit

USUAL = 2 * MEGABYTE  # the largest form of the desk is a draft of many lines
# A little beyond what the view behind an address takes.
_FILE = 10 * MEGABYTE + AROUND_A_FILE + 1
STRANGERS = 20 * MEGABYTE  # more is taken only from people who are signed in
_LIST = lists.MOST_BYTES + AROUND_A_FILE + 1
_MOST = {
    "/verify/": _FILE,
    "/admin/moratorium/office/import/": _FILE,
    "/api/v1/verdicts": STRANGERS,
    "/officers/screening/": _LIST,
    "/api/v1/screenings": _LIST,
}
_OWN_WORDS = ("/verify/", "/officers/screening/", "/api/v1/screenings")


def limit(path: str) -> Limit:
    """What is read for an address. What is asked of the API changes nothing."""
    return Limit(most(path), says_length=not path.startswith("/api/"))


def most(path: str) -> int:
    """The longest body that is read for an address."""
    return _MOST.get(path.removeprefix("/en"), USUAL)


def has_own_words(path: str) -> bool:
    """Whether the view behind an address tells by the length alone what is too large, and why."""
    return path.removeprefix("/en") in _OWN_WORDS


def needs_sign_in(path: str) -> bool:
    """Whether a body is read only from somebody who is signed in, so that strangers fill nothing."""
    return most(path) > STRANGERS

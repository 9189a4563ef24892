"""Who is signed in, what they hold today, and which doors that opens.

Nothing stored on a person counts: a role and a posting hold from one day to another (IST).
Every door asks here; what is permitted behind the desk's door is the desk's own table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import redirect_to_login
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from .models import Person, Posting
from .rules import lifecycle
from .rules.instants import IST
from .rules.lifecycle import AUDITOR, OFFICER
from .rules.lifecycle import COUNCIL as COUNCIL_ROLE

View = Callable[..., HttpResponseBase]


class SignInForm(AuthenticationForm):
    """Name and password. A name that no account can have is not even counted as an attempt:
    the table of attempts has no room for it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["username"]
        name.validators.append(MaxLengthValidator(Person._meta.get_field("username").max_length))


def person(request: HttpRequest) -> Person:
    """Who is signed in; a door lets nobody else in."""
    assert isinstance(request.user, Person)
    return request.user


def roles_now(user: Any) -> frozenset[str]:
    """The roles that somebody holds today (an IST day); read once for a user object."""
    return _known(user, "_roles_known", lambda today: user.roles_on(today)) or frozenset()


def is_posted_now(user: Any) -> bool:
    """Whether somebody is posted anywhere today (an IST day); read once for a user object."""
    held = Posting.objects.held_on
    return bool(_known(user, "_posted_known", lambda day: held(day).filter(person=user).exists()))


def _known(user: Any, name: str, ask: Callable[[Any], Any]) -> Any:
    """What is known of a user today, asked once; None for nobody and for a closed account."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return None
    today = timezone.now().astimezone(IST).date()
    known = getattr(user, name, None)  # `__dict__` of a lazy user is not the user's
    if known is None or known[0] != today:
        known = (today, ask(today))
        setattr(user, name, known)
    return known[1]


def opens_desk(user: Any) -> bool:
    """Whether the desk opens for somebody: staff by role, or the technical superuser."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return False
    return user.is_superuser or bool(roles_now(user) & set(lifecycle.STAFF_ROLES))


def opens_officers(user: Any) -> bool:
    """Whether the officers' door opens: for whoever is posted today, or holds the role."""
    return is_posted_now(user) or OFFICER in roles_now(user)


def opens_council(user: Any) -> bool:
    """Whether the council's door opens for somebody: for the council, and whoever audits."""
    return bool(roles_now(user) & {COUNCIL_ROLE, AUDITOR})


@dataclass(frozen=True, slots=True)
class Door:
    """Something to sign in for: its path below the language, and for whom it opens."""

    name: str
    path: str
    opens: Callable[[Any], bool]


DESK = Door("desk", "/admin/", opens_desk)
OFFICERS = Door("officers", "/officers/", opens_officers)
COUNCIL = Door("council", "/council/", opens_council)
DOORS = (DESK, OFFICERS, COUNCIL)
_ENGLISH = "/en"


def address(door: Door, language: str) -> str:
    """Where a door stands in a language."""
    return f"{_ENGLISH if language == 'en' else ''}{door.path}"


def doors_of(user: Any) -> tuple[Door, ...]:
    """The doors that open for somebody today, in the order in which they are offered."""
    return tuple(door for door in DOORS if door.opens(user))


def permits(user: Any, path: str) -> bool:
    """Whether somebody may go to a path of this site: what stands behind no door is for all."""
    below = urlsplit(path).path
    if below.startswith(f"{_ENGLISH}/"):
        below = below.removeprefix(_ENGLISH)
    return all(door.opens(user) for door in DOORS if below.startswith(door.path))


def through(door: Door) -> Callable[[View], View]:
    """A view behind a door. Whoever is not signed in is sent to sign in and comes back here;
    for whoever is, and has no right today, a page says so. Neither is kept by anybody's cache.
    """

    def behind(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = _refused(request, door) or view(request, *args, **kwargs)
            if not response.has_header("Cache-Control"):
                add_never_cache_headers(response)
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
            return response

        return guarded

    return behind


def _refused(request: HttpRequest, door: Door) -> HttpResponse | None:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("login"))
    if not door.opens(request.user):
        return render(request, "entrance/shut.html", {"door": door.name}, status=403)
    return None


__all__ = [
    "COUNCIL", "DESK", "DOORS", "OFFICERS", "Door", "Person", "SignInForm", "View", "address", "doors_of",
    "is_posted_now", "opens_council", "opens_desk", "opens_officers", "permits", "person",
    "roles_now", "through",
]  # fmt: skip

"""Who may do what: permissions are computed from the roles held today.

Nothing stored on a person counts: neither `is_staff` nor groups. A technical superuser sees
everything and gets no official act.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.utils import timezone

from ..models import Person
from ..rules import lifecycle
from ..rules.instants import IST
from ..rules.lifecycle import AUDITOR, CHECKER, KEEPER, MAKER

APP = "moratorium"
RECORD = ("outage", "order", "coverageline", "directive", "target")
REFERENCE = ("discom", "district", "servicearea")
PEOPLE = ("office", "placement", "posting", "person", "rolegrant", "mail")
JOURNAL = ("entry",)
EVERYTHING = (*REFERENCE, *PEOPLE, *RECORD, *JOURNAL)


def _rights(actions: Iterable[str], nouns: Iterable[str]) -> frozenset[str]:
    nouns = tuple(nouns)
    return frozenset(f"{APP}.{action}_{noun}" for action in actions for noun in nouns)


_OF_ROLE = {
    MAKER: _rights(("view", "add", "change"), RECORD),
    CHECKER: _rights(("view", "change"), RECORD),
    AUDITOR: _rights(("view",), EVERYTHING),
    KEEPER: _rights(("view", "add", "change"), (*REFERENCE, *PEOPLE)),
}
_OF_SUPERUSER = _rights(("view",), EVERYTHING)


def person(request: HttpRequest) -> Person:
    """Who is signed in; the desk lets nobody else in."""
    assert isinstance(request.user, Person)
    return request.user


def roles_now(user: Any) -> frozenset[str]:
    """The roles that somebody holds today (an IST day); read once for a user object."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return frozenset()
    today = timezone.now().astimezone(IST).date()
    known = getattr(user, "_roles_known", None)  # `__dict__` of a lazy user is not the user's
    if known is None or known[0] != today:
        known = user._roles_known = (today, user.roles_on(today))
    return known[1]


def rights(user: Any) -> frozenset[str]:
    """The permissions that follow from the roles held today."""
    found = frozenset().union(*(_OF_ROLE.get(role, frozenset()) for role in roles_now(user)))
    if getattr(user, "is_superuser", False) and user.is_active:
        found |= _OF_SUPERUSER
    return found


def may(user: Any, action: str, noun: str) -> bool:
    """Whether somebody may view, add or change a noun. A superuser may view."""
    return f"{APP}.{action}_{noun}" in rights(user)


def may_enter(user: Any) -> bool:
    """Whether the desk opens for somebody: staff by role, or the technical superuser."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return False
    return user.is_superuser or bool(roles_now(user) & set(lifecycle.STAFF_ROLES))


class RoleBackend(ModelBackend):
    """Passwords as usual; permissions from dated roles only."""

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set() if obj is not None else set(rights(user_obj))

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return self.get_user_permissions(user_obj, obj)

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return app_label == APP and bool(rights(user_obj))

    def with_perm(self, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError("permissions are computed from roles, person by person")

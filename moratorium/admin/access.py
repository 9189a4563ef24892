"""Who may do what on the desk: permissions are computed from the roles held today.

Nothing stored on a person counts: neither `is_staff` nor groups. A technical superuser sees
everything and gets no official act.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.backends import ModelBackend

from ..access import opens_desk as may_enter
from ..access import person, roles_now
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


def rights(user: Any) -> frozenset[str]:
    """The permissions that follow from the roles held today."""
    found = frozenset().union(*(_OF_ROLE.get(role, frozenset()) for role in roles_now(user)))
    if getattr(user, "is_superuser", False) and user.is_active:
        found |= _OF_SUPERUSER
    return found


def may(user: Any, action: str, noun: str) -> bool:
    """Whether somebody may view, add or change a noun. A superuser may view."""
    return f"{APP}.{action}_{noun}" in rights(user)


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


__all__ = ["APP", "RoleBackend", "may", "may_enter", "person", "rights", "roles_now"]

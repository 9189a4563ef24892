"""What is on record for an account: its roles and postings, from which day until which."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..models import Posting, RoleGrant
from ..rules.wording import Text

When = Literal["now", "ahead", "over"]
NOW: When = "now"
AHEAD: When = "ahead"
OVER: When = "over"


@dataclass(frozen=True, slots=True)
class Role:
    """A role that was granted; `ends_on` is the first day without it."""

    role: str
    starts_on: date
    ends_on: date | None
    when: When


@dataclass(frozen=True, slots=True)
class Post:
    """A post at an office; `ends_on` is the first day no longer in it."""

    office: Text
    post: Text
    starts_on: date
    ends_on: date | None
    when: When


@dataclass(frozen=True, slots=True)
class Account:
    """Roles and postings, the newest first; what was taken back is left out."""

    roles: tuple[Role, ...]
    posts: tuple[Post, ...]


def account(person: int, on: date) -> Account:
    """What is on record for a person, seen from a day (IST); two queries."""
    grants = RoleGrant.objects.filter(person=person).order_by("-starts_on", "role")
    roles = (
        Role(each.role, each.starts_on, each.ends_on, _when(each.starts_on, each.ends_on, on))
        for each in grants
        if each.ends_on != each.starts_on
    )
    held = Posting.objects.filter(person=person).select_related("office")
    posts = (
        Post(
            each.office.name,
            each.post,
            each.starts_on,
            each.ends_on,
            _when(each.starts_on, each.ends_on, on),
        )
        for each in held.order_by("-starts_on", "pk")
        if each.ends_on != each.starts_on
    )
    return Account(tuple(roles), tuple(posts))


def _when(starts_on: date, ends_on: date | None, on: date) -> When:
    if starts_on > on:
        return "ahead"
    return "over" if ends_on is not None and ends_on <= on else "now"

"""Whether a person may do an act on a day, by the roles held that day."""

from datetime import datetime

from ..models import Person
from ..rules import lifecycle
from ..rules.instants import IST


def roles_at(person: Person, at: datetime) -> frozenset[str]:
    """The roles that a person holds at an instant; a day is an IST day."""
    return person.roles_on(at.astimezone(IST).date())


def require(person: Person, noun: str, act: str, at: datetime) -> None:
    """Raises Refused("role") unless the person may do the act. A superuser gets none."""
    lifecycle.require_role(noun, act, roles_at(person, at))

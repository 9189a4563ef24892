"""Officers in their posts, the browsers they use, and what is on record for their offices."""

from typing import Any

from django.test import Client
from django.urls import reverse

from moratorium.models import Addressee, Directive, Office, Person
from tests import builders as build
from tests.admin import desk


def officer(office: Office, username: str = "ramesh", **fields: Any) -> Person:
    """Somebody posted at an office since long ago, without any role."""
    person = build.person(username, "रमेश", "Ramesh")
    build.posting(person, office, **fields)
    return person


def browser(person: Person) -> Client:
    return desk.of(person)


def page(directive: Directive, prefix: str = "") -> str:
    """The address of a directive's page."""
    assert directive.slug is not None
    return prefix + reverse("officers:directive", args=[directive.slug])


def letter(directive: Directive, prefix: str = "") -> str:
    assert directive.slug is not None
    return prefix + reverse("officers:letter", args=[directive.slug])


def addressee(directive: Directive, code: str) -> Addressee:
    return Addressee.objects.get(directive=directive, office__code=code)


def typed(directive: Directive, code: str, **fields: Any) -> dict[str, Any]:
    """What the form of an office sends."""
    given = {
        "office": addressee(directive, code).pk,
        "letter": directive.letter.sha256,
        "remark": "",
    }
    return given | fields

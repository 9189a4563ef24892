"""What the pages of the field offices have in common: who may enter, and how they are sent."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page

from .. import access
from ..access import View
from ..rules.wording import EN, HI


def page(view: View) -> View:
    """A page of the field offices, sent compressed: it is read on slow networks."""
    return access.through(access.OFFICERS)(gzip_page(view))


def shown(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> Any:
    """A page of this door."""
    found: HttpResponse = render(request, f"officers/{name}.html", context, status=status)
    return found


def language() -> str:
    """The language of the page."""
    return EN if get_language() == EN else HI

"""Both languages and IST in templates."""

from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.utils.translation import get_language

from ..rules import sizes, wording

register = template.Library()


def _language() -> str:
    return wording.EN if get_language() == wording.EN else wording.HI


@register.filter
def say(text: wording.Text) -> str:
    """A text in the language of the page."""
    return text[_language()]


@register.filter
def moment(instant: datetime | None) -> str:
    """An instant in IST in the words of the page."""
    return "" if instant is None else wording.moment(instant, _language())


@register.filter
def until(instant: datetime | None) -> str:
    """An exclusive end in IST in the words of the page."""
    return "" if instant is None else wording.until(instant, _language())


@register.filter
def since(instant: datetime | None) -> str:
    """A start in IST in the words of the page."""
    return "" if instant is None else wording.since(instant, _language())


@register.filter
def lasting(span: timedelta) -> str:
    """How long, in the words of the page."""
    return wording.length(span, _language())


@register.filter
def day(value: date) -> str:
    """A calendar day in the words of the page."""
    return wording.day(value, _language())


@register.filter
def grouped(number: Any) -> str:
    """A number in Indian grouping."""
    return wording.grouped(int(number))


@register.filter
def size(count: int) -> str:
    """How large a file is, alike in both languages."""
    return sizes.size(count)


@register.filter
def area(code: str) -> str:
    """An area class in the words of the page."""
    return wording.area(code, _language())

"""What the frame of a public page needs and no view should have to hand over."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from django import template
from django.conf import settings
from django.utils.translation import get_language

from ..rules import answers, directives, wording
from ..rules.wording import Text

register = template.Library()

_OTHER = {"hi": ("en", "English"), "en": ("hi", "हिन्दी")}


@register.simple_tag
def official() -> bool:
    """Whether the Corporation has adopted this site."""
    return bool(settings.OFFICIAL)


@register.simple_tag
def other_language(language: str) -> tuple[str, str]:
    """The code and the own name of the other language."""
    return _OTHER["en" if language == "en" else "hi"]


@register.filter
def twin(path: str) -> str:
    """A path of this site in the other language; so, too, where one wanted to go from there."""
    split = urlsplit(path)
    query = [
        (name, twin(value) if name == "next" and value.startswith("/") else value)
        for name, value in parse_qsl(split.query, keep_blank_values=True)
    ]
    there = split.path.removeprefix("/en") if split.path.startswith("/en/") else f"/en{split.path}"
    return f"{there}?{urlencode(query)}" if query else there


@register.filter
def sentence(state: str) -> Text:
    """The large sentence that answers the question."""
    return answers.SENTENCE[state]


@register.filter
def short(state: str) -> Text:
    """The answer in two or three words, for tables and legends."""
    return answers.SHORT[state]


@register.filter
def basis(code: str) -> Text:
    """What an order rests on, in words."""
    return answers.BASIS[code]


@register.filter
def letter_standing(code: str) -> Text:
    """How an issued letter stands, in words."""
    return directives.STANDINGS[code]


@register.filter
def scope(line: wording.LineWords) -> str:
    """Where a line of an order holds, in the language of the page."""
    words = wording.scope_words(line, "en" if get_language() == "en" else "hi")
    return words[0].upper() + words[1:]

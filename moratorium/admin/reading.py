"""Records as they are read: labelled rows, instants and names in the words of the page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.utils import label_for_field
from django.utils.functional import Promise
from django.utils.text import capfirst

from ..models import Person
from ..rules import wording
from ..rules.wording import EN, HI
from .naming import NOT_STATED, language, say


@dataclass(frozen=True, slots=True)
class Row:
    """One fact with its label; `lang` if the words are of one language on every page."""

    label: str | Promise
    value: Any
    lang: str = ""


def row(record: Any, field: str, value: Any, lang: str = "") -> Row:
    """A row named after a field of the model."""
    return Row(capfirst(str(label_for_field(field, type(record)))), value or NOT_STATED, lang)


def both(record: Any, field: str) -> list[Row]:
    """A text in Hindi and in English."""
    return [row(record, f"{field}_{each}", getattr(record, f"{field}_{each}"), each)
            for each in (HI, EN)]  # fmt: skip


def moment(instant: datetime | None) -> str:
    """An instant in the words of the page."""
    return NOT_STATED if instant is None else wording.moment(instant, language())


def until(instant: datetime | None) -> str:
    """An exclusive end in the words of the page."""
    return NOT_STATED if instant is None else wording.until(instant, language())


def person(somebody: Person | None) -> str:
    """Who, by name and user name."""
    return NOT_STATED if somebody is None else f"{say(somebody.name)} ({somebody.username})"


def act(instant: datetime | None, somebody: Person | None) -> str:
    """When something was done, and by whom."""
    if instant is None:
        return NOT_STATED
    return moment(instant) if somebody is None else f"{moment(instant)}, {person(somebody)}"

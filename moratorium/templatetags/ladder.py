"""The words and bars of a ladder."""

from dataclasses import dataclass
from typing import Any

from django import template

from ..rules import ladder, offices
from ..rules.directives import ACKNOWLEDGED, OPENED, SERVED, STEPS
from ..rules.ladder import Counts
from ..rules.wording import Text

register = template.Library()


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the funnel: how many offices, and how many in a hundred."""

    name: str
    words: Text
    count: int
    share: int


@register.filter
def funnel(counts: Counts) -> list[Stage]:
    """The steps that narrow: every office that acknowledges has been served and has opened."""
    return [_stage(counts, step) for step in (SERVED, OPENED, ACKNOWLEDGED)]


@register.filter
def stages(counts: Counts) -> list[Stage]:
    """Every step, in its order."""
    return [_stage(counts, step) for step in STEPS]


@register.filter
def acknowledged_share(counts: Counts) -> int:
    """How many in a hundred have acknowledged."""
    return counts.share(ACKNOWLEDGED)


@register.filter
def level(code: str) -> Text:
    """A level of offices in words."""
    return offices.LEVELS[code]


@register.filter
def mail_trouble(code: str) -> Text:
    """What became of a mail that did not get through, in words."""
    return ladder.MAIL_WORDS[code]


@register.filter
def taken(rung: Any) -> list[tuple[str, Text, Any]]:
    """Every step of an office, with its words and its receipt, if there is one."""
    return [(step, ladder.STEP_COLUMNS[step], rung.steps.get(step)) for step in STEPS]


def _stage(counts: Counts, step: str) -> Stage:
    return Stage(step, ladder.STEP_COLUMNS[step], counts.of(step), counts.share(step))

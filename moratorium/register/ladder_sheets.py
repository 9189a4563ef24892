"""A whole ladder as rows of a sheet: one an office that was addressed, from the top down."""

from collections.abc import Iterator
from itertools import islice

from ..rules import instants
from ..rules.directives import STEPS
from ..rules.ladder import LATE_COLUMNS, MAIL_WORDS, OF_STEP, OFFICE_COLUMNS, STEP_COLUMNS
from ..rules.offices import LEVELS
from .ladder import Ladder, Rung

BLOCK = 1000

Rows = list[list[str]]


def blocks(ladder: Ladder, language: str) -> Iterator[Rows]:
    """The head, then block after block; names in a language, instants in ISO 8601 at +05:30."""
    yield [head(language)]
    rows = (_row(ladder, each, language) for each in ladder.all() if each.is_addressed)
    while block := list(islice(rows, BLOCK)):
        yield block


def head(language: str) -> list[str]:
    """The names of the columns."""
    return [
        *(each[language] for each in OFFICE_COLUMNS),
        *(f"{STEP_COLUMNS[s][language]}: {each[language]}" for s in STEPS for each in OF_STEP),
        *(each[language] for each in LATE_COLUMNS),
    ]


def file_name(ladder: Ladder) -> str:
    """What the file is called: the directive, and the day as of which it is written."""
    return f"{ladder.ref.slug}-{ladder.at.astimezone(instants.IST).date()}.csv"


def _row(ladder: Ladder, rung: Rung, language: str) -> list[str]:
    office = rung.office
    way = {each.office.level: each.office.name[language] for each in ladder.way(office.pk)}
    levels = (way.get(level, "") for level in ("zone", "circle", "division"))
    return [
        office.discom, *levels, office.code, LEVELS[office.level][language],
        office.name.hi, office.name.en,
        *(cell for step in STEPS for cell in _step(rung, step, language)),
        "" if rung.late_since is None else instants.write(rung.late_since),
        "" if rung.risen_to is None else rung.risen_to.code,
        MAIL_WORDS[rung.mail][language] if rung.mail else "",
    ]  # fmt: skip


def _step(rung: Rung, name: str, language: str) -> tuple[str, str, str]:
    step = rung.steps.get(name)
    if step is None:
        return "", "", ""
    return instants.write(step.at), step.person[language], step.post[language]

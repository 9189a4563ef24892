"""The districts as a list to choose from: sorted as they are shown, former names beside."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..register.places import Region
from ..rules import names
from ..rules.wording import HI


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: the district it leads to, and what the visitor reads."""

    slug: str
    label: str


@dataclass(frozen=True, slots=True)
class Choices:
    """All districts by their names, and again by the other names they are looked for under."""

    named: tuple[Choice, ...]
    formerly: tuple[Choice, ...]


def by_name(regions: Iterable[Region], language: str) -> list[Region]:
    """Districts in the order of their names in a language."""
    return sorted(regions, key=lambda region: names.key(region.name[language]))


def choices(regions: Iterable[Region], language: str) -> Choices:
    """What the question form offers."""
    ordered = by_name(regions, language)
    return Choices(
        tuple(Choice(r.slug, r.name[language]) for r in ordered),
        tuple(
            Choice(r.slug, f"{alias} → {r.name[language]}")
            for alias, r in sorted(
                ((alias, r) for r in ordered for alias in other_names(r, language)),
                key=lambda pair: names.key(pair[0]),
            )
        ),
    )


def other_names(region: Region, language: str) -> list[str]:
    """The other names in the script of the language, without mere spellings of the name."""
    seen = {names.key(region.name[language])}
    found = []
    for alias in region.aliases:
        key = names.key(alias)
        if _is_devanagari(alias) == (language == HI) and key not in seen:
            seen.add(key)
            found.append(alias)
    return found


def _is_devanagari(text: str) -> bool:
    return any("\u0900" <= char <= "\u097f" for char in text)

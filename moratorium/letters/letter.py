"""What a letter says, as plain values: every sentence is there in words, in both languages."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from ..rules.wording import LANGUAGES, Text


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One line of the coverage table."""

    where: Text  # discom; districts; area; named places
    starts: Text
    ends: Text  # the end, and the condition under which it goes on


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs: the one who approved."""

    name: Text
    post: Text


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in the order in which an official Hindi letter is written.

    An empty `number` makes it a draft: marked so on every page, and without a check code. What a
    text lacks in one language is printed in the other, never left out.
    """

    office: Text  # the letterhead: the office's name, then after the first comma where it sits
    number: str
    issued_on: Text  # a day in words as `wording.day` writes it; of a draft the day of the preview
    to: tuple[Text, ...]
    subject: Text
    reference: tuple[Text, ...]
    preamble: Text  # plain; each line is a paragraph
    operative: tuple[Text, ...]
    coverage: tuple[CoverageRow, ...]
    condition: Text
    signed_by: Signatory
    enclosures: tuple[Text, ...]
    copies: tuple[Text, ...]
    journal_head: str  # SHA-256 in hex of the journal before the act
    check_code: str
    verify_url: str
    notes: tuple[Text, ...] = ()  # said at the top, such as that this is a demonstration

    @property
    def is_draft(self) -> bool:
        return not self.number


def texts(letter: Letter) -> Iterator[tuple[str, int, str]]:
    """Every text of a letter with its field, and its place if the field has several."""
    for each in fields(letter):
        yield from _within(each.name, 0, getattr(letter, each.name))


def _within(field: str, entry: int, value: object) -> Iterator[tuple[str, int, str]]:
    if isinstance(value, str):
        yield field, entry, value
    elif isinstance(value, Text):
        yield from ((f"{field}_{language}", entry, value[language]) for language in LANGUAGES)
    elif isinstance(value, tuple):
        for number, one in enumerate(value, 1):
            yield from _within(field, number, one)
    elif isinstance(value, CoverageRow | Signatory):
        for part in fields(value):
            yield from _within(f"{field}_{part.name}", entry, getattr(value, part.name))

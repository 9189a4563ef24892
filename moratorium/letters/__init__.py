"""Letters: a plain value in, the bytes of a PDF out."""

import json
from dataclasses import asdict, dataclass

import typst

from ..rules.wording import Text


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A line of the coverage table, in words."""

    where: Text
    starts: Text
    ends: Text


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs: name and post."""

    name: Text
    post: Text


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything that a letter says; a draft has neither number nor check code."""

    office: Text
    number: str
    issued_on: Text
    to: tuple[Text, ...]
    subject: Text
    reference: tuple[Text, ...]
    preamble: Text
    operative: tuple[Text, ...]
    coverage: tuple[CoverageRow, ...]
    condition: Text
    signed_by: Signatory
    enclosures: tuple[Text, ...]
    copies: tuple[Text, ...]
    journal_head: str
    check_code: str
    verify_url: str
    notes: tuple[Text, ...] = ()


class Unprintable(Exception):
    """A text that cannot be set; `words` say why, `field` names the field of the letter."""

    def __init__(self, field: str, words: Text) -> None:
        super().__init__(words.en)
        self.field = field
        self.words = words


_SOURCE = b"#let l = json(bytes(sys.inputs.letter))\n#repr(l)"


def render(letter: Letter) -> bytes:
    """The letter as a PDF. Raises Unprintable."""
    return typst.compile(_SOURCE, sys_inputs={"letter": json.dumps(asdict(letter))})


def identify(pdf: bytes) -> tuple[str, str] | None:
    """The number and check code that a file claims to bear; None if it is no such letter."""
    return None

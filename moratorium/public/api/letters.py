"""Public directives and their letters as data."""

from typing import Any, Literal

from ninja import Field, Schema

from ...register.directives import Listed
from ...rules.wording import EN, HI
from .. import addresses
from .acts import bilingual
from .description import Bilingual, Instant
from .writing import written


class LetterDocument(Schema):
    """The letter of a directive: a file whose bytes never change."""

    url: str
    media_type: Literal["application/pdf"]
    size: int = Field(description="In bytes.")
    sha256: str = Field(description="SHA-256 of the file, in hex.")


class DirectiveDocument(Schema):
    """A public directive that rests on an order."""

    number: str
    slug: str
    kind: Literal["impose", "extend", "lift", "restored", "clarify"]
    order: str = Field(description="The number of the order that it rests on.")
    subject: Bilingual
    issued_at: Instant
    replaced: bool = Field(description="Whether a newer directive stands in its place.")
    demonstration: bool
    url: Bilingual = Field(description="Its page in both languages.")
    letter: LetterDocument


def directive(each: Listed) -> dict[str, Any]:
    """A public directive as data."""
    return {
        "number": each.ref.number,
        "slug": each.ref.slug,
        "kind": each.ref.kind,
        "order": each.order,
        "subject": bilingual(each.ref.subject),
        "issued_at": written(each.ref.issued_at),
        "replaced": each.replaced,
        "demonstration": each.ref.demonstration,
        "url": {language: addresses.directive(each.ref.slug, language) for language in (HI, EN)},
        "letter": {
            "url": addresses.letter(each.ref.slug),
            "media_type": "application/pdf",
            "size": each.letter.size,
            "sha256": each.letter.sha256,
        },
    }

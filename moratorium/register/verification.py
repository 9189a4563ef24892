"""Issued letters found by what stands on them: number and check code, or the digest of the file."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from ..models import Letter
from ..rules import verification
from ..rules.lifecycle import ISSUED
from . import directives
from .directives import DirectiveFacts, DirectiveRef, LetterFacts

# Compared where there is no letter, so that a wrong number takes the time of a wrong code.
_NONE = "AAAAAAAAAA"


@dataclass(frozen=True, slots=True)
class Verified:
    """An issued letter as whoever holds it may know it. `facts` only of a public directive.

    `replaced_by` is named only to whoever may know of it: a public one to everybody, an
    internal one to whoever holds an internal letter.
    """

    ref: DirectiveRef
    standing: str
    replaced_by: DirectiveRef | None
    letter: LetterFacts
    facts: DirectiveFacts | None


def by_code(slugs: Collection[str], code: str, at: datetime) -> Verified | None:
    """The letter of a number and its check code, as it stands at an instant; None if there is none.

    The number is given by the slugs that it may have. An unknown number and a wrong code take
    the same one query.
    """
    rows = Letter.objects.filter(directive__slug__in=slugs, directive__state=ISSUED)
    found = list(rows.order_by("pk").values_list("directive_id", "check_code"))
    same = [pk for pk, issued in found or [(0, _NONE)] if verification.is_same_code(issued, code)]
    return _verified(same[0], at) if same and found else None


def by_digest(sha256: str, at: datetime) -> Verified | None:
    """The letter whose file has this SHA-256 in hex; None if none was issued."""
    found = Letter.objects.filter(sha256=sha256, directive__state=ISSUED)
    pk = found.values_list("directive_id", flat=True).first()
    return None if pk is None else _verified(pk, at)


def public_of(number: str, at: datetime) -> DirectiveRef | None:
    """The public directive of a number as it is printed, which anybody may know."""
    found = (directives.get(slug, at) for slug in verification.slugs(number))
    return next((each.ref for each in found if each is not None), None)


def _verified(pk: int, at: datetime) -> Verified | None:
    facts = directives.by_key(pk, at)
    if facts is None:
        return None
    after = facts.replaced_by
    told = after is not None and (after.public or not facts.ref.public)
    return Verified(
        ref=facts.ref,
        standing=facts.standing,
        replaced_by=after if told else None,
        letter=facts.letter,
        facts=facts if facts.ref.public else None,
    )

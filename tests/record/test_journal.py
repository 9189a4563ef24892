"""A journal that was changed behind the portal's back: the first broken entry is named."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from moratorium.models import Entry, guards
from moratorium.register import journal
from moratorium.register.journal import Broken

from .papers import NOW, chain, document, order, outage, take


@pytest.fixture(autouse=True)
def _written(places: None) -> None:
    take(document())
    take(document([outage("bo-2")], [*chain(), order("MO/9")]), NOW + timedelta(days=1))
    guards.drop(connection)


def rehash(seq: int) -> None:
    """Give an entry the digest that its changed content asks for."""
    entry = Entry.objects.get(seq=seq)
    entry.digest = entry.compute_digest()
    Entry.objects.filter(seq=seq).update(digest=entry.digest)


def swap() -> None:
    Entry.objects.filter(seq=3).update(seq=99)
    Entry.objects.filter(seq=4).update(seq=3)
    Entry.objects.filter(seq=99).update(seq=4)


def backdate() -> None:
    Entry.objects.filter(seq=6).update(recorded_at=NOW - timedelta(days=1))
    rehash(6)


def rewrite() -> None:
    Entry.objects.filter(seq=2).update(subject="MO/other")
    rehash(2)


def test_a_journal_as_it_was_written() -> None:
    verified = journal.verify()
    assert verified.count == Entry.objects.count() == 6
    assert verified.head == Entry.objects.get(seq=6).digest


def test_an_empty_journal() -> None:
    Entry.objects.all().delete()
    assert journal.verify() == journal.Verified(0, "0" * 64)


TAMPERED: list[tuple[str, Callable[[], object], int, str]] = [
    ("subject", lambda: Entry.objects.filter(seq=3).update(subject="x"), 3, "changed"),
    ("detail", lambda: Entry.objects.filter(seq=3).update(detail={}), 3, "changed"),
    ("public", lambda: Entry.objects.filter(seq=2).update(public=False), 2, "changed"),
    ("happened", lambda: Entry.objects.filter(seq=6).update(happened_at=NOW), 6, "changed"),
    ("digest", lambda: Entry.objects.filter(seq=5).update(digest="0" * 63 + "1"), 5, "changed"),
    ("removed", lambda: Entry.objects.filter(seq=4).delete(), 5, "wanted"),
    ("first removed", lambda: Entry.objects.filter(seq=1).delete(), 2, "wanted"),
    ("swapped", swap, 3, "before it"),
    ("rewritten", rewrite, 3, "before it"),
    ("backdated", backdate, 6, "recorded before"),
]


@pytest.mark.parametrize(
    ("tamper", "seq", "why"), [c[1:] for c in TAMPERED], ids=[c[0] for c in TAMPERED]
)
def test_a_journal_that_was_tampered_with(tamper: Callable[[], object], seq: int, why: str) -> None:
    tamper()
    with pytest.raises(Broken) as broken:
        journal.verify()
    assert broken.value.seq == seq
    assert why in broken.value.why.en
    assert broken.value.why.hi

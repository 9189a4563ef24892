"""The letter as the portal sets it, unchanged and changed: what a forger hands in."""

from typing import Any

import pytest
from django.test import Client

from moratorium.models import Directive
from tests import builders as people
from tests.public.builders import ist, reference

from . import builders
from .test_answers import file, text

pytestmark = pytest.mark.django_db


def letter(**fields: Any) -> Directive:
    reference()
    people.offices()
    basis = builders.order("MO/1")
    return builders.approved(basis, ist("2023-01-02 10:00"), **fields)


def answer(client: Client, pdf: bytes) -> str:
    page = text(client.post("/en/verify/", file(pdf)))
    return page[page.index("<main") : page.index("</main>")]


def places(pdf: bytes) -> list[int]:
    """Bytes all over the file."""
    return [1, 9, len(pdf) // 3, len(pdf) // 2, len(pdf) - 2]


def test_the_letter_is_genuine(client: Client, db: None) -> None:
    issued = letter()
    assert "unchanged to the last byte" in answer(client, bytes(issued.letter.pdf))


@pytest.mark.parametrize("place", range(5))
def test_a_changed_byte_is_called_so(client: Client, db: None, place: int) -> None:
    issued = letter()
    pdf = bytearray(issued.letter.pdf)
    pdf[places(pdf)[place]] ^= 1
    page = answer(client, bytes(pdf))
    assert 'class="seal bad"' in page
    assert "This file was changed" in page
    assert f"<bdi>{issued.number}</bdi>" in page
    assert f'href="/en/directives/{issued.slug}/"' in page


@pytest.mark.parametrize("more", [b"\n", b"%%EOF", b"x" * 10_000])
def test_what_was_added_is_a_change(client: Client, db: None, more: bytes) -> None:
    assert "This file was changed" in answer(client, bytes(letter().letter.pdf) + more)


def test_of_a_changed_internal_letter_nothing_is_told_but_what_it_bears(
    client: Client, db: None
) -> None:
    issued = letter(public=False)
    pdf = bytearray(issued.letter.pdf)
    pdf[-2] ^= 1
    page = answer(client, bytes(pdf))
    assert "This file was changed" in page
    assert issued.subject_en not in page
    assert "/directives/" not in page


def test_a_forged_code_in_a_file_is_answered_as_the_right_one(client: Client, db: None) -> None:
    """Otherwise files would tell which code is right, and nobody counts files."""
    issued = letter(public=False)
    pdf, code = bytes(issued.letter.pdf), issued.letter.check_code.encode()
    assert code in pdf
    wrong = pdf.replace(code, b"".join(reversed([bytes([each]) for each in code])))
    right = pdf.replace(b"%%EOF", b"%%EOG")
    assert pdf not in (wrong, right)
    assert answer(client, wrong) == answer(client, right)

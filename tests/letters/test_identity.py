"""A letter is recognised by its metadata, even when its bytes were changed."""

import io

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.letters import identify, render
from moratorium.letters.identity import MAX_SEARCHED

from . import reading
from .letters import DRAFT, ISSUED, letter

pytestmark = pytest.mark.plain

ENDLESS = (b"moratorium-letter, number=" + b"A" * 719) * 9_000
PAIR = (ISSUED.number, ISSUED.check_code)


@pytest.fixture(scope="module")
def issued() -> bytes:
    return render(ISSUED)


def test_a_letter_says_which_it_is(issued: bytes) -> None:
    assert identify(issued) == PAIR
    with reading.opened(issued) as document:
        assert str(document.docinfo.Keywords).startswith("moratorium-letter, number=")


def test_a_draft_says_of_no_letter_that_it_is_it() -> None:
    assert identify(render(DRAFT)) is None


@pytest.mark.parametrize(
    "number",
    [
        "पत्र सं. 12/वि.",
        "a, check=b",
        "<&>\"'()\\",
        "100%",
        "%41",
        "Ü" * 60,
        "क" * 60,
        "a/b-c_d.e~f g",
    ],
)
def test_any_number_is_found_as_it_is(number: str) -> None:
    assert identify(render(letter(number=number))) == (number, ISSUED.check_code)


def test_a_letter_is_recognised_whichever_byte_was_changed(issued: bytes) -> None:
    for place in range(0, len(issued), 97):
        changed = bytearray(issued)
        changed[place] ^= 0x20
        found = identify(bytes(changed))
        assert found is not None  # in the metadata or in the document's dictionary
    assert identify(issued[: len(issued) // 2] + issued[len(issued) // 2 + 1 :]) == PAIR
    assert identify(b"junk" * 99 + issued + b"\n%%EOF more") == PAIR


def test_a_letter_is_recognised_after_another_program_wrote_it_anew(issued: bytes) -> None:
    saved = io.BytesIO()
    with reading.opened(issued) as document:
        document.pages[0].Rotate = 90
        document.save(saved, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert saved.getvalue() != issued
    assert identify(saved.getvalue()) == PAIR


@given(st.binary(max_size=2000))
def test_other_bytes_are_no_letter(data: bytes) -> None:
    assert identify(data) is None


@given(st.binary(max_size=80), st.binary(max_size=80))
def test_whatever_stands_in_the_place_of_the_pair_is_answered(number: bytes, code: bytes) -> None:
    found = identify(b"moratorium-letter, number=" + number + b", check=" + code + b"<")
    assert found is None or all(part.isprintable() and 0 < len(part) <= 60 for part in found)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"%PDF-1.7", b"moratorium-letter, number=, check=A", b"moratorium-letter, number=A",
        b"moratorium-letter, number=%00, check=A", b"moratorium-letter, number=%FF, check=A",
        b"moratorium-letter, number=" + b"A" * 61 + b", check=A",
        b"moratorium-letter, number=%E2%80%AE, check=A",
        b"moratorium-letter, number=A, check=%0A",
    ],
)  # fmt: skip
def test_a_pair_that_no_letter_bears_is_none(data: bytes) -> None:
    assert identify(data) is None


def test_the_time_is_bounded_by_the_length() -> None:
    """Seven million bytes, in which thousands of pairs begin and none ends; `bench_letter` holds
    how long that may take.
    """
    assert identify(ENDLESS) is None


def test_what_stands_past_the_bound_is_not_looked_for() -> None:
    pair = b"moratorium-letter, number=A, check=B"
    assert identify(b" " * (MAX_SEARCHED - len(pair)) + pair) == ("A", "B")
    assert identify(b" " * MAX_SEARCHED + pair) is None

"""How a number and a check code are read as somebody copied them from a letter."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from moratorium.operations.letters import ALPHABET, CODE_LENGTH
from moratorium.rules import numbering, verification
from moratorium.rules.directives import STANDINGS

pytestmark = pytest.mark.plain
CODE = "ABCDE23456"
CODES = st.text(ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH)


@pytest.mark.parametrize(
    "typed",
    [
        "ABCDE23456", "abcde23456", " AbCdE-23456 ", "ABCDE 23456", "ab cd e2 34-56",
        "ABCDE–23456", "A.B.C.D.E.2.3.4.5.6", "ＡＢＣＤＥ２３４５６", "ABCDE२३४५६", "ABCDE\u200b23456",
        # What looks alike in print or after a bad copy.
        "ABC0EZ34S6", "ABCOE2345G", "A8CDE23456", "ABCQEZ3456",
    ],
)  # fmt: skip
def test_a_code_is_taken_as_it_was_copied(typed: str) -> None:
    assert verification.is_same_code(CODE, typed)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "ABCDE2345", "ABCDE234567", "ABCDE23457", "BACDE23456", "XABCDE23456", "*", "%"],
)
def test_another_code_is_another(typed: str) -> None:
    assert not verification.is_same_code(CODE, typed)


@given(CODES, CODES)
def test_two_codes_are_one_only_if_each_sign_looks_alike(one: str, other: str) -> None:
    alike = {frozenset(pair) for pair in ("DQ", "2Z", "5S", "6G", "8B")}
    same = all(a == b or frozenset(a + b) in alike for a, b in zip(one, other, strict=True))
    assert verification.is_same_code(one, other) is same


@given(st.text(max_size=80), CODES)
@example("ﷺ" * 30, CODE)
@example("\ud800", CODE)
def test_no_text_is_too_strange_to_compare(typed: str, code: str) -> None:
    assert verification.is_same_code(code, typed) in (True, False)
    assert all(each.isalnum() for each in verification.typed_code(typed))
    assert verification.slugs(typed)


def test_folding_costs_no_more_than_three_bits() -> None:
    signs = {verification.folded_code(each) for each in ALPHABET}
    assert len(signs) ** CODE_LENGTH > 2**46


@pytest.mark.parametrize(
    "typed",
    [
        "D/2022-23/0001", "d/2022-23/0001", "D / 2022-23 / 0001", "d-2022-23-0001",
        "D 2022 23 0001", " D/2022–23/0001 ", "Ｄ/２０２２-23/0001", "D/२०२२-२३/०००१",
        "D/20\u200b22-23/0001", "D\\2022-23\\0001",
    ],
)  # fmt: skip
def test_a_number_is_found_as_printed_or_spaced_otherwise(typed: str) -> None:
    assert numbering.slug("D/2022-23/0001") in verification.slugs(typed)


@pytest.mark.parametrize("number", ["निर्देश/१२", "निर्देश/12", "İ/1", "D/1", "-"])
def test_a_number_is_found_by_itself_and_by_its_slug(number: str) -> None:
    slug = numbering.slug(number)
    assert slug in verification.slugs(number)
    assert slug in verification.slugs(slug)


def test_every_answer_has_its_words() -> None:
    others = {verification.UNKNOWN, verification.CHANGED, verification.FOREIGN}
    assert set(verification.HEADLINES) == set(STANDINGS) | others

"""A letter by number and code, or by its bytes; and that codes cannot be guessed."""

import secrets
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moratorium.models import Directive, WrongCode
from moratorium.operations import verification
from moratorium.operations.letters import ALPHABET
from moratorium.operations.verification import SPAN, WRONG_IN_SPAN, TooMany
from moratorium.rules import directives
from moratorium.rules.verification import slugs
from tests import builders, soak
from tests.builders import NEW_YEAR
from tests.public.builders import CODE

pytestmark = pytest.mark.django_db

HERE, ELSEWHERE = "198.51.100.7", "203.0.113.9"
NOW = NEW_YEAR + timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def directive(db: None) -> Directive:
    builders.offices()
    return builders.issued_directive()


def ask(number: str, code: str, at: Any = NOW, address: str = HERE) -> Any:
    return verification.by_code(slugs(number), code, address=address, at=at)


def answered(number: str, code: str, at: Any = NOW, address: str = HERE) -> str:
    try:
        return "letter" if ask(number, code, at, address) else "nothing"
    except TooMany:
        return "too many"


def use_up(at: Any = NOW, address: str = HERE) -> None:
    for _ in range(WRONG_IN_SPAN):
        assert answered("D/9", "ABCDE23457", at, address) == "nothing"


class TestLetter:
    def test_number_and_code_find_it(self, directive: Directive) -> None:
        found = ask(directive.number or "", CODE)
        assert (found.ref.number, found.standing) == (directive.number, directives.STANDS)
        assert found.letter.sha256 == directive.letter.sha256
        assert found.facts is not None
        assert not WrongCode.objects.exists()

    def test_of_an_internal_one_nothing_more_is_told(self, directive: Directive) -> None:
        internal = builders.issued_directive(public=False, order=directive.order)
        found = ask(internal.number or "", CODE)
        assert (found.ref.number, found.facts) == (internal.number, None)

    def test_a_draft_and_an_unknown_number_and_a_wrong_code_are_alike(
        self, directive: Directive
    ) -> None:
        draft = builders.directive(directive.order, number="D/8", slug="d-8")
        builders.letter(draft)
        seen = set()
        for number, code in [("D/8", CODE), ("D/7", CODE), (directive.number or "", "XXXXX")]:
            with CaptureQueriesContext(connection) as queries:
                assert ask(number, code) is None
            seen.add(len(queries))
        assert len(seen) == 1

    def test_an_internal_replacement_is_named_to_whoever_holds_an_internal_letter(
        self, directive: Directive
    ) -> None:
        open_, closed = directive, builders.issued_directive(public=False, order=directive.order)
        for each in (open_, closed):
            builders.issued_directive(public=False, order=directive.order, replaces=each)
        found, internal = ask(open_.number or "", CODE), ask(closed.number or "", CODE)
        assert (found.standing, found.replaced_by) == (directives.REPLACED, None)
        assert internal.replaced_by.number == Directive.objects.get(replaces=closed).number


class TestFile:
    def test_the_bytes_are_the_letter(self, directive: Directive) -> None:
        found = verification.by_file(bytes(directive.letter.pdf), NOW)
        assert found.letter is not None
        assert found.letter.ref.number == directive.number

    def test_a_changed_byte_is_not(self, directive: Directive) -> None:
        pdf = bytearray(directive.letter.pdf)
        pdf[-1] ^= 1
        found = verification.by_file(bytes(pdf), NOW)
        assert (found.letter, found.public) == (None, None)

    def test_files_are_neither_counted_nor_refused(self, directive: Directive) -> None:
        use_up()
        count = WrongCode.objects.count()
        assert verification.by_file(b"%PDF-1.7", NOW).letter is None
        assert verification.by_file(bytes(directive.letter.pdf), NOW).letter is not None
        assert WrongCode.objects.count() == count


GUESSES = soak.length(1_000, 20_000)


class TestGuessing:
    def test_guesses_find_nothing(self, directive: Directive) -> None:
        number = directive.number or ""
        said = [
            answered(number, "".join(secrets.choice(ALPHABET) for _ in range(10)))
            for _ in range(GUESSES)
        ]
        assert said.count("nothing") == WRONG_IN_SPAN == WrongCode.objects.count()
        assert said.count("too many") == GUESSES - WRONG_IN_SPAN
        # Nor does the right one tell itself apart.
        assert answered(number, CODE) == "too many"

    def test_without_the_count_the_right_code_would_be_told(
        self, directive: Directive, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(verification, "_require_few", lambda asking, at: None)
        use_up()
        assert answered(directive.number or "", CODE) == "letter"

    def test_others_are_answered_meanwhile(self, directive: Directive) -> None:
        use_up()
        assert answered(directive.number or "", CODE, address=ELSEWHERE) == "letter"

    def test_right_codes_are_not_counted(self, directive: Directive) -> None:
        for _ in range(3 * WRONG_IN_SPAN):
            assert answered(directive.number or "", CODE) == "letter"

    def test_it_waits_until_the_first_of_them_is_a_quarter_of_an_hour_old(
        self, directive: Directive
    ) -> None:
        number = directive.number or ""
        for minute in range(WRONG_IN_SPAN):
            assert answered(number, "WRPNG", NOW + minute * MINUTE) == "nothing"
        at = NOW + WRONG_IN_SPAN * MINUTE
        with pytest.raises(TooMany) as refused:
            ask(number, CODE, at)
        assert refused.value.seconds == 5 * 60
        assert answered(number, CODE, NOW + SPAN - timedelta(seconds=1)) == "too many"
        assert answered(number, CODE, NOW + SPAN) == "letter"
        assert answered(number, "WRPNG", NOW + SPAN) == "nothing"
        assert answered(number, CODE, NOW + SPAN) == "too many"

    def test_a_refusal_is_one_query_and_writes_nothing(
        self, directive: Directive, django_assert_num_queries: Any
    ) -> None:
        use_up()
        with django_assert_num_queries(1):
            assert answered(directive.number or "", CODE) == "too many"

    def test_rows_go_after_a_day(self, directive: Directive) -> None:
        use_up()
        later = NOW + verification.KEPT + MINUTE
        assert answered("D/9", "WRPNG", later, ELSEWHERE) == "nothing"
        assert [each.address for each in WrongCode.objects.all()] == [ELSEWHERE]

    def test_what_was_typed_is_not_kept(self, directive: Directive) -> None:
        answered("D/9", "SECRETCODE")
        kept = WrongCode.objects.values_list("address", "asked_at")
        assert list(kept) == [(HERE, NOW)]

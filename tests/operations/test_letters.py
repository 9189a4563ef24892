"""How a letter addresses its offices: by name, or by post and with the digest of the list."""

import pytest

from moratorium.operations import letters
from moratorium.register import recipients
from moratorium.register.recipients import Meant, Recipients

from .. import builders

pytestmark = pytest.mark.django_db

DAY = builders.NEW_YEAR.date()


def reached() -> Recipients:
    return recipients.of_targets([Meant("PUVVNL")], "substation", DAY)


def test_a_few_are_named_one_by_one() -> None:
    builders.offices()
    named = letters.addressees(reached())
    assert [each.en for each in named] == [
        "Managing Director, HO", "Chief Engineer, Z1", "Superintending Engineer, C1",
        "Executive Engineer, D1", "Chief Engineer, Z2",
    ]  # fmt: skip
    assert named[1].hi == "मुख्य अभियन्ता, कार्यालय Z1"


def test_many_are_counted_by_post_and_bound_by_the_digest_of_their_list() -> None:
    zone = builders.offices()["Z1"]
    for count in range(1200):
        builders.office(f"D-{count:04d}", "division", zone)
    found = letters.addressees(reached())
    assert "Every Executive Engineer, PUVVNL (division: 1,201)" in [each.en for each in found]
    codes = [each.code for each in builders.Office.objects.all()]
    assert letters.list_digest(reversed(codes)) in found[-1].hi
    assert found[-1].en.startswith("1,205 offices in all")
    assert len(found) == 5


def test_another_list_has_another_digest() -> None:
    assert letters.list_digest(["A", "B"]) != letters.list_digest(["A", "C"])

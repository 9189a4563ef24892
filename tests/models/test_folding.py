"""The beginning of a number is found in either case, through an index, on both engines."""

import string
from copy import copy
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from moratorium.models import Entry, Order, Outage
from moratorium.models.folding import starting
from tests import builders as build
from tests.bench import archive
from tests.register.test_query_plans import plan

NAMES = (
    *("MO/2022-23/0001", "mo/2022-23/0002", "MO_1", "MO%1", "Mo", "[x", "`x", "ÉCOLE", "école"),
    *("İ", "Kelvin K", "आदेश/1", "आ", "\U0010fffdz", "z", "Z9", "~"),
)
FOLD = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
typed = st.sampled_from(NAMES).flatmap(
    lambda name: st.integers(1, len(name)).map(lambda n: name[:n])
)


class Beginnings(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        for name in NAMES:
            build.outage(ref=name)

    @settings(max_examples=150)
    @given(typed | typed.map(str.swapcase) | st.text(max_size=3))
    def test_it_is_the_beginning_with_a_to_z_in_either_case(self, text: str) -> None:
        found = set(Outage.objects.filter(starting("ref", text)).values_list("ref", flat=True))
        assert found == {n for n in NAMES if n.translate(FOLD).startswith(text.translate(FOLD))}


def _fill_outages(size: int) -> None:
    """In a table of one page nobody looks into an index."""
    one = build.outage()
    one.pk = None
    outages = [copy(one) for _ in range(size)]
    for number, outage in enumerate(outages):
        outage.ref = f"OLD/{number}"
    Outage.objects.bulk_create(outages, batch_size=500)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "field", "index"),
    [
        (Order, "number", "order_by_number_start"),
        (Outage, "ref", "outage_by_ref_start"),
        (Entry, "subject", "entry_by_subject_start"),
    ],
)
def test_an_index_finds_it(model: Any, field: str, index: str) -> None:
    from moratorium.operations import reference

    reference.load()
    archive.fill(2000)
    for _ in range(200):
        build.entry(subject="OLD/1")
    _fill_outages(2000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    rare = model.objects.filter(starting(field, "new/")).order_by()
    assert index in plan(*rare.query.sql_with_params())
    unindexed = model.objects.filter(**{f"{field}__startswith": "new/"}).order_by()
    assert index not in plan(*unindexed.query.sql_with_params())

"""Records that are built once: every test has them as new, and threads see them too."""

import pytest
from django.db import IntegrityError, connection, transaction

from moratorium.models import District, Person, ServiceArea, guards
from tests import builders as build
from tests.shared_records import BeginFrom, SharedRecords

pytestmark = pytest.mark.django_db
built: list[str] = []


def a_district() -> District:
    built.append("a district")
    return build.district("varanasi")


@pytest.mark.parametrize("name", ["first", "second", "third"])
def test_what_a_test_changes_is_not_there_for_the_next(begin_from: BeginFrom, name: str) -> None:
    district = begin_from(a_district)
    assert list(District.objects.values_list("name_en", flat=True)) == ["Varanasi"]
    assert (district.slug, district.name_en) == ("varanasi", "Varanasi")
    district.name_en = name  # a copy of one's own
    district.save()
    District.objects.create(slug=name, name_en=f"{name} more", name_hi=f"{name} more")
    assert len(built) == 1, "it is built once, for all of them"


def test_it_is_not_there_for_who_does_not_ask_for_it() -> None:
    assert not District.objects.exists()


def test_what_was_there_before_comes_back(shared_records: SharedRecords) -> None:
    build.district("ballia")
    with shared_records.begin(a_district):
        assert set(District.objects.values_list("slug", flat=True)) == {"varanasi"}
    assert set(District.objects.values_list("slug", flat=True)) == {"ballia"}


def test_it_has_the_guards(begin_from: BeginFrom) -> None:
    begin_from(a_district)
    assert guards.missing(connection) == set()


def test_what_waits_for_a_commit_is_never_done(begin_from: BeginFrom) -> None:
    done: list[int] = []

    def committing() -> None:
        with transaction.atomic(durable=True):
            transaction.on_commit(lambda: done.append(1))
            build.district("agra")

    begin_from(committing)
    assert District.objects.exists()
    assert done == []


def test_what_points_nowhere_fails_at_the_end_of_the_test(shared_records: SharedRecords) -> None:
    """As Django's own tests do it: a foreign key may dangle until the transaction ends."""
    with pytest.raises(IntegrityError), shared_records.begin(a_district):  # noqa: PT012
        build.served("varanasi")
        ServiceArea.objects.update(discom_id="GONE")


def test_nobody_signs_in_from_another_record(begin_from: BeginFrom) -> None:
    begin_from(a_district)
    assert not Person.objects.exists()

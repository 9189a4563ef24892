"""The demonstration's offices: a tree with its people posted, all of it marked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from moratorium.management import demonstration
from moratorium.models import Entry, Office, Person
from moratorium.operations import reference
from moratorium.register import offices as register
from moratorium.rules.instants import IST

pytestmark = pytest.mark.django_db


def test_the_demonstration_has_a_tree_with_people_posted_in_it(settings, tmp_path) -> None:
    settings.VAR_DIR = tmp_path
    reference.load()
    demonstration.play(timezone.now())
    today = timezone.now().astimezone(IST).date()
    tree = register.tree(today)
    levels = [node.level for node in tree.path(Office.objects.get(code="DEMO-PU-111-11").pk)]
    assert levels == ["head", "zone", "circle", "division", "subdivision", "substation"]
    officer = Person.objects.get(username="demo-officer")
    reached = Office.objects.filter(pk__in=register.reach(officer.pk, today))
    assert set(reached.values_list("code", flat=True)) == {
        "DEMO-PU-111", "DEMO-PU-111-1", "DEMO-PU-111-11",
    }  # fmt: skip
    assert not Office.objects.filter(demonstration=False).exists()
    assert Entry.objects.filter(act="office.recorded", by="demo-keeper").count() == 19
    assert register.reach(officer.pk, today - timedelta(days=400)) == frozenset()

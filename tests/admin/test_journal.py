"""The journal on the desk is read and never written; and who may not read it."""

import pytest

from moratorium.models import Entry
from tests import builders as build

from . import desk
from .desk import PREFIXES, page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("prefix", PREFIXES)
def test_it_is_listed_and_read(prefix: str) -> None:
    entry = build.entry(act="order.issued", subject="MO/TEST/0001", public=True)
    client = desk.of(desk.auditor())
    listed = desk.text(client.get(page(prefix, "entry")))
    assert ("Moratorium order issued" if prefix else "बिजली न काटने का आदेश निर्गत") in listed
    assert entry.digest in desk.text(client.get(page(prefix, "entry", entry.pk, "change")))


# Who may not


def test_nobody_writes_it() -> None:
    entry = build.entry()
    for person in (desk.auditor(), desk.chief()):
        client = desk.of(person)
        for action in ("add", f"{entry.pk}/change", f"{entry.pk}/delete"):
            assert client.post(page("", "entry", action), {"act": "x"}).status_code == 403
    assert Entry.objects.get().act == "order.drafted"


def test_only_the_auditor_and_the_superuser_read_it() -> None:
    for person in (build.asha(), build.vikram(), desk.keeper()):
        assert desk.of(person).get(page("", "entry")).status_code == 403
    for person in (*desk.outsiders(), None):
        assert "/login/" in desk.of(person).get(page("", "entry")).headers["Location"]

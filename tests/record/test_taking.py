"""What taking a document does: all of it once, in any order, and each act in the journal."""

import itertools
from datetime import timedelta

import pytest
from django.db import transaction

from moratorium.models import Entry, Order, Outage
from moratorium.operations import orders, record
from moratorium.register import journal
from moratorium.rules.instants import read, write
from moratorium.rules.lifecycle import Refused

from .papers import LATER, NOW, Raw, chain, contents, document, line, order, outage, take, written

pytestmark = pytest.mark.usefixtures("places")

RESTORED, CONFIRMED = "2023-01-04T20:00:00+05:30", "2023-01-05T08:00:00+05:30"


def test_everything_is_counted() -> None:
    assert take(document()) == record.Imported(outages=1, orders=3, restored=0, unchanged=0)
    stored = Order.objects.get(number="MO/2022-23/0002")
    assert (stored.state, stored.slug, stored.imported) == ("issued", "mo-2022-23-0002", True)
    assert stored.amends is not None
    assert stored.amends.number == "MO/2022-23/0001"
    assert [each.districts.count() for each in stored.lines.order_by("position")] == [0, 2]


def test_the_same_again_changes_nothing() -> None:
    take(document())
    before = contents()
    again = take(document(), LATER)
    assert again == record.Imported(outages=0, orders=0, restored=0, unchanged=4)
    assert not again.changed
    assert contents() == before


def test_content_is_compared_after_normalising() -> None:
    take(document())
    paper = document()
    del paper["directives"]
    for each in paper["orders"]:
        each["issued_at"] = read(each["issued_at"]).isoformat().replace("+00:00", "Z")
        for field in ("basis", "sources"):
            del each[field]
        each["demonstration"] = False
    paper["outages"][0]["starts_at"] = "2022-12-31t18:30:00.000000z"
    paper["outages"][0]["services"].reverse()
    lines = paper["orders"][1]["coverage"]
    lines[1]["districts"].reverse()
    lines[1]["restricted_to"] = {"hi": " ", "en": "\n"}
    assert not take(paper, LATER).changed


def test_an_empty_document() -> None:
    assert not take(document([], [])).changed
    assert not Entry.objects.exists()


def test_entries_may_come_in_any_order() -> None:
    orders = itertools.permutations(chain())
    papers = [document([outage("bo-2"), outage()], list(each)) for each in orders]
    assert len({_exported(paper) for paper in papers}) == 1


def _exported(paper: Raw) -> str:
    with transaction.atomic():
        take(paper)
        text = record.export_record()
        transaction.set_rollback(True)
    return text


def test_a_chain_goes_on_over_document_and_database() -> None:
    first, second, lift = chain()
    take(document(orders=[first]))
    take(document([], [lift, second]), LATER)
    assert list(Order.objects.order_by("issued_at").values_list("amends__number", flat=True)) == [
        None, "MO/2022-23/0001", "MO/2022-23/0002",
    ]  # fmt: skip
    # The whole document again, with the part that was there and the part that came later.
    assert not take(document(), LATER + timedelta(days=1)).changed


def test_a_line_may_rest_on_an_outage_of_the_database() -> None:
    take(document(orders=[]))
    take(document([], [order()]), LATER)
    assert Order.objects.get().lines.get().until_restored == Outage.objects.get()


def test_a_line_may_leave_much_open() -> None:
    open_line = line(ends_at=None, grace_hours=8760, districts=["agra"], discom="TORRENT")
    bare = outage(expected_end=None, announced_at=None, services=[], sources=[])
    take(document([bare], [order(coverage=[open_line])]))
    stored = Order.objects.get().lines.get()
    assert (stored.ends_at, stored.grace_hours, stored.discom_id) == (None, 8760, "TORRENT")


def test_historical_entries_may_overlap_anything() -> None:
    take(document([outage(), outage("bo-2")], [order("MO/1"), order("MO/2")]))


@pytest.mark.parametrize("confirmed_at", [None, CONFIRMED])
def test_a_restoration_comes_later(confirmed_at: str | None) -> None:
    take(document())
    later = outage(restored_at=RESTORED, confirmed_at=confirmed_at)
    assert take(document([later]), LATER) == record.Imported(0, 0, restored=1, unchanged=3)
    stored = Outage.objects.get()
    assert stored.restored_at == read(RESTORED)
    assert stored.confirmed_at == (confirmed_at and read(confirmed_at))
    newest = Entry.objects.order_by("-seq")[0]
    assert newest.act == ("outage.confirmed" if confirmed_at else "outage.reported")
    assert newest.public is bool(confirmed_at)
    assert newest.happened_at == read(confirmed_at or RESTORED)
    assert newest.recorded_at == LATER
    # And the confirmation of what was only reported later still.
    last = outage(restored_at=RESTORED, confirmed_at=CONFIRMED)
    assert take(document([last]), LATER + timedelta(days=1)).restored == (not confirmed_at)


def test_a_confirmed_outage_with_districts() -> None:
    paper = document(
        [outage(districts=["agra", "mau"], restored_at=RESTORED, confirmed_at=CONFIRMED)], []
    )
    take(paper)
    stored = Outage.objects.get()
    assert stored.confirmed_at == read(CONFIRMED)
    assert stored.districts.count() == 2
    assert not take(paper, LATER).changed


def test_each_entry_is_one_act_with_when_it_happened_and_when_it_was_recorded() -> None:
    take(document([outage(restored_at=RESTORED, confirmed_at=CONFIRMED)]))
    acts = Entry.objects.order_by("seq").values_list("act", "subject", "happened_at", "public")
    assert [(act, subject, write(at), public) for act, subject, at, public in acts] == [
        ("outage.recorded", "bo-1", "2022-12-31T12:00:00+05:30", True),
        ("order.issued", "MO/2022-23/0001", "2022-12-31T12:00:00+05:30", True),
        ("order.amended", "MO/2022-23/0002", "2023-01-02T12:00:00+05:30", True),
        ("order.lifted", "MO/2022-23/0003", "2023-01-03T12:00:00+05:30", True),
    ]
    assert Entry.objects.get(act="outage.recorded").detail["confirmed_at"] == CONFIRMED
    assert {entry.recorded_at for entry in Entry.objects.all()} == {NOW}
    assert journal.verify().count == 4


def test_an_assurance_is_announced_as_one() -> None:
    take(document(orders=[order(basis="assurance")]))
    assert Entry.objects.get(subject="MO/2022-23/0001").act == "order.assured"


@pytest.mark.parametrize("announced_at", [None, "2024-01-01T00:00:00+05:30"])
def test_what_lies_ahead_is_recorded_now(announced_at: str | None) -> None:
    ahead = outage(starts_at="2023-12-01T00:00:00Z", expected_end=None, announced_at=announced_at)
    take(document([ahead], []))
    assert Entry.objects.get().happened_at == NOW


def test_the_journal_binds_what_was_said() -> None:
    take(document())
    for stored in Order.objects.all():
        kept = Entry.objects.get(subject=stored.number).detail["digest"]
        assert kept == orders.digest(stored)


def test_a_clock_behind_the_journal_refuses() -> None:
    take(document())
    before = contents()
    with pytest.raises(Refused, match="clock"):
        take(document([outage("bo-2")], []), NOW - timedelta(minutes=1))
    assert contents() == before


def test_numbers_of_every_script_and_sign() -> None:
    numbers = ["आदेश/2022-23/०१", "No. 5 (A) & B", "é", "!!!"]
    take(document(orders=[order(number) for number in numbers]))
    slugs = Order.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["आदेश-2022-23-०१", "no-5-a-b", "é", "-"]


def test_a_byte_order_mark_is_no_fault() -> None:
    assert take(b"\xef\xbb\xbf" + written(document())).orders == 3

"""Both persons tick every warning; what was ticked is in the journal."""

from dataclasses import replace

import pytest

from moratorium.models import Entry, Order
from moratorium.operations import orders
from moratorium.rules.lifecycle import DRAFT, ISSUED, SUBMITTED
from tests import builders as build

from .contents import (
    ENDS,
    LATER,
    LATER_END,
    NOW,
    STARTS,
    amendment,
    approved,
    drafted,
    handed_over,
    issued,
    line,
    order_content,
    recorded,
    refused,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _supplied() -> None:
    build.served("varanasi", "PUVVNL")
    build.served("varanasi", "NPCL")


def in_varanasi(**fields: object) -> orders.LineContent:
    given = {"discom": build.discom(), "districts": (build.district(),), "ends_at": LATER_END}
    return line(**given | fields)  # type: ignore[arg-type]


def submit(order: Order, accepted: set[str] | frozenset[str]) -> Order:
    return orders.submit(order, by=build.asha(), at=NOW, accepted=accepted)


def approve(order: Order, accepted: set[str] | frozenset[str]) -> Order:
    read = orders.digest(order)
    return orders.approve(
        order, by=build.vikram(), at=LATER, read=read, reason="As agreed", accepted=accepted
    )


def warned(name: str) -> Order:
    """A draft against which one warning stands."""
    if name == "overlap":
        issued(in_varanasi())
    outage = recorded(expected_end=LATER_END) if name == "ends_before_outage" else None
    text = {"text_hi": "9 बजे तक", "text_en": "until 9"} if name == "hours_in_preamble" else {}
    content = {
        "end_without_hour": {"ends_at": ENDS},
        "two_suppliers": {"area": "urban"},
        "past_start": {"starts_at": NOW.replace(hour=9)},
        "ends_before_outage": {"until_restored": outage, "ends_at": LATER_END.replace(hour=17)},
    }
    return drafted(in_varanasi(**content.get(name, {})), **text)


NAMES = (
    "end_without_hour", "two_suppliers", "overlap", "past_start", "ends_before_outage",
    "hours_in_preamble",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_nobody_hands_over_or_issues_what_they_did_not_tick(name: str) -> None:
    order = warned(name)
    keys = build.accepted_of(order, NOW)
    assert [key.split(":")[0] for key in keys] == [name]
    with refused("warnings"):
        submit(order, set())
    with refused("warnings"):
        submit(order, {key + "x" for key in keys})
    order = submit(order, keys)
    with refused("warnings"):
        approve(order, set())
    assert approve(order, build.accepted_of(order, LATER)).state == ISSUED


def test_without_a_warning_nothing_is_ticked() -> None:
    assert submit(drafted(in_varanasi()), set()).state == SUBMITTED


def test_the_control_is_the_check_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the rules' warnings gone, the same draft goes through: the check is what stops it."""
    order = warned("end_without_hour")
    monkeypatch.setattr("moratorium.rules.contradictions.warnings", lambda *_: ())
    assert approve(submit(order, set()), set()).state == ISSUED


def test_what_was_ticked_is_in_the_journal_and_nothing_else() -> None:
    order = warned("end_without_hour")
    keys = build.accepted_of(order, NOW)
    approve(submit(order, keys | {"not standing"}), keys | {"not standing"})
    kept = Entry.objects.filter(act__in=["order.submitted", "order.issued"])
    assert [entry.detail["accepted"] for entry in kept] == [sorted(keys)] * 2


def test_a_warning_that_came_after_the_tick_wants_one_of_its_own() -> None:
    order = drafted(in_varanasi(ends_at=ENDS))
    keys = build.accepted_of(order, NOW)
    other = issued(in_varanasi())
    with refused("warnings"):
        submit(order, keys)
    more = build.accepted_of(order, NOW)
    assert any(str(other.number) in key for key in more - keys)
    assert submit(order, more).state == SUBMITTED


def test_the_order_that_is_amended_is_no_overlap() -> None:
    order = issued(in_varanasi())
    draft = orders.amend(order, by=build.asha(), at=NOW)
    assert build.accepted_of(draft, NOW) == frozenset()


def test_drafting_and_editing_warn_of_nothing() -> None:
    order = drafted(in_varanasi(starts_at=NOW.replace(hour=1), ends_at=ENDS, area="urban"))
    content = order_content(line(ends_at=ENDS), text_hi="9 बजे", text_en="9 pm")
    assert orders.edit(order, content, by=build.asha(), at=NOW).state == DRAFT


def test_a_draft_that_changed_since_it_was_previewed_is_not_handed_over() -> None:
    order = drafted(in_varanasi())
    read = orders.digest(order)
    orders.edit(order, order_content(in_varanasi(area="any", starts_at=LATER)),
                by=build.asha(), at=NOW)  # fmt: skip
    with refused("digest"):
        orders.submit(order, by=build.asha(), at=NOW, read=read)
    read = orders.digest(order)
    assert orders.submit(order, by=build.asha(), at=NOW, read=read).state == SUBMITTED


def test_an_amendment_with_nothing_new_goes_nowhere() -> None:
    order = issued(in_varanasi())
    same = orders.amend(order, by=build.asha(), at=NOW)
    with refused("nothing_new"):
        handed_over(same)
    content = replace(orders.content_of(order), title_hi=order.title_hi, sources=({"title": "x"},))
    again = orders.edit(same, content, by=build.asha(), at=NOW)
    with refused("nothing_new"):
        handed_over(again)
    # The database lets it be submitted; the approver is stopped all the same.
    Order.objects.filter(pk=same.pk).update(
        state=SUBMITTED, submitted_by=build.asha(), submitted_at=NOW
    )
    same.refresh_from_db()
    with refused("nothing_new"):
        approved(same, at=LATER)


def test_an_assurance_is_signed_with_the_same_lines() -> None:
    order = issued(in_varanasi(), basis="assurance")
    signed = orders.amend(order, by=build.asha(), at=NOW)
    signed = orders.edit(signed, order_content(in_varanasi()), by=build.asha(), at=NOW)
    assert approved(handed_over(signed), at=LATER).state == ISSUED


def test_an_amendment_of_what_is_no_longer_the_newest_is_not_handed_over() -> None:
    order = issued(in_varanasi())
    late = orders.amend(order, by=build.asha(), at=NOW)
    approved(amendment(order, starts_at=STARTS.replace(hour=19)))
    with refused("not_newest"):
        handed_over(late)

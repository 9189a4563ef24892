"""An order from draft to issue, amendment and lift; each refusal by its name."""

from datetime import timedelta

import pytest

from moratorium.models import Entry, Order
from moratorium.operations import orders, outages
from moratorium.rules.lifecycle import DISCARDED, DRAFT, ISSUED, SUBMITTED
from tests import builders as build
from tests.builders import ist

from .contents import (
    ENDS,
    LATER,
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
    submitted,
)

pytestmark = pytest.mark.django_db


def test_an_order_is_drafted_submitted_and_issued_by_another() -> None:
    order = drafted()
    assert order.state == DRAFT
    order = handed_over(order)
    assert order.state == SUBMITTED
    order = approved(order)
    assert order.state == ISSUED
    assert order.number == "MO/2025-26/0001"
    assert order.slug == "mo-2025-26-0001"
    assert order.approved_by == build.vikram()
    acts = list(Entry.objects.order_by("seq").values_list("act", "public"))
    assert acts == [
        ("order.drafted", False), ("order.submitted", False), ("order.issued", True),
    ]  # fmt: skip


def test_the_title_is_rendered_when_none_is_typed() -> None:
    order = drafted(line(discom=build.discom(), area="urban"))
    assert "शहरी" in order.title_hi
    assert "urban" in order.title_en


def test_numbers_have_no_gap_and_go_on_above_the_highest() -> None:
    build.issue(build.draft(), at=ist(2025, 4, 2), number="MO/2025-26/10041")
    assert issued().number == "MO/2025-26/10042"
    assert issued().number == "MO/2025-26/10043"


def test_a_number_of_another_pattern_or_year_counts_for_nothing() -> None:
    build.issue(build.draft(), at=ist(2025, 4, 2), number="MO/2024-25/0900")
    build.issue(build.draft(), at=ist(2025, 4, 2), number="MO/2025-26/0900-A")
    build.issue(build.draft(), at=ist(2025, 4, 2), number="MO/2025-26/0005")
    build.issue(build.draft(), at=ist(2025, 4, 2), number="MO/2025-26/Z001")
    assert issued().number == "MO/2025-26/0006"


def test_a_number_whose_address_is_taken_is_passed_over() -> None:
    build.issue(build.draft(), at=ist(2025, 4, 2), number="mo 2025 26 0001")
    assert issued().number == "MO/2025-26/0002"
    assert issued().number == "MO/2025-26/0003"


def test_a_number_that_a_directive_has_is_passed_over() -> None:
    build.offices()
    directive = build.directive()
    build.issue_directive(directive, number="MO/2025-26/0001", slug="other")
    assert issued().number == "MO/2025-26/0002"


def test_an_endless_serial_leaves_the_next_number_within_the_record() -> None:
    long = "MO/2025-26/" + "9" * 49
    build.issue(build.draft(), at=ist(2025, 4, 2), number=long)
    assert issued().number == "MO/2025-26/0001"


def test_the_financial_year_begins_in_april() -> None:
    march = approved(submitted(), at=ist(2026, 3, 31, 23, 59))
    april = approved(submitted_at(ist(2026, 4, 1, 0, 0)), at=ist(2026, 4, 1, 0, 0))
    assert march.number == "MO/2025-26/0001"
    assert april.number == "MO/2026-27/0001"


def submitted_at(at: object) -> Order:
    return handed_over(orders.draft(order_content(), by=build.asha(), at=at), at=at)


def test_an_assurance_is_on_record_and_amended_by_the_signed_order() -> None:
    assurance = issued(basis="assurance")
    amendment = orders.amend(assurance, by=build.asha(), at=NOW)
    signed = orders.edit(amendment, order_content(basis="order"), by=build.asha(), at=NOW)
    signed = approved(handed_over(signed), at=LATER)
    assert signed.amends == assurance
    assert signed.issued_at > assurance.issued_at
    acts = Entry.objects.filter(public=True).order_by("seq").values_list("act", flat=True)
    assert list(acts) == ["order.assured", "order.amended"]


def test_an_amendment_restates_the_coverage_with_its_old_starts() -> None:
    outage = recorded()
    build.served()
    order = issued(
        line(discom=build.discom(), districts=(build.district(),), until_restored=outage,
             restricted_hi="नगर", restricted_en="the town", grace_hours=5, area="urban")
    )  # fmt: skip
    amendment = orders.amend(order, by=build.asha(), at=LATER)
    assert orders.content_of(amendment).lines == orders.content_of(order).lines
    assert amendment.lines.get().starts_at == STARTS


def test_a_lift_ends_a_chain_for_good() -> None:
    order = issued()
    lift = handed_over(orders.lift(order, by=build.asha(), at=NOW))
    lift = approved(lift, at=LATER)
    assert lift.lift
    assert not lift.lines.exists()
    with refused("chain_closed"):
        orders.amend(lift, by=build.asha(), at=LATER)
    with refused("not_newest"):
        orders.amend(order, by=build.asha(), at=LATER)


def test_of_two_amendments_one_wins() -> None:
    order = issued()
    first, second = (amendment(order) for _ in range(2))
    approved(first, at=LATER)
    with refused("not_newest"):
        approved(second, at=LATER)


def test_a_draft_cannot_be_amended() -> None:
    order = submitted()
    with refused("not_issued"):
        orders.amend(order, by=build.asha(), at=NOW)


@pytest.mark.parametrize("act", ["draft", "edit", "submit"])
def test_whoever_had_a_hand_in_it_cannot_approve(act: str) -> None:
    both = build.person("bela", "बेला", "Bela", "maker", "checker")
    by = {name: both if name == act else build.asha() for name in ("draft", "edit", "submit")}
    order = orders.draft(order_content(), by=by["draft"], at=NOW)
    order = orders.edit(order, order_content(line(area="urban")), by=by["edit"], at=NOW)
    order = handed_over(order, by["submit"])
    with refused("two_persons"):
        approved(order, by=both)
    assert approved(order).state == ISSUED


def test_an_approval_names_what_was_read() -> None:
    order = submitted()
    read = orders.digest(order)
    order = orders.send_back(order, by=build.vikram(), at=NOW, remark="अवधि बढ़ाएँ")
    order = orders.edit(order, order_content(line(area="rural")), by=build.asha(), at=NOW)
    order = handed_over(order)
    with refused("digest"):
        orders.approve(order, by=build.vikram(), at=NOW, read=read, reason="As agreed")


@pytest.mark.parametrize(
    "changed",
    [{"area": "urban"}, {"ends_at": ENDS + timedelta(seconds=1)}, {"starts_at": NOW},
     {"restricted_hi": "क", "restricted_en": "k"}],
)  # fmt: skip
def test_whatever_an_order_says_is_in_its_digest(changed: dict) -> None:
    assert orders.digest(drafted(line(**changed))) != orders.digest(drafted())


@pytest.mark.parametrize(("reason", "name"), [(" \n", "reason"), ("as \u202eagreed", "script")])
def test_approval_wants_a_reason_that_can_be_read(reason: str, name: str) -> None:
    order = submitted()
    read, accepted = orders.digest(order), build.accepted_of(order, NOW)
    with refused(name):
        orders.approve(
            order, by=build.vikram(), at=NOW, read=read, reason=reason, accepted=accepted
        )
    assert Order.objects.get(pk=order.pk).state == SUBMITTED


def test_send_back_wants_a_remark_and_keeps_it() -> None:
    order = submitted()
    with refused("remark"):
        orders.send_back(order, by=build.vikram(), at=NOW, remark="  ")
    order = orders.send_back(order, by=build.vikram(), at=NOW, remark="जनपद जाँचें")
    assert (order.state, order.remark) == (DRAFT, "जनपद जाँचें")


def test_a_discarded_draft_stays_on_record() -> None:
    order = orders.discard(drafted(), by=build.asha(), at=NOW)
    assert Order.objects.get(pk=order.pk).state == DISCARDED
    with refused("state"):
        orders.submit(order, by=build.asha(), at=NOW)


@pytest.mark.parametrize(
    ("act", "state"), [("edit", "submitted"), ("discard", "issued"), ("approve", "drafted"),
                       ("send_back", "issued"), ("submit", "submitted")],
)  # fmt: skip
def test_an_act_in_the_wrong_state_is_refused(act: str, state: str) -> None:
    order = {"drafted": drafted, "submitted": submitted, "issued": issued}[state]()
    calls = {
        "edit": lambda: orders.edit(order, order_content(), by=build.asha(), at=NOW),
        "discard": lambda: orders.discard(order, by=build.asha(), at=NOW),
        "submit": lambda: orders.submit(order, by=build.asha(), at=NOW),
        "send_back": lambda: orders.send_back(order, by=build.vikram(), at=NOW, remark="x"),
        "approve": lambda: approved(order),
    }
    with refused("state"):
        calls[act]()


def test_an_order_says_where_and_when() -> None:
    with refused("no_coverage"):
        orders.draft(order_content().__class__(lines=()), by=build.asha(), at=NOW)
    with refused("end_not_after_start"):
        drafted(line(ends_at=STARTS))
    with refused("end_missing"):
        drafted(line(ends_at=None))
    with refused("district_not_served"):
        drafted(line(discom=build.discom(), districts=(build.district("agra"),)))
    with refused("grace_without_outage"):
        drafted(line(grace_hours=1))
    with refused("restricted_one_language"):
        drafted(line(restricted_hi="केवल नगर"))
    with refused("one_language"):
        drafted(text_hi="केवल हिन्दी में")


def test_an_issue_is_never_earlier_than_the_newest_entry() -> None:
    first = approved(submitted(), at=LATER)
    second = approved(submitted_late(), at=LATER - timedelta(seconds=1))
    assert second.issued_at > first.issued_at


def submitted_late() -> Order:
    return handed_over(orders.draft(order_content(), by=build.asha(), at=LATER), at=LATER)


def test_a_clock_far_behind_the_record_is_refused() -> None:
    issued()
    with refused("clock"):
        orders.draft(order_content(), by=build.asha(), at=NOW - timedelta(minutes=1))


@pytest.mark.parametrize("who", ["vikram", "rakesh", "stranger"])
def test_who_may_not_draft(who: str) -> None:
    with refused("role"):
        orders.draft(order_content(), by=getattr(build, who)(), at=NOW)


def test_a_superuser_gets_no_official_act() -> None:
    order = submitted()
    chief = build.person("chief", "तकनीकी", "Technical")
    chief.is_superuser = True
    chief.save()
    with refused("role"):
        approved(order, by=chief)


def test_a_role_that_ended_yesterday_carries_nothing() -> None:
    order = submitted()
    build.vikram().grants.update(ends_on=NOW.date())
    with refused("role"):
        approved(order)
    build.vikram().grants.update(ends_on=LATER.date())
    assert approved(order).state == ISSUED


def test_an_outage_with_a_draft_on_it_cannot_be_called_off() -> None:
    outage = recorded()
    order = drafted(line(until_restored=outage))
    with refused("outage_named"):
        outages.call_off(outage, by=build.asha(), at=NOW)
    orders.discard(order, by=build.asha(), at=NOW)
    assert outages.call_off(outage, by=build.asha(), at=NOW).called_off_at

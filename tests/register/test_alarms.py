"""What staff must look at, kind by kind, each beside a record in which there is nothing."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moratorium.models import Directive, Order, Outage
from moratorium.operations import outages
from moratorium.register import alarms, board
from moratorium.register.alarms import (
    BACKDATED,
    ENDING,
    KINDS,
    OVERDUE,
    PASSED,
    REPORTED,
    UNCOVERED,
    UNSIGNED,
    UNTOLD,
    WAITING,
    Alarm,
)
from tests import builders as build
from tests.builders import NEW_YEAR, ist
from tests.operations.contents import outage_content

pytestmark = pytest.mark.django_db

NOW = ist(2023, 1, 5, 12, 0)
HOUR = timedelta(hours=1)
DAY_11 = ist(2023, 1, 11)


@pytest.fixture(autouse=True)
def supplied() -> None:
    """Purvanchal supplies two districts; a private licensee supplies one."""
    build.served()
    build.served("ballia")
    build.npcl()


def found(kind: str, at: datetime = NOW) -> list[Alarm]:
    return [alarm for alarm in alarms.alarms(board.board(at)) if alarm.kind == kind]


def covering(outage: Outage, **fields: Any) -> Order:
    """An order for every discom until an outage is restored."""
    return build.issued(lines=[{"ends_at": None, "until_restored": outage}], **fields)


def test_an_empty_record_raises_none() -> None:
    assert alarms.alarms(board.board(NOW)) == []


# Uncovered


def test_an_outage_that_no_order_covers() -> None:
    outage = build.outage()
    (alarm,) = found(UNCOVERED)
    assert (alarm.noun, alarm.pk, alarm.name) == ("outage", outage.pk, outage.ref)
    assert (alarm.since, alarm.until) == (NEW_YEAR, None)
    assert {(g.discom, g.area, g.districts) for g in alarm.gaps} == {
        ("PUVVNL", "urban", ("ballia", "varanasi")),
        ("PUVVNL", "rural", ("ballia", "varanasi")),
    }
    assert alarms.uncovered(outage, NOW) == alarm.gaps


def test_an_outage_that_an_order_covers() -> None:
    outage = build.outage()
    covering(outage)
    assert found(UNCOVERED) == []
    assert alarms.uncovered(outage, NOW) == ()


def test_an_order_for_named_places_covers_nothing_surely() -> None:
    outage = build.outage()
    named = {"restricted_hi": "नगर", "restricted_en": "Town", "until_restored": outage}
    build.issued(lines=[named])
    assert len(found(UNCOVERED)) == 1


def test_an_outage_is_uncovered_from_the_end_of_a_dated_order() -> None:
    build.outage()
    build.issued()
    (alarm,) = found(UNCOVERED)
    assert (alarm.since, alarm.until) == (None, DAY_11)


def test_an_expected_end_that_has_passed_leaves_the_outage_open_ended() -> None:
    build.outage(expected_end=ist(2023, 1, 6))
    build.issued()
    assert found(UNCOVERED) == []
    assert found(UNCOVERED, ist(2023, 1, 6) - HOUR) == []
    (alarm,) = found(UNCOVERED, ist(2023, 1, 6))
    assert alarm.until == DAY_11


def test_an_order_to_all_discoms_leaves_a_private_licensee_uncovered() -> None:
    outage = build.outage(discom=build.npcl(), area="urban")
    covering(outage)
    (alarm,) = found(UNCOVERED)
    assert [g.discom for g in alarm.gaps] == ["NPCL"]


def test_a_report_of_restoration_covers_nobody_and_its_confirmation_ends_the_alarm() -> None:
    outage = build.outage(restored_at=NOW, reported_at=NOW, reported_by=build.asha())
    assert len(found(UNCOVERED)) == 1
    build.confirm(outage, at=NOW)
    assert found(UNCOVERED) == []


def test_an_outage_that_is_called_off_raises_none() -> None:
    build.call_off(build.outage(expected_end=ist(2023, 1, 2)))
    assert alarms.alarms(board.board(NOW)) == []


def test_outages_of_one_step_raise_one_alarm_and_others_their_own() -> None:
    build.served("kanpur-nagar", "KESCO")
    first, second, alone = (
        outages.record(outage_content(), by=build.asha(), at=NOW - HOUR),
        build.outage(),
        build.outage(),
    )
    step = outages.record_each(outage_content(), by=build.asha(), at=NOW)
    assert len(step) == 2
    raised = {alarm.pk: alarm for alarm in found(UNCOVERED)}
    assert set(raised) == {first.pk, second.pk, alone.pk, step[0].pk}
    together = raised[step[0].pk]
    assert together.others == (step[1],)
    assert {gap.discom for gap in together.gaps} == {"PUVVNL", "KESCO"}
    assert all(not raised[each.pk].others for each in (first, second, alone))


def test_a_draft_that_is_there_is_named_the_submitted_one_first() -> None:
    outage = build.outage()
    assert found(UNCOVERED)[0].draft is None
    lines = [{"until_restored": outage}]
    draft, waits = build.draft(lines), build.draft(lines)
    assert found(UNCOVERED)[0].draft == draft
    Order.objects.filter(pk=waits.pk).update(state="submitted", submitted_at=NOW)
    assert found(UNCOVERED)[0].draft == waits
    Order.objects.update(state="discarded")
    assert found(UNCOVERED)[0].draft is None


def test_what_of_a_step_has_a_draft_is_told_apart_from_what_has_none() -> None:
    build.served("kanpur-nagar", "KESCO")
    step = outages.record_each(outage_content(), by=build.asha(), at=NOW)
    draft = build.draft([{"until_restored": step[1]}])
    assert [(a.pk, a.others, a.draft) for a in found(UNCOVERED)] == [
        (step[0].pk, (), None), (step[1].pk, (), draft),
    ]  # fmt: skip


# Ends of outages


def test_an_expected_end_that_has_passed() -> None:
    outage = build.outage(expected_end=NOW)
    covering(outage)
    assert found(OVERDUE, NOW - HOUR) == []
    (alarm,) = found(OVERDUE)
    assert (alarm.pk, alarm.since) == (outage.pk, NOW)


def test_a_report_takes_the_place_of_the_overdue_end() -> None:
    reported = {"restored_at": NOW, "reported_at": NOW, "reported_by": build.asha()}
    outage = build.outage(expected_end=NOW - HOUR, **reported)
    covering(outage)
    assert found(OVERDUE) == []
    assert [(a.pk, a.since) for a in found(REPORTED)] == [(outage.pk, NOW)]
    build.confirm(outage, at=NOW)
    assert found(REPORTED) == []


def test_a_printed_end_that_has_passed_while_the_outage_was_prolonged() -> None:
    outage = build.outage(expected_end=NOW + HOUR)
    line = {"until_restored": outage}
    order = build.issued(lines=[line | {"ends_at": NOW}, line | {"ends_at": NOW - HOUR}])
    assert found(PASSED, NOW - 2 * HOUR) == []
    (alarm,) = found(PASSED)
    assert (alarm.pk, alarm.since) == (order.pk, NOW - HOUR)
    build.issue(build.draft([line | {"ends_at": NOW + HOUR}], amends=order), NOW)
    assert found(PASSED) == []


def test_a_printed_end_is_no_alarm_where_the_outage_has_one_or_is_over() -> None:
    late, endless = build.outage(expected_end=NOW), build.outage()
    for outage in (late, endless):
        build.issued(lines=[{"until_restored": outage, "ends_at": NOW, "grace_hours": 24}])
    assert [a.since for a in found(PASSED)] == [NOW], "no end of the second is expected"
    build.confirm(endless, at=NOW)
    assert found(PASSED) == []
    assert [a.pk for a in found(OVERDUE)] == [late.pk]


# Orders


def test_a_protection_that_ends_within_a_day() -> None:
    order = build.issued()
    assert found(ENDING, DAY_11 - timedelta(hours=24, seconds=1)) == []
    (alarm,) = found(ENDING, DAY_11 - timedelta(hours=24))
    assert (alarm.noun, alarm.pk, alarm.until) == ("order", order.pk, DAY_11)
    assert alarm.name == order.number
    assert found(ENDING, DAY_11) == []


def test_a_protection_without_a_known_end_does_not_end_soon() -> None:
    build.issued(lines=[{"until_restored": build.outage()}])
    assert found(ENDING, DAY_11 - HOUR) == []
    assert found(ENDING, DAY_11 + HOUR) == []


def test_a_line_that_ends_soon_is_seen_beside_one_that_is_to_come() -> None:
    build.issued(lines=[{"area": "urban", "ends_at": NOW + HOUR},
                        {"area": "rural", "starts_at": NOW + HOUR}])  # fmt: skip
    assert [a.until for a in found(ENDING)] == [NOW + HOUR]


def test_an_order_that_waits_for_approval() -> None:
    draft = build.draft()
    assert found(WAITING) == []
    Order.objects.filter(pk=draft.pk).update(
        state="submitted", submitted_at=NOW - HOUR, submitted_by=build.asha()
    )
    (alarm,) = found(WAITING)
    assert (alarm.pk, alarm.since, alarm.title) == (draft.pk, NOW - HOUR, draft.title)
    build.issue(draft, at=NOW)
    assert found(WAITING) == []


def test_an_assurance_that_no_signed_order_has_followed() -> None:
    assurance = build.issued(basis="assurance")
    (alarm,) = found(UNSIGNED)
    assert (alarm.pk, alarm.since) == (assurance.pk, NEW_YEAR)
    build.issued(at=NOW - HOUR, amends=assurance)
    assert found(UNSIGNED) == []


def test_an_assurance_that_prolongs_another_is_as_old_as_the_first() -> None:
    first = build.issued(basis="assurance")
    second = build.issued(at=NOW - 2 * HOUR, basis="assurance", amends=first)
    third = build.issued(at=NOW - HOUR, basis="assurance", amends=second)
    other = build.issued(at=NOW - 3 * HOUR, basis="assurance")
    assert [(a.pk, a.since) for a in found(UNSIGNED)] == [
        (third.pk, NEW_YEAR), (other.pk, NOW - 3 * HOUR),
    ]  # fmt: skip


def test_an_assurance_after_a_signed_order_is_counted_from_itself() -> None:
    given = build.issued(basis="assurance")
    signed = build.issued(at=NOW - 3 * HOUR, amends=given)
    anew = build.issued(at=NOW - 2 * HOUR, basis="assurance", amends=signed)
    head = build.issued(at=NOW - HOUR, basis="assurance", amends=anew)
    assert [(a.pk, a.since) for a in found(UNSIGNED)] == [(head.pk, NOW - 2 * HOUR)]


def test_an_assurance_that_has_ended_is_not_asked_after() -> None:
    build.issued(basis="assurance")
    assert found(UNSIGNED, DAY_11) == []


def test_an_order_that_starts_before_it_was_issued() -> None:
    order = build.issued(at=NEW_YEAR + HOUR)
    (alarm,) = found(BACKDATED)
    assert (alarm.pk, alarm.since) == (order.pk, NEW_YEAR)


def test_an_order_that_starts_as_it_is_issued_is_not_backdated() -> None:
    build.issued()
    build.issued(lines=[{"starts_at": NOW + HOUR}])
    assert found(BACKDATED) == []


def test_an_amendment_that_restates_the_old_start_is_not_backdated() -> None:
    first = build.issued()
    build.issued(at=NOW - HOUR, amends=first, lines=[{"ends_at": ist(2023, 1, 20)}])
    assert found(BACKDATED) == []


def test_an_amendment_that_reaches_back_is() -> None:
    first = build.issued(lines=[{"area": "urban"}])
    wider = build.issued(at=NOW - HOUR, amends=first, lines=[{"area": "any"}])
    assert [(a.pk, a.since) for a in found(BACKDATED)] == [(wider.pk, NEW_YEAR)]


def test_an_amendment_across_a_time_that_nothing_protected_is() -> None:
    first = build.issued(lines=[{"ends_at": ist(2023, 1, 3)}])
    again = build.issued(at=NOW - HOUR, amends=first)
    assert [a.pk for a in found(BACKDATED)] == [again.pk]


# Order and cost


# Untold


def directive(order: Order, state: str = "") -> Directive:
    draft = build.directive(order, offices=[build.office(f"Z{order.pk}-{state}", "zone")])
    if state == "issued":
        return build.issue_directive(draft, NOW)
    Directive.objects.filter(pk=draft.pk).update(state=state)
    return draft


def test_an_order_in_force_that_no_directive_has_told_of() -> None:
    order = build.issued()
    (alarm,) = found(UNTOLD)
    assert (alarm.noun, alarm.pk, alarm.since) == ("order", order.pk, NEW_YEAR)
    assert alarm.draft is None
    directive(order, "discarded")
    assert found(UNTOLD)[0].draft is None
    drafted = directive(order, "draft")
    assert found(UNTOLD)[0].draft == drafted
    waits = directive(order, "submitted")
    assert found(UNTOLD)[0].draft == waits
    directive(order, "issued")
    assert found(UNTOLD) == []


def test_only_the_version_in_force_is_to_be_told() -> None:
    first = build.issued()
    directive(first, "issued")
    second = build.issued(NOW - HOUR, amends=first)
    assert [alarm.pk for alarm in found(UNTOLD)] == [second.pk]
    build.issued(NOW - HOUR / 2, amends=second, lift=True)
    assert found(UNTOLD) == []


def test_what_is_to_come_has_ended_or_was_imported_is_not_to_be_told() -> None:
    build.issued(lines=[{"starts_at": NOW + HOUR}])
    build.issued(lines=[{"ends_at": NOW - HOUR}])
    build.issued(imported=True)
    assert found(UNTOLD) == []


def test_the_most_urgent_stand_first_and_then_the_earliest() -> None:
    build.outage(starts_at=ist(2023, 1, 3), expected_end=ist(2023, 1, 4))
    build.outage(starts_at=ist(2023, 1, 2))
    build.outage(starts_at=NOW + HOUR)
    build.issued(at=NOW, basis="assurance", lines=[{"area": "urban", "ends_at": NOW + HOUR}])
    Order.objects.filter(pk=build.draft().pk).update(state="submitted", submitted_at=NOW)
    seen = alarms.alarms(board.board(NOW))
    ranks = [KINDS.index(alarm.kind) for alarm in seen]
    assert ranks == sorted(ranks)
    kinds = {UNCOVERED, UNTOLD, OVERDUE, ENDING, WAITING, UNSIGNED, BACKDATED}
    assert kinds == {alarm.kind for alarm in seen}
    moments = [a.since or a.until for a in seen if a.kind == UNCOVERED]
    assert moments == [ist(2023, 1, 2), ist(2023, 1, 3), NOW + HOUR]


def cost() -> int:
    with CaptureQueriesContext(connection) as captured:
        alarms.alarms(board.board(NOW))
    return len(captured)


def test_few_queries_however_much_is_in_force() -> None:
    costs = []
    for count in (5, 50):
        while Outage.objects.count() < count:
            outage = build.outage(("ballia",), expected_end=NOW - HOUR)
            first = build.issued(basis="assurance")
            covering(outage, amends=first, at=NOW - HOUR)
        assert len(board.board(NOW).current) == count
        costs.append(cost())
    assert costs[0] == costs[1] <= 16

"""A billing outage recorded, prolonged, called off, and restored by two persons."""

from datetime import timedelta

import pytest

from moratorium.models import Entry
from moratorium.operations import outages
from tests import builders as build

from .contents import ENDS, LATER, NOW, STARTS, outage_content, recorded, refused

pytestmark = pytest.mark.django_db

AFTER = STARTS + timedelta(hours=30)
RESTORED = STARTS + timedelta(hours=20)


def test_an_outage_is_recorded_with_a_reference_of_its_own() -> None:
    assert recorded().ref == "BO/2025-26/0001"
    assert recorded().ref == "BO/2025-26/0002"
    assert Entry.objects.filter(act="outage.recorded", public=True).count() == 2


def test_a_reference_is_used_once() -> None:
    recorded(ref="2026-01-upgrade")
    with refused("taken"):
        recorded(ref="2026-01-upgrade")


def test_an_outage_ends_after_it_starts_where_its_discom_supplies() -> None:
    with refused("end_not_after_start"):
        recorded(expected_end=STARTS)
    with refused("district_not_served"):
        recorded(discom=build.discom(), districts=(build.district("agra"),))


def test_a_prolonged_outage_ends_later() -> None:
    outage = recorded()
    with refused("end_not_later"):
        outages.prolong(outage, expected_end=ENDS, by=build.asha(), at=NOW)
    later = ENDS + timedelta(hours=1)
    outage = outages.prolong(outage, expected_end=later, by=build.asha(), at=NOW)
    assert outage.expected_end == later


def reported(**fields: object) -> object:
    outage = recorded(**fields)
    return outages.report_restored(outage, restored_at=RESTORED, by=build.asha(), at=AFTER)


def test_restoration_is_reported_by_one_and_confirmed_by_another() -> None:
    outage = reported()
    outage = outages.confirm_restored(outage, restored_at=RESTORED, by=build.vikram(), at=AFTER)
    assert outage.confirmed_at > outage.restored_at
    assert outage.confirmed_by == build.vikram()
    public = Entry.objects.filter(public=True).order_by("seq").values_list("act", flat=True)
    assert list(public) == ["outage.recorded", "outage.confirmed"]


def test_whoever_reported_it_cannot_confirm_it() -> None:
    both = build.person("bela", "बेला", "Bela", "maker", "checker")
    outage = outages.report_restored(recorded(), restored_at=RESTORED, by=both, at=AFTER)
    with refused("two_persons_restoration"):
        outages.confirm_restored(outage, restored_at=RESTORED, by=both, at=AFTER)


def test_a_confirmation_names_the_report_that_was_read() -> None:
    outage = outages.withdraw_report(reported(), by=build.asha(), at=AFTER)
    earlier = RESTORED - timedelta(hours=1)
    outage = outages.report_restored(outage, restored_at=earlier, by=build.asha(), at=AFTER)
    with refused("digest"):
        outages.confirm_restored(outage, restored_at=RESTORED, by=build.vikram(), at=AFTER)


def test_a_report_lies_between_the_start_and_now() -> None:
    outage = recorded()
    with refused("restored_before_start"):
        outages.report_restored(
            outage, restored_at=STARTS - timedelta(seconds=1), by=build.asha(), at=AFTER
        )
    with refused("restored_in_future"):
        outages.report_restored(
            outage, restored_at=AFTER + timedelta(hours=1), by=build.asha(), at=AFTER
        )


def test_a_confirmed_outage_is_never_reopened() -> None:
    outage = outages.confirm_restored(reported(), restored_at=RESTORED, by=build.vikram(), at=AFTER)
    with refused("outage_closed"):
        outages.withdraw_report(outage, by=build.asha(), at=AFTER)
    with refused("outage_closed"):
        outages.prolong(outage, expected_end=AFTER, by=build.asha(), at=AFTER)


def test_an_outage_called_off_is_closed() -> None:
    outage = outages.call_off(recorded(), by=build.asha(), at=NOW)
    with refused("state"):
        outages.report_restored(outage, restored_at=RESTORED, by=build.asha(), at=AFTER)


@pytest.mark.parametrize("who", ["vikram", "rakesh", "stranger"])
def test_who_may_not_record(who: str) -> None:
    with refused("role"):
        outages.record(outage_content(), by=getattr(build, who)(), at=LATER)


def test_a_maker_may_not_confirm() -> None:
    outage = reported()
    other = build.person("gita", "गीता", "Gita", "maker")
    with refused("role"):
        outages.confirm_restored(outage, restored_at=RESTORED, by=other, at=AFTER)

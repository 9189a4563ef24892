"""The historical record: what it says of the case that the portal was made from."""

from datetime import datetime

import pytest
from django.utils import timezone

from moratorium.management.historical import HISTORICAL
from moratorium.models import Entry, Order, Outage
from moratorium.operations import record
from moratorium.register import places as register_places
from moratorium.register import verdicts
from moratorium.rules.instants import IST
from moratorium.rules.protection import Verdict

NUMBER = "ASSURANCE/2022-12-29"
THROUGH_4_JANUARY = datetime(2023, 1, 5, tzinfo=IST)


@pytest.fixture(autouse=True)
def _taken(places: None) -> None:
    record.import_record(HISTORICAL.read_bytes(), at=timezone.now())


def ist(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=IST)  # type: ignore[arg-type, misc]


def ask(
    discom: str, area: str, at: datetime, known_at: datetime | None = None, district: str = ""
) -> Verdict:
    place = register_places.load().place(discom, area, district or None)
    [verdict] = verdicts.ask([verdicts.Question(place, at, known_at or timezone.now())])
    return verdict


def test_rural_purvanchal_at_the_end_of_december() -> None:
    verdict = ask("PUVVNL", "rural", ist(2022, 12, 31, 12), district="varanasi")
    assert (verdict.verdict, verdict.orders) == ("protected", (NUMBER,))
    assert verdict.until == verdict.stated_until == THROUGH_4_JANUARY


def test_nothing_ended_by_the_clock_as_was_known_then() -> None:
    noon = ist(2022, 12, 31, 12)
    verdict = ask("PUVVNL", "rural", noon, known_at=noon)
    assert (verdict.verdict, verdict.until, verdict.open_ended) == ("protected", None, True)


def test_urban_lucknow() -> None:
    during = ask("MVVNL", "urban", ist(2022, 12, 30, 20, 59), district="lucknow")
    assert (during.verdict, during.until) == ("protected", ist(2022, 12, 30, 21))
    assert ask("MVVNL", "urban", ist(2022, 12, 30, 21)).verdict == "not_protected"
    assert ask("MVVNL", "urban", ist(2022, 12, 29, 17, 59)).verdict == "not_protected"
    assert ask("MVVNL", "rural", ist(2022, 12, 30)).verdict == "not_protected"


def test_urban_purvanchal_is_protected_as_long_as_its_own_line_says() -> None:
    assert ask("PUVVNL", "urban", ist(2022, 12, 30)).until == THROUGH_4_JANUARY


@pytest.mark.parametrize("discom", ["NPCL", "TORRENT"])
def test_others_than_the_state_discoms_are_not_named(discom: str) -> None:
    assert ask(discom, "urban", ist(2022, 12, 30)).verdict == "not_protected"


def test_before_the_assurance_nothing_was_known() -> None:
    at = ist(2022, 12, 29, 18, 30)
    assert ask("MVVNL", "urban", at).verdict == "protected"
    early = ask("MVVNL", "urban", at, known_at=ist(2022, 12, 29, 18, 40, 59))
    assert (early.verdict, early.next_change) == ("not_protected", None)


def test_the_outages_of_2023_protect_nobody() -> None:
    assert ask("PVVNL", "urban", ist(2023, 2, 1, 12)).verdict == "not_protected"
    assert Outage.objects.count() == 4


def test_it_is_recorded_as_what_it_is() -> None:
    order = Order.objects.get()
    assert (order.basis, order.number, order.lines.count()) == ("assurance", NUMBER, 2)
    assert Entry.objects.filter(act="order.assured", subject=NUMBER).count() == 1
    for text in (order.text_hi, order.text_en):
        assert "18:41 IST" in text
    for outage in Outage.objects.all():
        assert outage.restored_at == outage.confirmed_at == outage.expected_end
        assert "assumed" in outage.note_en
        assert "मानकर" in outage.note_hi
        assert outage.sources


def test_it_is_taken_once() -> None:
    assert not record.import_record(HISTORICAL.read_bytes(), at=timezone.now()).changed

"""Outages on the desk: every step in both languages, what is refused, and who may not."""

from datetime import timedelta
from typing import Any

import pytest

from moratorium.models import Entry, Order, Outage
from moratorium.rules.lifecycle import CALLED_OFF, CONFIRMED, OPEN, REFUSALS, REPORTED
from tests import builders as build
from tests.builders import ist

from . import desk
from .desk import PREFIXES, moment, page, typed_outage

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("prefix", PREFIXES)


def words(name: str, prefix: str) -> str:
    return REFUSALS[name]["en" if prefix else "hi"]


def recorded(prefix: str = "", **fields: Any) -> Outage:
    response = desk.of(build.asha()).post(page(prefix, "outage", "add"), typed_outage(**fields))
    assert response.status_code == 302, desk.text(response)
    return Outage.objects.latest("pk")


def act(person: Any, outage: Outage, name: str, prefix: str = "", **typed: Any) -> Any:
    return desk.of(person).post(page(prefix, "outage", outage.pk, name), typed)


def reported() -> Outage:
    outage = recorded()
    assert act(build.asha(), outage, "report_restored", **PAST).status_code == 302
    outage.refresh_from_db()
    return outage


PAST = moment("restored_at", "2026-01-07", "09:00")


@both
def test_an_outage_is_recorded(prefix: str) -> None:
    build.served()
    outage = recorded(
        prefix, discom="PUVVNL", districts=["varanasi"], sources="ETV | 2026-01-05 | https://e.in"
    )
    assert outage.starts_at == ist(2026, 1, 6, 18, 0)
    assert outage.expected_end == ist(2026, 1, 8), "a date alone means through that day"
    assert [d.slug for d in outage.districts.all()] == ["varanasi"]
    assert outage.services == ["payment", "counters"]
    assert outage.sources == [{"title": "ETV", "date": "2026-01-05", "url": "https://e.in"}]
    assert outage.recorded_by == build.asha()
    assert Entry.objects.get().act == "outage.recorded"


@both
def test_it_is_prolonged_reported_withdrawn_reported_and_confirmed(prefix: str) -> None:
    outage = recorded(prefix)
    act(build.asha(), outage, "prolong", prefix, **moment("expected_end", "2026-01-09", "21:00"))
    outage.refresh_from_db()
    assert outage.expected_end == ist(2026, 1, 9, 21, 0)
    for name, state in (
        ("report_restored", REPORTED), ("withdraw_report", OPEN), ("report_restored", REPORTED),
    ):  # fmt: skip
        response = act(build.asha(), outage, name, prefix, **PAST)
        assert response.headers["Location"] == page(prefix, "outage", outage.pk, "change")
        outage.refresh_from_db()
        assert outage.state == state
    checker = desk.of(build.vikram())
    shown = checker.get(page(prefix, "outage", outage.pk, "change"))
    assert desk.offers(shown) == ["confirm_restored"]
    read = desk.hidden(shown, "restored_at")
    checker.post(page(prefix, "outage", outage.pk, "confirm_restored"), {"restored_at": read})
    outage.refresh_from_db()
    assert outage.state == CONFIRMED
    assert outage.confirmed_by == build.vikram()


@both
def test_what_has_not_begun_is_not_offered_to_be_restored(prefix: str, time_machine: Any) -> None:
    outage = recorded(prefix)
    for hour, offered in ((17, False), (18, True)):
        time_machine.move_to(ist(2026, 1, 6, hour), tick=False)
        opened = desk.of(build.asha()).get(page(prefix, "outage", outage.pk, "change"))
        said = desk.text(opened)
        assert ('id="report_restored-form"' in said) == offered
        assert 'id="prolong-form"' in said


@both
def test_it_is_called_off(prefix: str) -> None:
    outage = recorded(prefix)
    act(build.asha(), outage, "call_off", prefix)
    outage.refresh_from_db()
    assert outage.state == CALLED_OFF


@both
@pytest.mark.parametrize(
    ("typed", "words_hi", "words_en"),
    [
        (
            moment("expected_end", "2026-01-05"),
            REFUSALS["end_not_after_start"].hi,
            REFUSALS["end_not_after_start"].en,
        ),
        (moment("starts_at", "", "18:00"), "दिनांक भी लिखें।", "Give the date as well."),
        (moment("starts_at", "9999-12-31"), "2000 से 2100", "between 2000 and 2100"),
        ({"note_hi": "टिप्पणी"}, REFUSALS["one_language"].hi, REFUSALS["one_language"].en),
        ({"sources": "ETV | yesterday"}, "पंक्ति 1:", "Line 1: write the date as 2022-12-29."),
        ({"sources": "ETV || ftp://x"}, "http://", "must begin with http:// or https://"),
        ({"sources": "a|b|c|d"}, "शीर्षक | दिनांक", "write title | date | address."),
        (
            {"discom": "KESCO", "districts": ["varanasi"]},
            "आपूर्ति नहीं करता",
            "The discom does not serve this district",
        ),
    ],
)
def test_a_refused_form_keeps_what_was_typed(
    prefix: str, typed: dict[str, Any], words_hi: str, words_en: str
) -> None:
    build.served()
    build.discom("KESCO")
    client = desk.of(build.asha())
    before = desk.everything()
    response = client.post(page(prefix, "outage", "add"), typed_outage(**typed))
    assert response.status_code == 200
    said = desk.text(response)
    assert (words_en if prefix else words_hi) in said
    assert 'value="Server upgrade"' in said
    for value in typed.values():
        assert all(each in said for each in ([value] if isinstance(value, str) else value))
    assert desk.everything() == before


@both
@pytest.mark.parametrize("typed", [moment("restored_at", "2026-01-07"), {}, moment("restored_at")])
def test_a_restoration_has_a_date_and_a_time(prefix: str, typed: dict[str, str]) -> None:
    outage = recorded()
    before = desk.everything()
    response = act(build.asha(), outage, "report_restored", prefix, **typed)
    assert response.status_code == 409
    if typed.get("restored_at_0"):
        assert 'value="2026-01-07"' in desk.text(response)
    assert desk.everything() == before


@both
def test_a_refused_act_says_why_and_keeps_what_was_typed(prefix: str) -> None:
    outage = recorded()
    typed = moment("restored_at", "2026-01-06", "09:41")
    response = act(build.asha(), outage, "report_restored", prefix, **typed)
    assert response.status_code == 409
    assert words("restored_before_start", prefix) in desk.text(response)
    assert 'value="09:41"' in desk.text(response)
    assert page("/en", "outage", outage.pk, "change") in desk.text(response) or prefix


def test_what_is_recorded_is_only_read() -> None:
    outage = recorded()
    client = desk.of(build.asha())
    shown = client.get(page("", "outage", outage.pk, "change"))
    assert "<textarea" not in desk.text(shown)
    assert desk.offers(shown) == ["report_restored", "prolong", "call_off"]
    assert client.post(page("", "outage", outage.pk, "change"), typed_outage()).status_code == 403


def test_a_confirmation_of_another_hour_is_refused() -> None:
    outage = reported()
    for read in ("2026-01-07T08:00:00+05:30", "", "yesterday"):
        response = act(build.vikram(), outage, "confirm_restored", restored_at=read)
        assert response.status_code == 409
        assert REFUSALS["digest"].hi in desk.text(response)
    outage.refresh_from_db()
    assert outage.state == REPORTED


@both
def test_a_stale_button_is_refused_in_words(prefix: str) -> None:
    outage = recorded()
    act(build.asha(), outage, "call_off")
    for name in ("call_off", "prolong", "report_restored"):
        typed = PAST | moment("expected_end", "2026-02-01")
        response = act(build.asha(), outage, name, prefix, **typed)
        assert response.status_code == 409
        assert words("state", prefix) in desk.text(response)


def test_morning_and_evening_do_not_look_alike() -> None:
    recorded(**moment("starts_at", "2026-01-06", "09:00"))
    recorded(**moment("starts_at", "2026-01-06", "21:00"))
    listed = desk.text(desk.of(build.asha()).get(page("", "outage")))
    assert "सुबह 9:00 बजे (09:00 IST)" in listed
    assert "रात 9:00 बजे (21:00 IST)" in listed


def test_an_act_is_not_a_link() -> None:
    outage = recorded()
    address = page("", "outage", outage.pk, "call_off")
    assert desk.of(build.asha()).get(address).status_code == 405


# What the confirmation ends, read before the button


@both
def test_the_confirmer_reads_what_the_confirmation_ends(prefix: str) -> None:
    build.served()
    outage = reported()
    later = ist(2101, 1, 1) - timedelta(days=1)
    lines = [{"until_restored": outage, "ends_at": end} for end in (None, later)]
    first, second = (build.issued(lines=[line]) for line in lines)
    said = desk.text(desk.of(build.vikram()).get(page(prefix, "outage", outage.pk, "change")))
    told, _, rest = said.partition('id="confirm_restored-ending"')[2].partition("<form")
    assert 'id="confirm_restored-form"' in rest
    for order in (first, second):
        assert f'<a href="{page(prefix, "order", order.pk, "change")}">{order.number}</a>' in told
    for words in (
        ("at the moment of the confirmation", "Nobody loses protection then",
         "goes on through 30 December 2100", "1 district loses protection then.")
        if prefix else
        ("पुष्टि होते ही", "तब किसी का संरक्षण नहीं हटेगा",
         "30 दिसंबर 2100, रात 12:00 बजे तक (24:00 IST)", "तब 1 जनपद का संरक्षण हट जाएगा।")
    ):  # fmt: skip
        assert words in told


@both
def test_the_reporter_reads_it_as_if_it_were_restored_now(prefix: str) -> None:
    outage = recorded()
    build.issued(lines=[{"until_restored": outage, "ends_at": None}])
    said = desk.text(desk.of(build.asha()).get(page(prefix, "outage", outage.pk, "change")))
    told = said.partition('id="report_restored-ending"')[2].partition("<form")[0]
    assert ("if billing were restored now" if prefix else "यदि बिलिंग अभी बहाल") in told


@both
def test_it_is_said_that_a_confirmation_ends_nothing(prefix: str) -> None:
    outage = reported()
    said = desk.text(desk.of(build.vikram()).get(page(prefix, "outage", outage.pk, "change")))
    assert ("the confirmation ends none" if prefix else "पुष्टि से कोई संरक्षण समाप्त नहीं होगा") in said


# Who may not


@both
def test_what_an_order_rests_on_is_not_offered_to_be_called_off(prefix: str) -> None:
    outage = recorded()
    address = page(prefix, "outage", outage.pk, "change")
    client = desk.of(build.asha())
    assert "call_off" in desk.offers(client.get(address))
    draft = build.draft(lines=[{"until_restored": outage}])
    shown = client.get(address)
    assert "call_off" not in desk.offers(shown)
    assert words("outage_named", prefix) in desk.text(shown)
    Order.objects.filter(pk=draft.pk).update(state="discarded")
    assert "call_off" in desk.offers(client.get(address))


def test_the_reporter_is_told_why_another_must_confirm() -> None:
    both_roles = build.person("dhruv", "ध्रुव", "Dhruv", "maker", "checker")
    outage = recorded()
    act(both_roles, outage, "report_restored", **PAST)
    shown = desk.of(both_roles).get(page("", "outage", outage.pk, "change"))
    assert REFUSALS["two_persons_restoration"].hi in desk.text(shown)
    assert "confirm_restored" not in desk.offers(shown)
    pressed = act(both_roles, outage, "confirm_restored", restored_at="2026-01-07T09:00:00+05:30")
    assert pressed.status_code == 409
    outage.refresh_from_db()
    assert outage.state == REPORTED


@pytest.mark.parametrize("name", ["prolong", "report_restored", "call_off"])
def test_whoever_may_only_look_presses_nothing(name: str) -> None:
    outage = recorded()
    typed = PAST | moment("expected_end", "2026-02-01")
    for person in (build.vikram(), desk.auditor(), desk.chief()):
        shown = desk.of(person).get(page("", "outage", outage.pk, "change"))
        assert desk.offers(shown) == []
        before = desk.everything()
        response = act(person, outage, name, **typed)
        assert response.status_code == 409
        assert REFUSALS["role"].hi in desk.text(response)
        assert desk.everything() == before


def test_only_makers_record() -> None:
    for person in (build.vikram(), desk.auditor(), desk.chief(), desk.keeper()):
        client = desk.of(person)
        assert client.get(page("", "outage", "add")).status_code == 403
        assert client.post(page("", "outage", "add"), typed_outage()).status_code == 403
    assert not Outage.objects.exists()


def test_outsiders_are_sent_to_the_door() -> None:
    outage = recorded()
    for person in (*desk.outsiders(), None):
        client = desk.of(person)
        for address in (page("", "outage"), page("", "outage", outage.pk, "change")):
            assert "/login/" in client.get(address).headers["Location"]
        pressed = client.post(page("", "outage", outage.pk, "call_off"))
        assert "/login/" in pressed.headers["Location"]
    outage.refresh_from_db()
    assert outage.state == OPEN


def test_the_keeper_of_reference_data_sees_no_outage() -> None:
    outage = recorded()
    client = desk.of(desk.keeper())
    assert client.get(page("", "outage", outage.pk, "change")).status_code == 403
    assert client.post(page("", "outage", outage.pk, "call_off")).status_code == 403

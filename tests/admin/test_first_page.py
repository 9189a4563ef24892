"""The first page of the desk: the state of things, for each role in both languages."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from moratorium.models import Directive, Order, Outage, Person
from tests import builders as build

from . import desk
from .desk import PREFIXES, page

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("prefix", PREFIXES)
HOUR = timedelta(hours=1)
READERS = [build.asha, build.vikram, desk.auditor, desk.chief]


@pytest.fixture(autouse=True)
def supplied() -> None:
    for slug in ("varanasi", "ballia"):
        build.served(slug)


def shown(person: Person, prefix: str = "") -> str:
    response = desk.of(person).get(f"{prefix}/admin/")
    assert response.status_code == 200
    return desk.text(response)


def down(districts: tuple[str, ...] = (), **fields: Any) -> Outage:
    return build.outage(districts, **{"starts_at": timezone.now() - 3 * HOUR} | fields)


def in_force(**fields: Any) -> Order:
    now = timezone.now()
    line = {"starts_at": now - HOUR, "ends_at": now + 48 * HOUR}
    return build.issued(now - HOUR, lines=[line | fields.pop("line", {})], **fields)


def made_known(order: Order, state: str = "issued") -> Directive:
    """A directive of Asha's that tells of an order, or would."""
    office = build.office(f"Z{Directive.objects.count()}", "zone")
    directive = build.directive(order, offices=[office])
    if state == "issued":
        return build.issue_directive(directive, timezone.now() - HOUR)
    since = {"submitted_by": build.asha(), "submitted_at": timezone.now() - HOUR}
    more = since if state == "submitted" else {}
    Directive.objects.filter(pk=directive.pk).update(state=state, **more)
    directive.refresh_from_db()
    return directive


def submitted(by: Person, **fields: Any) -> Order:
    draft = build.draft(drafted_by=by, **fields)
    Order.objects.filter(pk=draft.pk).update(
        state="submitted", submitted_by=by, submitted_at=timezone.now() - HOUR
    )
    return draft


@both
@pytest.mark.parametrize("who", READERS)
def test_an_empty_record_says_so_plainly(who: Any, prefix: str) -> None:
    said = shown(who(), prefix)
    assert ("No order is in force." if prefix else "कोई आदेश प्रभावी नहीं है।") in said
    assert ("No alarm: every outage" if prefix else "कोई चेतावनी नहीं: दर्ज हर व्यवधान") in said


@both
@pytest.mark.parametrize("who", READERS)
def test_what_is_in_force_stands_first(who: Any, prefix: str) -> None:
    order = in_force(line={"discom": build.discom(), "area": "urban"})
    said = shown(who(), prefix)
    assert f'href="{page(prefix, "order", order.pk, "change")}"' in said
    assert order.number in said
    assert ("signed order" if prefix else "हस्ताक्षरित आदेश") in said
    assert ("urban areas" if prefix else "शहरी क्षेत्र") in said
    assert ("all districts" if prefix else "सभी जनपद") in said
    parts = ["in-force-heading", "alarms-heading", "lists-heading"]
    places = [said.find(f'id="{part}"') for part in parts]
    assert 0 < places[0] < places[1] < places[2]


@both
def test_an_end_that_is_not_known_is_said(prefix: str) -> None:
    in_force(line={"until_restored": down()})
    words = "the end is not known yet" if prefix else "बिलिंग बहाल होने की पुष्टि"
    assert words in shown(build.asha(), prefix)


@both
def test_an_uncovered_outage_leads_to_the_draft_that_would_cover_it(prefix: str) -> None:
    outage = down(("ballia",), discom=build.discom(), area="urban")
    said = shown(build.asha(), prefix)
    wrong = "people cannot pay and can be cut" if prefix else "उनकी बिजली काटी जा सकती है"
    age = "Uncovered for 3 hours" if prefix else "3 घंटे से कोई आदेश नहीं"
    for words in (
        wrong, age, "with no known end" if prefix else "अंत ज्ञात नहीं",
        "district Ballia" if prefix else "जनपद Ballia",
        page(prefix, "outage", outage.pk, "shield"), page(prefix, "outage", outage.pk, "change"),
    ):  # fmt: skip
        assert words in said
    in_force(line={"starts_at": outage.starts_at, "until_restored": outage})
    assert wrong not in shown(build.asha(), prefix)


@both
def test_the_alarms_are_one_step_away_on_a_phone(prefix: str) -> None:
    assert "#alarms-heading" not in shown(build.asha(), prefix)
    down()
    words = "Alarms: 1" if prefix else "चेतावनियाँ: 1"
    assert f'<a href="#alarms-heading">{words}</a>' in shown(build.asha(), prefix)


@both
def test_an_uncovered_outage_with_a_draft_leads_to_the_draft(prefix: str) -> None:
    outage = down()
    draft = build.draft([{"until_restored": outage}])
    alarm = 'class="alarm grave"'
    edit, decide = (page(prefix, "order", draft.pk, name) for name in ("change", "approve"))
    offer = page(prefix, "outage", outage.pk, "shield")
    said = shown(build.asha(), prefix)
    assert alarm in said
    assert offer not in said
    words = f"Draft {draft.pk} is for it" if prefix else f"प्रारूप {draft.pk} बना है"
    assert words in said
    assert f'href="{edit}" aria-describedby="alarm-1"' in said
    assert f'href="{edit}" aria-describedby' not in shown(build.vikram(), prefix)
    Order.objects.update(state="submitted", submitted_at=timezone.now())
    said = shown(build.vikram(), prefix)
    assert alarm in said
    words = f"Draft {draft.pk} would cover" if prefix else f"प्रारूप {draft.pk} से संरक्षण मिलेगा"
    assert words in said
    assert f'href="{decide}" aria-describedby="alarm-1"' in said
    maker = shown(build.asha(), prefix)
    assert offer not in maker
    assert f'<a href="{edit}">{words}' in maker


@both
def test_an_uncovered_time_to_come_says_when(prefix: str) -> None:
    down(starts_at=timezone.now() + 5 * HOUR + timedelta(seconds=30))
    words = "Uncovered in 5 hours" if prefix else "5 घंटे में कोई आदेश नहीं रहेगा"
    assert words in shown(build.asha(), prefix)


@pytest.mark.parametrize("who", [build.vikram, desk.auditor, desk.chief])
def test_the_form_is_offered_to_whoever_may_use_it(who: Any) -> None:
    address = f'href="{page("", "outage", down().pk, "shield")}" aria-describedby="alarm-1"'
    assert address in shown(build.asha())
    assert address not in shown(who())


def test_many_districts_are_counted_and_unfold() -> None:
    slugs = tuple(f"district-{n}" for n in range(8))
    for slug in slugs:
        build.served(slug)
    down(slugs)
    said = shown(build.asha(), "/en")
    assert "<summary>8 districts</summary>District 0, District 1" in said
    Outage.objects.update(called_off_at=timezone.now())
    down(slugs[:6])
    assert "<summary>" not in shown(build.asha(), "/en")


@both
def test_the_other_alarms_in_words(prefix: str) -> None:
    now = timezone.now()
    late = down(expected_end=now - 2 * HOUR)
    told = down(restored_at=now - HOUR, reported_at=now - HOUR, reported_by=build.asha())
    order = in_force(basis="assurance", line={"starts_at": now - 5 * HOUR, "ends_at": now + HOUR})
    waits = submitted(build.asha())
    maker, checker = shown(build.asha(), prefix), shown(build.vikram(), prefix)
    english = [
        "nobody has reported that billing is restored", "nobody has confirmed it",
        "ends soon", "waits for approval", "no signed order has followed", "before it was issued",
    ]  # fmt: skip
    hindi = [
        "सूचना किसी ने नहीं दी है", "पुष्टि किसी ने नहीं की है", "शीघ्र समाप्त हो रही है",
        "अनुमोदन की प्रतीक्षा में है", "कोई हस्ताक्षरित आदेश नहीं आया", "निर्गत होने से पहले के समय से",
    ]  # fmt: skip
    for words in english if prefix else hindi:
        assert words in maker
        assert words in checker or words in (english[1], english[3], hindi[1], hindi[3])
    assert page(prefix, "outage", late.pk, "change") + "#report_restored-form" in maker
    assert page(prefix, "order", order.pk, "change") + "#amend-form" in maker
    assert page(prefix, "outage", told.pk, "change") in pile(checker, "confirm")
    assert page(prefix, "order", waits.pk, "approve") in pile(checker, "approve")
    assert page(prefix, "order", waits.pk, "approve") not in maker


@both
def test_a_printed_end_that_has_passed_leads_to_the_amendment(prefix: str) -> None:
    now = timezone.now()
    line = {"until_restored": down(), "starts_at": now - 2 * HOUR, "ends_at": now - HOUR}
    order = in_force(line=line)
    said = shown(build.asha(), prefix)
    for words in (
        "The end printed in this order has passed" if prefix else "इस आदेश में लिखी समाप्ति बीत चुकी है",
        "Passed 1 hour ago" if prefix else "1 घंटे पहले बीत चुका",
        page(prefix, "order", order.pk, "change") + "#amend-form",
    ):  # fmt: skip
        assert words in said
    assert "#amend-form" not in shown(build.vikram(), prefix)


@both
def test_no_record_stands_twice_for_one_person(prefix: str) -> None:
    now, vikram = timezone.now(), build.vikram()
    told = down(restored_at=now - HOUR, reported_at=now - HOUR, reported_by=build.asha())
    line = {"starts_at": told.starts_at, "ends_at": None, "until_restored": told}
    order = build.issued(told.starts_at, lines=[line])
    made_known(order)
    waits = submitted(build.asha())
    said = shown(vikram, prefix)
    for record in (page(prefix, "order", waits.pk), page(prefix, "outage", told.pk)):
        assert said.count(f'href="{record}') == 1
    for age in ("Waiting for 1 hour", "Reported 1 hour ago") if prefix else ("1 घंटे से", "1 घंटे पहले"):
        assert age in said
    below = "No alarm besides what waits" if prefix else "इसके अतिरिक्त कोई चेतावनी नहीं"
    assert below in said
    assert below not in shown(build.asha(), prefix)
    waits.hands.add(vikram)
    assert f'href="{page(prefix, "order", waits.pk, "change")}"' in shown(vikram, prefix)


@both
def test_what_is_to_come_stands_beside_what_is_in_force(prefix: str) -> None:
    heading = 'id="upcoming-heading"'
    assert heading not in shown(build.asha(), prefix)
    now = timezone.now()
    coming = in_force(line={"starts_at": now + 5 * HOUR})
    said = shown(build.asha(), prefix)
    assert said.find("in-force-heading") < said.find(heading) < said.find("alarms-heading")
    part = said.partition(heading)[2].partition("</section>")[0]
    assert coming.number in part
    assert ("from " if prefix else " से") in part
    assert ("No order is in force." if prefix else "कोई आदेश प्रभावी नहीं है।") in said


# What nobody was told of


@both
def test_an_order_in_force_that_nobody_was_told_of_leads_to_its_directive(prefix: str) -> None:
    order = in_force()
    form = f'href="{page(prefix, "order", order.pk, "directive")}"'
    maker, checker = shown(build.asha(), prefix), shown(build.vikram(), prefix)
    wrong = "no directive has told any office" if prefix else "किसी कार्यालय को इसका निर्देश नहीं गया"
    for said in (maker, checker):
        assert wrong in said
        assert ("Issued 1 hour ago" if prefix else "1 घंटे पहले निर्गत") in said
    assert form in maker
    assert form not in checker
    draft = made_known(order, "draft")
    said = shown(build.asha(), prefix)
    edit = page(prefix, "directive", draft.pk, "change")
    assert said.count(f'href="{edit}"') == 3, "the draft, the button, and what is to be finished"
    assert form not in said
    made_known(order)
    assert wrong not in shown(build.asha(), prefix)


@both
def test_a_directive_that_waits_stands_once_for_whoever_may_approve_it(prefix: str) -> None:
    vikram, order = build.vikram(), in_force()
    waits, own = made_known(order, "submitted"), made_known(in_force(), "submitted")
    own.hands.add(vikram)
    said = shown(vikram, prefix)
    address = page(prefix, "directive", waits.pk, "approve")
    assert said.count(f'href="{address}"') == 1
    assert address in pile(said, "direct")
    assert ("Waiting for 1 hour" if prefix else "1 घंटे से") in pile(said, "direct")
    assert waits.subject["en" if prefix else "hi"] in pile(said, "direct")
    assert page(prefix, "directive", own.pk) not in pile(said, "direct")
    maker = shown(build.asha(), prefix)
    assert not pile(maker, "direct")
    name = f"Directive draft {waits.pk}" if prefix else f"निर्देश प्रारूप {waits.pk}"
    assert name in maker


@both
def test_drafts_of_directives_are_to_be_finished_too(prefix: str) -> None:
    order = in_force()
    draft, back = made_known(order, "draft"), made_known(order, "draft")
    Directive.objects.filter(pk=back.pk).update(remark="Which zones? <b>")
    found = pile(shown(build.asha(), prefix), "finish")
    links = [found.find(page(prefix, "directive", each.pk, "change")) for each in (back, draft)]
    assert 0 < links[0] < links[1]
    assert "Which zones? <b>" in found


# What waits for me


def pile(said: str, name: str) -> str:
    """The part of the page about one pile; empty if it is not there."""
    return said.partition(f'id="{name}-heading"')[2].partition("</section>")[0]


@both
def test_a_checker_sees_what_they_may_approve_and_confirm(prefix: str) -> None:
    vikram, now = build.vikram(), timezone.now()
    other, own = submitted(build.asha()), submitted(build.asha())
    own.hands.add(vikram)
    reports = [
        down(restored_at=now, reported_at=now, reported_by=p) for p in (build.asha(), vikram)
    ]
    said = shown(vikram, prefix)
    assert page(prefix, "order", other.pk, "approve") in pile(said, "approve")
    assert page(prefix, "order", own.pk, "approve") not in pile(said, "approve")
    assert page(prefix, "outage", reports[0].pk, "change") in pile(said, "confirm")
    assert page(prefix, "outage", reports[1].pk, "change") not in pile(said, "confirm")
    assert not pile(said, "finish")


@both
def test_a_maker_sees_their_drafts_those_sent_back_first(prefix: str) -> None:
    first, back = build.draft(), build.draft(remark="Which districts? <b>")
    theirs = Order.objects.create(drafted_by=desk.second_maker(), title_en="Theirs")
    found = pile(shown(build.asha(), prefix), "finish")
    links = [found.find(page(prefix, "order", each.pk, "change")) for each in (back, first)]
    assert 0 < links[0] < links[1]
    assert "Which districts? <b>" in found
    assert page(prefix, "order", theirs.pk, "change") not in found
    assert not pile(shown(desk.second_maker(), prefix), "approve")


@both
def test_nothing_waiting_is_said_too(prefix: str) -> None:
    told = "No directive waits" if prefix else "आपके अनुमोदन की प्रतीक्षा में कोई निर्देश नहीं है।"
    assert told in shown(build.vikram(), prefix)
    drafts = "You have no unfinished draft." if prefix else "आपका कोई अधूरा प्रारूप नहीं है।"
    approvals = "No order waits" if prefix else "आपके अनुमोदन की प्रतीक्षा में कोई आदेश नहीं है।"
    assert drafts in shown(build.asha(), prefix)
    assert approvals in shown(build.vikram(), prefix)
    assert "waiting-heading" not in shown(desk.auditor(), prefix)


def test_the_page_costs_as_much_for_many_orders() -> None:
    client, costs = desk.of(build.asha()), []
    for count in (5, 30):
        while Order.objects.filter(state="issued").count() < count:
            in_force(line={"until_restored": down()})
        with CaptureQueriesContext(connection) as captured:
            client.get("/admin/")
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 20


# Who may not


@both
def test_a_keeper_reads_the_public_page_and_no_alarm(prefix: str) -> None:
    order, waits = in_force(), submitted(build.asha(), title_en="Not for keepers")
    down()
    said = shown(desk.keeper(), prefix)
    assert f'href="{prefix}/orders/{order.slug}/"' in said
    assert page(prefix, "order", order.pk, "change") not in said
    assert "alarms-heading" not in said
    assert "waiting-heading" not in said
    assert waits.title_en not in said


@both
def test_nobody_else_sees_it(prefix: str) -> None:
    for person in [None, *desk.outsiders()]:
        response = desk.of(person).get(f"{prefix}/admin/")
        assert response.status_code == 302
        assert "/admin/login/" in response["Location"]

"""The page on which a draft is read before it is submitted and before it is decided on."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from moratorium.models import Entry, Order, Person
from moratorium.operations import orders, reference
from moratorium.operations.orders import content_of
from moratorium.rules.instants import IST
from moratorium.rules.lifecycle import DRAFT, ISSUED, SUBMITTED
from tests import builders as build

from . import desk
from .desk import PREFIXES, page
from .steps import drafted, issued, press, submitted, words

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("prefix", PREFIXES)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def supplied() -> None:
    for slug in ("varanasi", "ballia"):
        build.served(slug)


def read(person: Person, order: Order, name: str, prefix: str = "") -> Any:
    response = desk.of(person).get(page(prefix, "order", order.pk, name))
    assert response.status_code == 200
    return response


def keys(response: Any) -> list[str]:
    """The keys of the warnings that can be ticked on a page."""
    return re.findall(r'type="checkbox" name="accepted" value="([^"]*)"', desk.text(response))


def ticked(response: Any) -> list[str]:
    found = r'type="checkbox" name="accepted" value="([^"]*)" id="[^"]*" checked'
    return re.findall(found, desk.text(response))


def ahead(hours: int) -> Any:
    now = timezone.now().astimezone(IST)
    return now.replace(minute=7, second=0, microsecond=0) + hours * HOUR


def draft_of(*lines: dict[str, Any], **fields: Any) -> Order:
    """A draft of Asha's with lines ahead of now."""
    given = [{"starts_at": ahead(2), "ends_at": ahead(50)} | line for line in lines or ({},)]
    return build.draft(lines=given, **fields)


def handed_over(order: Order) -> Order:
    assert press(build.asha(), order, "submit").status_code == 302
    return order


def in_force(*lines: dict[str, Any]) -> Order:
    given = [{"starts_at": ahead(-3), "ends_at": ahead(50)} | line for line in lines or ({},)]
    return build.issued(ahead(-4), lines=given)


def amended(order: Order, **line: Any) -> Order:
    content = content_of(order)
    content = replace(content, lines=(replace(content.lines[0], **line),))
    return orders.amend(order, by=build.asha(), at=timezone.now(), content=content)


# What is read


@both
@pytest.mark.parametrize("name", ["submit", "approve"])
def test_it_says_what_the_public_will_read_in_both_languages(prefix: str, name: str) -> None:
    order = draft_of(text_hi="हिन्दी प्रस्तावना", text_en="English preamble", basis="assurance")
    person = build.asha() if name == "submit" else build.vikram()
    if name == "approve":
        handed_over(order)
    before = desk.everything()
    said = desk.text(read(person, order, name, prefix))
    for each in (
        "no consumer's supply shall be disconnected for arrears", "संयोजन विच्छेदन नहीं किया जाएगा",
        order.title_hi, order.title_en, "हिन्दी प्रस्तावना", "English preamble",
        "assurance" if prefix else "आश्वासन",
    ):  # fmt: skip
        assert each in said
    headings = ("what", "text", "changes", "map", "act")
    places = [said.find(f'id="{each}-heading"') for each in headings]
    assert 0 < places[0] < places[1] < places[2] < places[3] < places[4]
    assert desk.everything() == before


@both
def test_an_empty_preamble_is_said(prefix: str) -> None:
    said = desk.text(read(build.asha(), draft_of(), "submit", prefix))
    assert ("There is no preamble." if prefix else "कोई प्रस्तावना नहीं है।") in said


@both
@pytest.mark.parametrize(
    ("slugs", "english", "hindi"),
    [
        (("ballia",), "1 district newly protected, 0 lose protection",
         "1 जनपद को नया संरक्षण, 0 जनपद संरक्षण खोएँगे"),
        ((), "2 districts newly protected, 0 lose protection",
         "2 जनपदों को नया संरक्षण, 0 जनपद संरक्षण खोएँगे"),
    ],
)  # fmt: skip
def test_what_changes_stands_in_one_line(
    prefix: str, slugs: tuple[str, ...], english: str, hindi: str
) -> None:
    order = draft_of({"discom": build.discom(), "districts": slugs, "area": "urban"})
    said = desk.text(read(build.asha(), order, "submit", prefix))
    assert (english if prefix else hindi) in said
    assert "shortened-heading" not in said


@both
def test_where_nothing_changes_no_number_is_told(prefix: str) -> None:
    """And lines of the same hours are one row of the timeline."""
    lines = [{"discom": build.discom(), "area": area} for area in ("urban", "rural")]
    in_force(*lines)
    said = desk.text(read(build.asha(), draft_of(*lines), "submit", prefix))
    assert ("newly protected" if prefix else "नया संरक्षण") not in said
    assert ("No place would be" if prefix else "किसी भी स्थान पर संरक्षण का समय") in said
    assert said.count("<b>this draft</b>" if prefix else "<b>यह प्रारूप</b>") == 1


@both
def test_who_loses_is_counted_in_the_right_number(prefix: str) -> None:
    order = in_force({"discom": build.discom(), "area": "urban"})
    order = amended(order, districts=(build.district("ballia"),))
    said = desk.text(read(build.asha(), order, "submit", prefix))
    assert ("1 loses protection" if prefix else "1 जनपद संरक्षण खोएगा") in said


@both
def test_the_changes_unfold_to_discom_area_districts_and_hours(prefix: str) -> None:
    order = draft_of({"discom": build.discom(), "districts": ("ballia",), "area": "rural"})
    said = desk.text(read(build.asha(), order, "submit", prefix))
    part = said.partition('id="changes-heading"')[2].partition("</section>")[0]
    assert "<details>" in part
    for each in ("PUVVNL", "Ballia", "rural areas" if prefix else "ग्रामीण क्षेत्र",
                 "Newly protected" if prefix else "नया संरक्षण", "IST"):  # fmt: skip
        assert each in part


@both
def test_protection_that_gets_shorter_stands_first_with_who_where_and_when(prefix: str) -> None:
    order = in_force({"discom": build.discom(), "area": "urban"})
    shorter = handed_over(amended(order, ends_at=ahead(5)))
    for person, name in ((build.vikram(), "approve"), (desk.auditor(), "approve")):
        said = desk.text(read(person, shorter, name, prefix))
        first = said.partition("<h2")[2].partition("</section>")[0]
        assert 'id="shortened-heading"' in first
        for each in (
            "PUVVNL", "urban areas" if prefix else "शहरी क्षेत्र",
            "No longer protected" if prefix else "अब संरक्षण नहीं", "IST",
        ):  # fmt: skip
            assert each in first


def test_a_longer_protection_is_no_warning() -> None:
    order = in_force({"discom": build.discom(), "area": "urban"})
    longer = amended(order, ends_at=ahead(90))
    assert "shortened-heading" not in desk.text(read(build.asha(), longer, "submit"))


@both
def test_an_amendment_is_told_line_by_line(prefix: str) -> None:
    order = in_force({"discom": build.discom(), "area": "urban"})
    said = desk.text(read(build.asha(), amended(order, area="rural"), "submit", prefix))
    part = said.partition('id="differences-heading"')[2].partition("</section>")[0]
    before, after = ("Before:", "After:") if prefix else ("पहले:", "बाद में:")
    for each in (order.number, before, after, "<del>", "<ins>"):
        assert each in part
    plain = desk.text(read(build.asha(), draft_of(), "submit", prefix))
    assert "differences-heading" not in plain


def test_the_map_and_the_timeline_show_it_as_it_would_become() -> None:
    reference.load()
    order = draft_of({"discom": build.discom("PVVNL")})
    said = desk.text(read(build.asha(), order, "submit", "/en"))
    assert said.count("<use href=") == 2 * 73, "with and without it; two test districts lie nowhere"
    assert "<b>this draft</b>" in said
    moment = re.search(r"Every district on ([^<]*), if the order were issued now", said)
    assert moment
    assert moment[1].endswith("IST)")
    assert f"{ahead(2).day} " in moment[1], "the moment at which it begins"


@both
def test_what_is_covered_without_a_known_end_does_not_make_an_order_idle(prefix: str) -> None:
    words = "this order then goes on" if prefix else "यह आदेश तब भी लागू रहेगा"
    in_force({"until_restored": build.outage(), "ends_at": None})
    dated, endless = draft_of({}), draft_of({"until_restored": build.outage(), "ends_at": None})
    for order, said in ((dated, False), (endless, True)):
        shown = desk.text(read(build.asha(), order, "submit", prefix))
        assert (words in shown) == said
        assert ("No place would be protected for other hours" in shown) == bool(prefix)


def test_a_draft_for_next_month_is_in_the_timeline_too() -> None:
    in_force({})
    order = draft_of({"starts_at": ahead(24 * 40), "ends_at": ahead(24 * 42)})
    said = desk.text(read(build.asha(), order, "submit", "/en"))
    assert "<b>this draft</b>" in said
    assert "Not drawn" not in said


# What stops it, and what wants a tick


@both
@pytest.mark.parametrize("typed", [{}, {"read": ""}, {"read": "0" * 64}])
def test_nobody_submits_what_they_have_not_read(prefix: str, typed: dict[str, str]) -> None:
    order = draft_of()
    address = page(prefix, "order", order.pk, "submit")
    response = desk.of(build.asha()).post(address, {"accepted": keys_of(order)} | typed)
    assert response.status_code == 409
    assert words("digest", prefix) in desk.text(response)
    order.refresh_from_db()
    assert order.state == DRAFT


def keys_of(order: Order) -> list[str]:
    return sorted(build.accepted_of(order, timezone.now()))


def warned(**fields: Any) -> Order:
    """A draft with two warnings: an end without an hour, an hour in the preamble."""
    midnight = ahead(72).replace(hour=0, minute=0)
    order = draft_of({"ends_at": midnight}, text_hi="रात 9 बजे तक", text_en="until 9 pm", **fields)
    assert len(keys_of(order)) == 2
    return order


@both
def test_each_warning_has_a_tick_of_its_own_and_all_are_needed(prefix: str) -> None:
    order = warned()
    first, second = keys(read(build.asha(), order, "submit", prefix))
    response = press(build.asha(), order, "submit", prefix, accepted=[second])
    assert response.status_code == 409
    assert order.state == DRAFT
    said = desk.text(response)
    assert words("warnings", prefix) in said
    assert keys(response) == [first, second]
    assert ticked(response) == [second]
    assert said.count('aria-invalid="true" aria-describedby="accepted_error"') == 1
    response = press(build.asha(), order, "submit", prefix, accepted=[first, second])
    assert response.status_code == 302
    assert order.state == SUBMITTED


@both
def test_a_refused_approval_keeps_reason_remark_and_ticks(prefix: str) -> None:
    order = handed_over(warned())
    first, _second = keys(read(build.vikram(), order, "approve", prefix))
    typed = {"accepted": [first], "reason": "Read <twice>", "remark": "Rather not"}
    for name, refusal in (("approve", "warnings"), ("send_back", "remark")):
        given = typed | {"read": orders.digest(order)}
        if name == "send_back":
            given["remark"] = "   "
        response = press(build.vikram(), order, name, prefix, **given)
        assert response.status_code == 409
        said = desk.text(response)
        assert words(refusal, prefix) in said
        assert "Read <twice></textarea>" in said
        assert ticked(response) == [first]
        assert ("Rather not</textarea>" in said) == (name == "approve")
        assert order.state == SUBMITTED
    assert 'id="id_send_back_remark_error"' in said
    assert 'href="#id_send_back_remark"' in said


@both
@pytest.mark.parametrize("reason", ["", " \n"])
def test_nobody_approves_without_a_reason(prefix: str, reason: str) -> None:
    order = handed_over(warned())
    first, second = keys(read(build.vikram(), order, "approve", prefix))
    response = press(build.vikram(), order, "approve", prefix, reason=reason)
    said = desk.text(response)
    assert response.status_code == 409
    assert words("reason", prefix) in said
    assert 'id="id_approve_reason_error"' in said
    assert 'href="#id_approve_reason"' in said
    assert ticked(response) == [first, second], "and nothing is lost"
    assert order.state == SUBMITTED


@both
def test_what_was_changed_meanwhile_is_read_and_ticked_again(prefix: str) -> None:
    order = warned()
    shown = read(build.asha(), order, "submit", prefix)
    old = desk.hidden(shown, "read")
    changed = replace(content_of(order), text_hi="रात 8 बजे तक", text_en="until 8 pm")
    orders.edit(order, changed, by=desk.second_maker(), at=timezone.now())
    response = press(build.asha(), order, "submit", prefix, read=old, accepted=keys(shown))
    assert response.status_code == 409
    said = desk.text(response)
    assert words("digest", prefix) in said
    assert "until 8 pm" in said
    assert ticked(response) == []
    assert desk.hidden(response, "read") == orders.digest(order) != old
    again = press(build.asha(), order, "submit", prefix, accepted=keys(response))
    assert again.status_code == 302


@both
def test_what_refuses_it_leads_to_the_field_and_takes_the_button_away(prefix: str) -> None:
    build.served("agra", "DVVNL")
    order = draft_of({"discom": build.discom(), "districts": ("agra",)})
    response = read(build.asha(), order, "submit", prefix)
    said = desk.text(response)
    anchor = "id_lines-0-districts"
    assert f'href="{page(prefix, "order", order.pk, "change")}#{anchor}"' in said
    assert desk.buttons(response) == []
    form = desk.text(read(build.asha(), order, "change", prefix))
    assert f'id="{anchor}"' in form
    for name in ("starts_at_0", "ends_at_0", "restricted_hi", "grace_hours", "discom"):
        assert f'id="id_lines-0-{name}"' in form
    for name in ("lines-group", "lines-0", "id_text_hi", "id_title_en"):
        assert f'id="{name}"' in form


@both
def test_an_amendment_that_says_nothing_new_is_stopped(prefix: str) -> None:
    order = in_force()
    same = orders.amend(order, by=build.asha(), at=timezone.now())
    response = read(build.asha(), same, "submit", prefix)
    assert words("nothing_new", prefix) in desk.text(response)
    assert desk.buttons(response) == []
    assert keys(response) == [], "nothing to tick before it can be submitted"
    assert f'href="{page(prefix, "order", same.pk, "change")}"' in desk.text(response)
    response = press(build.asha(), same, "submit", prefix)
    assert response.status_code == 409
    assert words("nothing_new", prefix) in desk.text(response)


def test_a_checker_can_only_send_back_what_is_stopped() -> None:
    order = in_force()
    one, two = amended(order, ends_at=ahead(60)), amended(order, ends_at=ahead(70))
    handed_over(one)
    handed_over(two)
    assert press(build.vikram(), one, "approve").status_code == 302
    response = read(build.meena(), two, "approve")
    assert words("not_newest") in desk.text(response)
    assert desk.buttons(response) == ["send_back"]
    assert "#id_" not in desk.text(response).partition("stops-heading")[2].partition("</ul>")[0]


# Two at once, and what is left to do


@both
def test_whoever_comes_second_reads_who_was_first(prefix: str) -> None:
    order = handed_over(draft_of())
    stale = orders.digest(order)
    press(build.vikram(), order, "approve")
    meena = build.meena()
    typed = {"read": stale, "reason": "Also read", "accepted": []}
    late = desk.of(meena).post(page(prefix, "order", order.pk, "approve"), typed)
    assert late.status_code == 409
    too_late = "Not done: it had been acted on" if prefix else "यह दर्ज नहीं हुआ: आपके दबाने से पहले"
    assert too_late in desk.text(late)
    assert words("state", prefix) not in desk.text(late), "the page is open again already"
    assert "Also read" in desk.text(late)
    for response in (late, read(meena, order, "approve", prefix)):
        said = desk.text(response)
        assert order.number in said
        assert build.vikram().name["en" if prefix else "hi"] in said
        assert f'href="{page(prefix, "order", order.pk, "change")}"' in said
        assert desk.buttons(response) == []
    assert Order.objects.get(pk=order.pk).approved_by == build.vikram()


@both
def test_what_is_not_to_be_decided_now_says_so(prefix: str) -> None:
    order = draft_of()
    said = desk.text(read(build.vikram(), order, "approve", prefix))
    assert ("This is a draft: it is not submitted" if prefix else "यह प्रारूप है: अभी") in said
    handed_over(order)
    said = desk.text(read(build.asha(), order, "submit", prefix))
    assert f'href="{page(prefix, "order", order.pk, "approve")}"' in said
    press(build.vikram(), order, "send_back", remark="Not yet, please")
    assert "Not yet, please" in desk.text(read(build.asha(), order, "submit", prefix))
    press(build.asha(), order, "discard")
    said = desk.text(read(build.vikram(), order, "approve", prefix))
    assert ("has been discarded" if prefix else "निरस्त किया जा चुका") in said


@both
def test_the_switch_of_languages_leads_to_a_page_after_a_refusal(prefix: str) -> None:
    order = handed_over(draft_of())
    response = press(build.vikram(), order, "send_back", prefix, remark="")
    other = page("" if prefix else "/en", "order", order.pk, "approve")
    assert f'href="{other}"' in desk.text(response)
    assert desk.of(build.vikram()).get(other).status_code == 200


# The history


@both
def test_the_order_says_who_did_what_when_and_why(prefix: str) -> None:
    Person.objects.filter(pk=build.vikram().pk).update(post_hi="मुख्य", post_en="Chief of test")
    order = handed_over(draft_of())
    press(build.vikram(), order, "send_back", remark="Which districts?")
    handed_over(order)
    press(build.vikram(), order, "approve", reason="All is well")
    assert order.state == ISSUED
    assert Entry.objects.latest("seq").detail["reason"] == "All is well"
    said = desk.text(read(desk.auditor(), order, "change", prefix))
    part = said.partition('id="history-heading"')[2].partition("</section>")[0]
    told = ["submitted for approval", "sent back", "Which districts?", "submitted for approval",
            "Moratorium order issued", "All is well"] if prefix else [
            "अनुमोदन हेतु प्रस्तुत", "वापस", "Which districts?", "अनुमोदन हेतु प्रस्तुत", "निर्गत", "All is well"]  # fmt: skip
    place = 0
    for each in told:
        place = part.find(each, place) + len(each)
        assert place >= len(each), each
    assert part.count("IST)") == 4
    assert ("Vikram (test), Chief of test" if prefix else "विक्रम (परीक्षण), मुख्य") in part


@both
def test_what_was_recorded_later_than_it_happened_says_both(prefix: str) -> None:
    order = build.issued()
    build.entry(subject=order.number, act="order.issued", recorded_at=build.RESTORED)
    said = desk.text(read(desk.auditor(), order, "change", prefix))
    recorded = "Recorded 3 January 2023" if prefix else "दर्ज किया गया: 3 जनवरी 2023"
    assert recorded in said.partition('id="history-heading"')[2]


# Who may not


def test_readers_see_the_page_and_no_button() -> None:
    order = draft_of()
    for person in (build.vikram(), desk.auditor(), desk.chief()):
        response = read(person, order, "submit")
        assert desk.buttons(response) == []
        assert keys(response) == []
        assert words("role") in desk.text(response)
    handed_over(order)
    for person in (build.asha(), desk.auditor(), desk.chief()):
        assert desk.buttons(read(person, order, "approve")) == []


def test_whoever_had_a_hand_in_it_reads_why_in_place_of_the_form() -> None:
    both_roles = build.person("dhruv", "ध्रुव", "Dhruv", "maker", "checker")
    order = warned()
    press(both_roles, order, "submit")
    response = read(both_roles, order, "approve")
    said = desk.text(response)
    assert words("two_persons") in said
    assert desk.buttons(response) == ["send_back"]
    assert keys(response) == []
    assert 'name="reason"' not in said


@pytest.mark.parametrize("name", ["submit", "approve"])
def test_others_do_not_see_it(name: str) -> None:
    order = draft_of()
    address = page("", "order", order.pk, name)
    for person in (*desk.outsiders(), None):
        assert "/login/" in desk.of(person).get(address).headers["Location"]
    assert desk.of(desk.keeper()).get(address).status_code == 403
    assert desk.of(build.asha()).get(page("", "order", 10_000, name)).status_code == 404


def test_the_record_has_no_form_for_what_is_read_first() -> None:
    draft, waiting = drafted(), submitted()
    shown = read(build.asha(), draft, "change")
    assert desk.offers(shown) == ["submit", "discard"]
    assert 'action="' + page("", "order", draft.pk, "submit") not in desk.text(shown)
    shown = read(build.vikram(), waiting, "change")
    assert desk.offers(shown) == ["approve"]
    assert "formaction" not in desk.text(shown)
    assert desk.offers(read(build.asha(), issued(), "change")) == ["directive", "amend", "lift"]

"""Orders on the desk: every step in both languages, what is refused, and who may not."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from moratorium.models import Entry, Order
from moratorium.operations import orders
from moratorium.rules.lifecycle import DISCARDED, DRAFT, ISSUED, SUBMITTED
from tests import builders as build
from tests.builders import ist

from . import desk
from .desk import PREFIXES, moment, page, typed_line, typed_order
from .steps import drafted, issued, press, submitted, words

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("prefix", PREFIXES)


@both
def test_an_order_is_drafted_with_its_lines(prefix: str) -> None:
    build.served()
    outage = build.outage()
    order = drafted(
        prefix,
        typed_line(),
        typed_line(
            discom="PUVVNL", districts=["varanasi"], area="rural", restricted_hi="सारनाथ",
            restricted_en="Sarnath", until_restored=outage.pk, grace_hours="24",
            **moment("ends_at"),
        ),
        {"area": "any", "grace_hours": "0"},
    )  # fmt: skip
    first, second = order.lines.order_by("position")
    assert (first.discom, first.starts_at, first.ends_at) == (
        None, ist(2026, 1, 6, 18, 0), ist(2026, 1, 8),
    )  # fmt: skip
    assert (second.discom_id, second.area, second.ends_at, second.grace_hours) == (
        "PUVVNL", "rural", None, 24,
    )  # fmt: skip
    assert second.until_restored == outage
    assert order.title_en.startswith("Moratorium on disconnection for arrears")
    assert order.drafted_by == build.asha()


@both
def test_the_operative_text_is_shown_in_both_languages(prefix: str) -> None:
    order = drafted(prefix)
    said = desk.text(desk.of(build.asha()).get(page(prefix, "order", order.pk, "change")))
    assert "no consumer's supply shall be disconnected for arrears" in said
    assert "संयोजन विच्छेदन नहीं किया जाएगा" in said


@both
def test_a_draft_is_edited_and_shows_what_was_typed(prefix: str) -> None:
    order = drafted(prefix)
    client = desk.of(build.asha())
    shown = client.get(page(prefix, "order", order.pk, "change"))
    assert 'name="lines-0-ends_at_0" value="2026-01-07"' in desk.text(shown)
    typed = typed_order(typed_line(area="urban"), read=desk.hidden(shown, "read"))
    assert client.post(page(prefix, "order", order.pk, "change"), typed).status_code == 302
    order.refresh_from_db()
    assert [line.area for line in order.lines.all()] == ["urban"]
    assert order.title_en.endswith("urban"), "a rendered title follows the lines"
    assert order.edition == 2


@both
def test_it_is_submitted_sent_back_submitted_approved_amended_and_lifted(prefix: str) -> None:
    order = submitted(prefix)
    assert order.state == SUBMITTED
    press(build.vikram(), order, "send_back", prefix, remark="पंक्ति देखें")
    assert order.state == DRAFT
    shown = desk.of(build.asha()).get(page(prefix, "order", order.pk, "change"))
    assert "पंक्ति देखें" in desk.text(shown)
    press(build.asha(), order, "submit", prefix)
    checker = desk.of(build.vikram())
    shown = checker.get(page(prefix, "order", order.pk, "change"))
    assert desk.offers(shown) == ["approve"]
    shown = checker.get(page(prefix, "order", order.pk, "approve"))
    assert desk.buttons(shown) == ["approve", "send_back"]
    press(build.vikram(), order, "approve", prefix, read=desk.hidden(shown, "read"))
    assert (order.state, order.approved_by) == (ISSUED, build.vikram())
    for name in ("amend", "lift"):
        response = press(build.asha(), order, name, prefix)
        made = Order.objects.latest("pk")
        assert response.headers["Location"] == page(prefix, "order", made.pk, "change")
        assert (made.amends, made.lift, made.state) == (order, name == "lift", DRAFT)
        assert desk.of(build.asha()).get(response.headers["Location"]).status_code == 200


@both
def test_a_lift_is_edited_without_lines_and_closes_the_chain(prefix: str) -> None:
    order = issued(prefix)
    press(build.asha(), order, "lift", prefix)
    lift = Order.objects.latest("pk")
    client = desk.of(build.asha())
    typed = {"basis": "order", "text_hi": "समाप्त", "text_en": "Over", "read": "1"}
    assert client.post(page(prefix, "order", lift.pk, "change"), typed).status_code == 302
    press(build.asha(), lift, "submit", prefix)
    press(build.vikram(), lift, "approve", prefix, read=orders.digest(lift))
    assert lift.state == ISSUED
    for each, acts in ((order, []), (lift, ["directive"])):
        shown = desk.of(build.asha()).get(page(prefix, "order", each.pk, "change"))
        assert desk.offers(shown) == acts
    response = press(build.asha(), order, "amend", prefix)
    assert response.status_code == 409
    assert words("not_newest", prefix) in desk.text(response)


@both
def test_a_draft_is_discarded(prefix: str) -> None:
    order = drafted(prefix)
    press(build.asha(), order, "discard", prefix)
    assert order.state == DISCARDED


@both
@pytest.mark.parametrize(
    ("line", "fields", "name"),
    [
        (moment("ends_at", "2026-01-05"), {}, "end_not_after_start"),
        (moment("ends_at"), {}, "end_missing"),
        ({"grace_hours": "9000"}, {}, "grace_range"),
        ({"grace_hours": "3"}, {}, "grace_without_outage"),
        ({"restricted_hi": "सारनाथ"}, {}, "restricted_one_language"),
        ({}, {"title_hi": "केवल हिन्दी"}, "one_language"),
        ({}, {"text_hi": ""}, "one_language"),
        ({}, {"lines-TOTAL_FORMS": "0"}, "no_coverage"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(
    prefix: str, line: dict[str, Any], fields: dict[str, Any], name: str
) -> None:
    client = desk.of(build.asha())
    before = desk.everything()
    response = client.post(page(prefix, "order", "add"), typed_order(typed_line(**line), **fields))
    assert response.status_code == 200
    said = desk.text(response)
    assert words(name, prefix) in said
    assert "Preamble" in said
    if name != "no_coverage":
        assert 'name="lines-0-starts_at_0" value="2026-01-06"' in said
    for value in (*line.values(), *fields.values()):
        assert value in said
    assert desk.everything() == before


def test_a_district_that_is_not_served_is_named_at_its_line() -> None:
    build.served()
    build.served("agra", "DVVNL")
    response = desk.of(build.asha()).post(
        page("/en", "order", "add"),
        typed_order(typed_line(discom="PUVVNL", districts=["agra", "varanasi"])),
    )
    said = desk.text(response)
    assert "The discom does not serve this district: Agra" in said
    assert 'value="agra"' in said
    assert said.count("checked") == 2


@pytest.mark.parametrize(
    "management", [{"lines-TOTAL_FORMS": "x"}, {"lines-INITIAL_FORMS": "7"}, {"lines-0-id": "77"}]
)
def test_a_tampered_form_breaks_nothing(management: dict[str, str]) -> None:
    response = desk.of(build.asha()).post(page("", "order", "add"), typed_order() | management)
    assert response.status_code in (200, 302)


def test_an_outage_that_was_called_off_is_not_offered() -> None:
    off = build.call_off(build.outage())
    on = build.outage()
    said = desk.text(desk.of(build.asha()).get(page("", "order", "add")))
    assert on.ref in said
    assert off.ref not in said


@both
def test_an_edit_of_an_old_version_is_refused(prefix: str) -> None:
    order = drafted()
    stale = typed_order(typed_line(area="rural"), read="1", text_en="Typed for long")
    other = desk.of(desk.second_maker())
    assert (
        other.post(page("", "order", order.pk, "change"), typed_order(read="1")).status_code == 302
    )
    before = desk.everything()
    response = desk.of(build.asha()).post(page(prefix, "order", order.pk, "change"), stale)
    assert response.status_code == 200
    assert words("digest", prefix) in desk.text(response)
    assert "Typed for long" in desk.text(response)
    assert desk.everything() == before


@both
def test_an_edit_after_submission_is_refused_in_words(prefix: str) -> None:
    order = submitted()
    before = desk.everything()
    response = desk.of(build.asha()).post(
        page(prefix, "order", order.pk, "change"), typed_order(text_en="Typed for long", read="1")
    )
    assert response.status_code == 200
    assert words("state", prefix) in desk.text(response)
    assert "Typed for long" in desk.text(response)
    assert desk.everything() == before


@both
def test_an_approval_of_what_was_not_read_is_refused(prefix: str) -> None:
    order = submitted()
    for read in ("", "0" * 64):
        response = press(build.vikram(), order, "approve", prefix, read=read)
        assert response.status_code == 409
        assert words("digest", prefix) in desk.text(response)
    assert order.state == SUBMITTED


# On the page of the act, where the history below says who was first.
TOO_LATE = {
    "": "यह दर्ज नहीं हुआ: आपके दबाने से पहले ही इस पर कार्यवाही हो चुकी थी।",
    "/en": "Not done: it had been acted on before you pressed.",
}


@both
def test_a_stale_button_is_refused_in_words(prefix: str) -> None:
    order = issued()
    before = desk.everything()
    for person, name in (
        (build.asha(), "submit"), (build.asha(), "discard"),
        (build.vikram(), "approve"), (build.vikram(), "send_back"),
    ):  # fmt: skip
        response = press(person, order, name, prefix, remark="x")
        assert response.status_code == 409
        late = name in ("approve", "submit", "send_back")
        assert (TOO_LATE[prefix] if late else words("state", prefix)) in desk.text(response)
    assert desk.everything() == before


@both
def test_sending_back_needs_a_remark(prefix: str) -> None:
    order = submitted()
    response = press(build.vikram(), order, "send_back", prefix, remark="  ")
    assert response.status_code == 409
    assert words("remark", prefix) in desk.text(response)
    assert order.state == SUBMITTED


@both
def test_an_issued_order_says_how_it_stands_now(prefix: str) -> None:
    now = timezone.now()
    before, after = timedelta(hours=-2), timedelta(hours=2)
    down = build.outage()
    for line, state_hi, state_en in (
        ({"until_restored": down, "ends_at": None}, "प्रभावी", "in force"),
        ({"ends_at": now - timedelta(hours=1)}, "समाप्त", "ended"),
        ({"starts_at": now + after, "ends_at": now + 2 * after}, "आगामी", "upcoming"),
    ):
        order = build.issued(now + before, lines=[{"starts_at": now + before} | line])
        said = desk.text(desk.of(build.vikram()).get(page(prefix, "order", order.pk, "change")))
        label = "How it stands now" if prefix else "अभी की स्थिति"
        state = state_en if prefix else state_hi
        assert f"<dt>{label}</dt><dd>{state}</dd>" in said, state
        if line.get("until_restored"):
            end = "until billing is restored" if prefix else "बिलिंग बहाल होने तक"
            assert f"<dd>{end}</dd>" in said


def test_the_next_step_stands_before_the_long_form() -> None:
    order = drafted()
    opened = desk.text(desk.of(build.asha()).get(page("", "order", order.pk, "change")))
    step = f'href="{page("", "order", order.pk, "submit")}"'
    assert 0 < opened.find(step) < opened.find('name="basis"')
    assert step not in desk.text(desk.of(build.vikram()).get(page("", "order", order.pk, "change")))


def test_what_is_not_a_draft_is_read_only_for_everybody() -> None:
    discarded = drafted()
    press(build.asha(), discarded, "discard")
    readers = (build.asha(), build.vikram(), desk.auditor(), desk.chief())
    for order in (submitted(), issued(), discarded):
        before = desk.everything()
        for person in readers:
            client = desk.of(person)
            shown = client.get(page("", "order", order.pk, "change"))
            assert 'name="text_hi"' not in desk.text(shown)
            assert 'name="_save"' not in desk.text(shown)
            client.post(page("", "order", order.pk, "change"), typed_order())
            client.post(page("", "order", order.pk, "delete"), {"post": "yes"})
            client.post(
                page("", "order"), {"action": "delete_selected", "_selected_action": order.pk}
            )
        assert desk.everything() == before


def test_the_history_is_the_journals() -> None:
    order = issued()
    said = desk.text(desk.of(desk.auditor()).get(page("/en", "order", order.pk, "history")))
    assert "order drafted" in said
    assert "Moratorium order issued" in said
    assert Entry.objects.count() == 3


def test_orders_are_found_by_the_beginning_of_their_number() -> None:
    order = issued()
    client = desk.of(build.asha())
    assert order.number is not None
    found = client.get(page("", "order"), {"q": order.number[:9]})
    assert order.number in desk.text(found)
    found = client.get(page("", "order"), {"q": order.number[3:]})
    assert page("", "order", order.pk, "change") not in desk.text(found)


def test_an_act_is_not_a_link() -> None:
    order = drafted()
    for name in ("send_back", "discard", "amend", "lift"):
        for person in (build.asha(), None):
            address = page("", "order", order.pk, name)
            assert desk.of(person).get(address).status_code == 405


# Who may not


def test_whoever_had_a_hand_in_it_is_told_why_another_must_approve() -> None:
    both_roles = build.person("dhruv", "ध्रुव", "Dhruv", "maker", "checker")
    order = drafted()
    press(both_roles, order, "submit")
    for name in ("change", "approve"):
        shown = desk.of(both_roles).get(page("", "order", order.pk, name))
        assert words("two_persons") in desk.text(shown)
    assert desk.buttons(shown) == ["send_back"]
    response = press(both_roles, order, "approve", read=orders.digest(order))
    assert response.status_code == 409
    assert words("two_persons") in desk.text(response)
    assert order.state == SUBMITTED


def test_a_maker_does_not_approve_and_a_checker_does_not_draft() -> None:
    order = submitted()
    response = press(build.asha(), order, "approve", read=orders.digest(order))
    assert words("role") in desk.text(response)
    assert order.state == SUBMITTED
    checker = desk.of(build.vikram())
    assert checker.get(page("", "order", "add")).status_code == 403
    assert checker.post(page("", "order", "add"), typed_order()).status_code == 403
    draft = drafted()
    assert checker.post(page("", "order", draft.pk, "change"), typed_order()).status_code == 403


def test_a_superuser_and_an_auditor_look_and_do_nothing() -> None:
    draft, waiting, order = drafted(), submitted(), issued()
    for person in (desk.chief(), desk.auditor()):
        before = desk.everything()
        for each, name in (
            (draft, "submit"), (draft, "discard"), (waiting, "approve"), (waiting, "send_back"),
            (order, "amend"), (order, "lift"),
        ):  # fmt: skip
            shown = desk.of(person).get(page("", "order", each.pk, "change"))
            assert shown.status_code == 200
            assert desk.offers(shown) == []
            typed = {"remark": "x", "read": orders.digest(each)}
            assert words("role") in desk.text(press(person, each, name, **typed))
        client = desk.of(person)
        assert client.post(page("", "order", "add"), typed_order()).status_code == 403
        changed = client.post(page("", "order", draft.pk, "change"), typed_order())
        assert changed.status_code == 403
        assert desk.everything() == before


def test_outsiders_are_sent_to_the_door() -> None:
    order = drafted()
    for person in (*desk.outsiders(), None):
        client = desk.of(person)
        for address in (page("", "order"), page("", "order", order.pk, "change")):
            assert "/login/" in client.get(address).headers["Location"]
        pressed = client.post(page("", "order", order.pk, "submit"))
        assert "/login/" in pressed.headers["Location"]
    order.refresh_from_db()
    assert order.state == DRAFT

"""Directives on the desk: drafted from an order, read, decided on, sent, replaced."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from moratorium import letters
from moratorium.models import Addressee, Directive, Entry, Letter, Office, Order, Placement
from moratorium.operations import directives
from moratorium.rules import lifecycle
from moratorium.rules.directives import CLARIFY, EXTEND, IMPOSE, LIFT, RESTORED
from moratorium.rules.lifecycle import DISCARDED, DRAFT, ISSUED, SUBMITTED
from moratorium.rules.wording import Text
from tests import builders as build

from . import desk
from .desk import PREFIXES, page
from .steps import words

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("prefix", PREFIXES)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def offices() -> dict[str, Office]:
    """The tree of the builders, one office with an address, one with somebody posted."""
    build.served()
    found = build.offices()
    Office.objects.filter(code="Z1").update(email="z1@example.test")
    build.posting(build.rakesh(), found["D1"])
    return found


@pytest.fixture
def order() -> Order:
    return in_force()


def in_force(**fields: Any) -> Order:
    now = timezone.now()
    line = {"starts_at": now - HOUR, "ends_at": now + 48 * HOUR}
    return build.issued(now - HOUR, lines=[line | fields.pop("line", {})], **fields)


def form_of(order: Order, prefix: str = "", query: str = "") -> Any:
    return desk.of(build.asha()).get(page(prefix, "order", order.pk, "directive") + query)


def typed(**fields: Any) -> dict[str, Any]:
    return {
        "kind": IMPOSE, "discoms": ["PUVVNL"], "down_to": "substation", "due_hours": "24",
        "public": "True", "body_hi": "प्रस्तावना", "body_en": "Preamble",
        "offices_below": "", "offices": "",
    } | fields  # fmt: skip


def post(order: Order, prefix: str = "", person: Any = None, **fields: Any) -> Any:
    client = desk.of(person or build.asha())
    return client.post(page(prefix, "order", order.pk, "directive"), typed(**fields))


def drafted(order: Order, **fields: Any) -> Directive:
    response = post(order, **fields)
    assert response.status_code == 302, desk.text(response)
    return Directive.objects.latest("pk")


def press(person: Any, directive: Directive, name: str, prefix: str = "", **fields: Any) -> Any:
    """Press a button; before handing over and issuing, what it says is read."""
    if name in ("submit", "approve"):
        directive.refresh_from_db()
        fields = {"read": directives.digest(directive)} | fields
    if name == "approve":
        fields = {"reason": "As agreed"} | fields
    response = desk.of(person).post(page(prefix, "directive", directive.pk, name), fields)
    directive.refresh_from_db()
    return response


def submitted(order: Order, **fields: Any) -> Directive:
    directive = drafted(order, **fields)
    assert press(build.asha(), directive, "submit").status_code == 302
    return directive


def issued(order: Order, **fields: Any) -> Directive:
    directive = submitted(order, **fields)
    assert press(build.vikram(), directive, "approve").status_code == 302
    return directive


def read(person: Any, directive: Directive, name: str = "change", prefix: str = "") -> Any:
    response = desk.of(person).get(page(prefix, "directive", directive.pk, name))
    assert response.status_code == 200
    return response


def part(response: Any, heading: str) -> str:
    return desk.text(response).partition(f'id="{heading}-heading"')[2].partition("</section>")[0]


def chosen(response: Any, name: str) -> list[str]:
    """The boxes and buttons of a name that are ticked."""
    inputs = re.findall(rf'<input [^>]*name="{name}"[^>]*>', desk.text(response))
    return [re.findall(r'value="([^"]*)"', each)[0] for each in inputs if " checked" in each]


def offered(response: Any, name: str) -> list[str]:
    inputs = re.findall(rf'<input [^>]*name="{name}"[^>]*>', desk.text(response))
    return [re.findall(r'value="([^"]*)"', each)[0] for each in inputs]


def fault(response: Any, name: str) -> str:
    """What is said at a field."""
    found = re.search(rf'id="id_{name}_error"[^>]*>(.*?)</ul>', desk.text(response), re.S)
    return re.sub(r"<[^>]*>", "", found[1]).strip() if found else ""


# From the order to the draft


@both
def test_an_issued_order_offers_its_directive(order: Order, prefix: str) -> None:
    shown = desk.of(build.asha()).get(page(prefix, "order", order.pk, "change"))
    assert desk.offers(shown) == ["directive", "amend", "lift"]
    assert ("Draft a directive" if prefix else "निर्देश का प्रारूप बनाएँ") in desk.text(shown)
    for person in (build.vikram(), desk.auditor(), desk.chief()):
        others = desk.of(person).get(page(prefix, "order", order.pk, "change"))
        assert "directive" not in desk.offers(others)


def test_only_the_newest_issued_version_offers_it(order: Order) -> None:
    build.issued(timezone.now(), amends=order)
    for old in (order, build.draft()):
        shown = desk.of(build.asha()).get(page("", "order", old.pk, "change"))
        assert "directive" not in desk.offers(shown)
    assert words("order_not_newest") in desk.text(form_of(order))
    assert form_of(order).status_code == 409
    assert form_of(build.draft()).status_code == 409
    assert desk.of(build.asha()).get(page("", "order", 9999, "directive")).status_code == 404


def test_the_kind_is_what_the_order_suggests_and_no_other_is_offered(order: Order) -> None:
    def kinds(each: Order, query: str = "") -> tuple[list[str], list[str]]:
        shown = form_of(each, query=query)
        return chosen(shown, "kind"), offered(shown, "kind")

    assert kinds(order) == ([IMPOSE], [IMPOSE, CLARIFY])
    outage = build.outage(starts_at=timezone.now() - 3 * HOUR)
    amended = build.issued(
        timezone.now(), amends=order, lines=[{"until_restored": outage, "ends_at": None}]
    )
    assert kinds(amended) == ([EXTEND], [IMPOSE, EXTEND, CLARIFY])
    assert kinds(amended, "?kind=restored")[0] == [EXTEND]
    build.confirm(outage, timezone.now())
    assert kinds(amended, "?kind=restored") == ([RESTORED], [IMPOSE, EXTEND, RESTORED, CLARIFY])
    assert kinds(amended, "?kind=%00")[0] == [EXTEND]
    lifted = build.issued(timezone.now(), amends=amended, lift=True)
    assert kinds(lifted) == ([LIFT], [LIFT, CLARIFY])


def test_the_discoms_of_the_lines_are_chosen(order: Order) -> None:
    build.npcl(), build.discom("KESCO")
    assert chosen(form_of(order), "discoms") == ["KESCO", "PUVVNL"]
    one = in_force(line={"discom": build.discom("KESCO")})
    assert chosen(form_of(one), "discoms") == ["KESCO"]
    assert sorted(offered(form_of(one), "discoms")) == ["KESCO", "NPCL", "PUVVNL"]
    lift = build.issued(timezone.now(), amends=one, lift=True)
    assert chosen(form_of(lift), "discoms") == ["KESCO"]


@both
def test_the_form_counts_the_offices_of_each_discom(order: Order, prefix: str) -> None:
    build.npcl()
    said = desk.text(form_of(order, prefix))
    assert ("PUVVNL): 5 offices" if prefix else "PUVVNL): 5 कार्यालय") in said
    assert ("NPCL): no office on record" if prefix else "NPCL): कोई कार्यालय दर्ज नहीं") in said


@both
def test_a_confirmed_outage_leads_to_the_directive_that_billing_is_restored(prefix: str) -> None:
    outage = build.outage(starts_at=timezone.now() - 3 * HOUR)
    line = {"until_restored": outage, "ends_at": None}
    order = in_force(line=line)
    address = page(prefix, "order", order.pk, "directive") + "?kind=restored"
    outage_page, order_page = (
        page(prefix, "outage", outage.pk, "change"), page(prefix, "order", order.pk, "change"),
    )  # fmt: skip
    for each in (outage_page, order_page):
        assert address not in desk.text(desk.of(build.asha()).get(each))
    build.confirm(outage, timezone.now())
    for each in (outage_page, order_page):
        assert f'href="{address}"' in desk.text(desk.of(build.asha()).get(each))
        assert address not in desk.text(desk.of(build.vikram()).get(each))


@both
def test_without_an_order_one_is_chosen(order: Order, prefix: str) -> None:
    told = in_force()
    build.issued_directive(timezone.now(), order=told)
    old = in_force()
    build.issued(timezone.now(), amends=old)
    said = desk.text(desk.of(build.asha()).get(page(prefix, "directive", "add")))
    places = [said.find(page(prefix, "order", each.pk, "directive")) for each in (order, told)]
    assert 0 < places[0] < places[1]
    assert page(prefix, "order", old.pk, "directive") not in said
    assert ("no directive yet" if prefix else "अभी कोई निर्देश नहीं") in said


# What is typed


@both
def test_a_draft_says_what_was_typed(order: Order, prefix: str) -> None:
    fields = {"offices_below": "c1 | any words\r\n\r\n", "offices": "D1", "public": "False",
              "down_to": "circle", "due_hours": "48", "discoms": []}  # fmt: skip
    response = post(order, prefix, **fields)
    directive = Directive.objects.get()
    assert response.headers["Location"] == page(prefix, "directive", directive.pk, "change")
    content = directives.content_of(directive)
    meant = [(t.discom, t.office and t.office.code, t.below) for t in content.targets]
    assert meant == [(None, "C1", True), (None, "D1", False)]
    assert (content.public, content.down_to, content.due_hours) == (False, "circle", 48)
    again = read(build.asha(), directive, prefix=prefix)
    said = desk.text(again)
    for line in ("C1 | C1", "D1 | D1") if prefix else ("C1 | कार्यालय C1", "D1 | कार्यालय D1"):
        assert line in said
    assert chosen(again, "public") == ["False"]
    response = desk.of(build.asha()).post(
        page(prefix, "directive", directive.pk, "change"),
        typed(read="1", offices="Z1\nZ2", discoms=[]),
    )
    assert response.status_code == 302, desk.text(response)
    directive.refresh_from_db()
    assert directive.edition == 2
    assert [t.office.code for t in directive.targets.all()] == ["Z1", "Z2"]


@both
@pytest.mark.parametrize(
    ("fields", "field", "codes"),
    [
        ({"offices": "D1\nNO-1\nNO-2 | x"}, "offices", "NO-1, NO-2"),
        ({"offices_below": "D1\nd1"}, "offices_below", "D1"),
        ({"offices_below": "C1", "offices": "D1\nC1"}, "offices", "C1"),
        ({"offices": "GONE"}, "offices", "GONE"),
        ({"offices": "\n".join(f"N{n}" for n in range(9))}, "offices", "N0, N1, N2, N3, N4"),
    ],
)
def test_what_is_wrong_with_codes_is_said_at_their_field_by_name(
    order: Order, prefix: str, fields: dict[str, str], field: str, codes: str
) -> None:
    gone = build.office("GONE", "zone")
    Placement.objects.filter(office=gone).update(ends_on=date(2021, 1, 1))
    response = post(order, prefix, **fields)
    assert response.status_code == 200
    assert codes in fault(response, field)
    said = desk.text(response)
    for each in fields.values():
        assert each in said.replace("\r\n", "\n"), "what was typed is still there"
    assert chosen(response, "discoms") == ["PUVVNL"]
    assert not Directive.objects.exists()


@both
def test_a_directive_to_nobody_is_refused_at_the_discoms(order: Order, prefix: str) -> None:
    response = post(order, prefix, discoms=[])
    assert fault(response, "discoms") == words("no_addressee", prefix)
    assert not Directive.objects.exists()


@both
@pytest.mark.parametrize(
    ("fields", "field", "name"),
    [
        ({"body_en": ""}, "body_en", "one_language"),
        ({"body_hi": " "}, "body_hi", "one_language"),
        ({"due_hours": "721"}, "due_hours", "due_range"),
        ({"due_hours": "0"}, "due_hours", "due_range"),
    ],
)
def test_a_refusal_of_the_rules_stands_at_its_field(
    order: Order, prefix: str, fields: dict[str, str], field: str, name: str
) -> None:
    response = post(order, prefix, **fields)
    assert fault(response, field) == words(name, prefix)
    assert "Preamble" in desk.text(response) or field == "body_en"
    assert not Directive.objects.exists()


@both
def test_what_cannot_be_set_is_said_at_the_preamble_with_the_reason(
    order: Order, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, waiting = drafted(order), submitted(order)
    why = Text("सूर्य का वर्ण नहीं है", "there is no glyph for the sun")
    press_of = letters.render

    def without_sun(letter: letters.Letter) -> bytes:
        if "☀" in letter.preamble.hi:
            raise letters.Unprintable("preamble_hi", why)
        return press_of(letter)

    monkeypatch.setattr(letters, "render", without_sun)
    response = post(order, prefix, body_hi="सूर्य ☀ है")
    assert fault(response, "body_hi") == why["en" if prefix else "hi"]
    assert "सूर्य ☀ है" in desk.text(response)
    Directive.objects.update(body_hi="सूर्य ☀ है")
    shown = read(build.asha(), draft, "submit", prefix)
    stops = part(shown, "stops")
    assert why["en" if prefix else "hi"] in stops
    assert page(prefix, "directive", draft.pk, "change") + "#id_body_hi" in stops
    assert desk.buttons(shown) == []
    assert desk.buttons(read(build.vikram(), waiting, "approve", prefix)) == ["send_back"]
    pdf = desk.of(build.vikram()).get(page(prefix, "directive", waiting.pk, "preview"))
    assert pdf.status_code == 409
    assert why["en" if prefix else "hi"] in desk.text(pdf)


def test_two_makers_do_not_overwrite_each_other(order: Order) -> None:
    directive = drafted(order)
    client, address = desk.of(desk.second_maker()), page("", "directive", directive.pk, "change")
    assert client.post(address, typed(read="1", due_hours="36")).status_code == 302
    late = desk.of(build.asha()).post(address, typed(read="1", due_hours="12"))
    assert late.status_code == 200
    assert words("digest") in desk.text(late)
    assert 'value="12"' in desk.text(late)
    directive.refresh_from_db()
    assert directive.due_hours == 36


def test_a_draft_moves_on_to_the_newest_version_of_its_order(order: Order) -> None:
    directive = drafted(order)
    assert 'name="order"' not in desk.text(read(build.asha(), directive))
    newest = build.issued(timezone.now(), amends=order)
    shown = read(build.asha(), directive)
    assert 'name="order"' in desk.text(shown)
    stops = part(read(build.asha(), directive, "submit"), "stops")
    assert words("order_not_newest") in stops
    assert "#id_order" in stops
    sent = typed(read="1", order=str(newest.pk), kind=EXTEND)
    response = desk.of(build.asha()).post(page("", "directive", directive.pk, "change"), sent)
    assert response.status_code == 302, desk.text(response)
    directive.refresh_from_db()
    assert (directive.order, directive.kind) == (newest, EXTEND)


# What is read before it is submitted, and before it is decided on


@both
@pytest.mark.parametrize("name", ["submit", "approve"])
def test_it_says_what_the_offices_will_read_and_whom_it_reaches(
    order: Order, prefix: str, name: str
) -> None:
    directive = drafted(order, public="False") if name == "submit" else submitted(order)
    before = desk.everything()
    shown = read(build.asha() if name == "submit" else build.vikram(), directive, name, prefix)
    said = desk.text(shown)
    for each in (
        directive.subject_hi, directive.subject_en, "प्रस्तावना", "Preamble",
        "बकाया राशि देय रहेगी", "Arrears stay due", order.number,
        page(prefix, "directive", directive.pk, "preview"),
    ):  # fmt: skip
        assert each in said
    reached = part(shown, "reach")
    english = ["5 offices, of which 3 have no e-mail and nobody posted", "head office 1 · zone 2"]
    hindi = ["5 कार्यालय, जिनमें से 3 में न ई-मेल है, न कोई तैनात", "मुख्यालय 1 · क्षेत्र 2"]
    for each in english if prefix else hindi:
        assert each in reached
    places = [said.find(f'id="{each}-heading"') for each in ("text", "reach", "what", "act")]
    assert 0 < places[0] < places[1] < places[2] < places[3]
    assert desk.hidden(shown, "read") == directives.digest(directive)
    assert ("directive drafted" if prefix else "निर्देश का प्रारूप बना") in part(shown, "history")
    assert desk.everything() == before


def test_every_office_at_which_something_is_missing_is_listed(order: Order) -> None:
    shown = part(read(build.asha(), drafted(order), "submit", "/en"), "reach")
    lists = re.findall(r'<div class="missing([^"]*)">(.*?)</div>', shown, re.S)
    codes = [re.findall(r"\((\w+)\)", listed.partition("<ul>")[2]) for _class, listed in lists]
    assert codes == [["HO", "C1", "Z2"], ["D1"], ["Z1"]]
    assert [" grave" in each for each, _listed in lists] == [True, False, False]
    assert "<details>" not in shown


def test_a_discom_of_which_no_office_is_on_record_is_named(order: Order) -> None:
    build.discom("KESCO", name_en="Kanpur Electricity")
    draft = drafted(order, discoms=["PUVVNL", "KESCO"])
    for name in ("submit", "change"):
        shown = part(read(build.asha(), draft, name, "/en"), "reach")
        assert "nobody of these discoms would be told (1)" in shown
        assert "<li>Kanpur Electricity</li>" in shown
    assert "nobody of these" not in part(
        read(build.asha(), drafted(order), "submit", "/en"), "reach"
    )


def test_a_long_list_folds_and_skips_nobody(order: Order, offices: dict[str, Office]) -> None:
    for number in range(1200):
        made = Office(code=f"S{number}", discom=build.discom(), level="substation",
                      name_hi="उपकेन्द्र", name_en="Sub-station")  # fmt: skip
        made.save()
        Placement.objects.create(office=made, parent=offices["D1"], starts_on=build.LONG_AGO)
    directive = drafted(order)
    with CaptureQueriesContext(connection) as many:
        shown = part(read(build.asha(), directive, "submit", "/en"), "reach")
    assert "1,205 offices, of which 1,203 have no e-mail and nobody posted" in shown
    assert shown.count("<li>") == 1205
    assert "<details><summary>No e-mail, and nobody posted" in shown
    one = drafted(order, discoms=[], offices="HO")
    with CaptureQueriesContext(connection) as single:
        read(build.asha(), one, "submit", "/en")
    assert len(many) == len(single) <= 55


def test_what_is_restricted_in_level_is_counted_so(order: Order) -> None:
    shown = part(read(build.asha(), drafted(order, down_to="zone"), "submit", "/en"), "reach")
    assert "3 offices" in shown
    assert "circle" not in shown


@both
def test_the_letter_is_read_with_a_draft_mark_by_staff_alone(order: Order, prefix: str) -> None:
    directive = submitted(order)
    address = page(prefix, "directive", directive.pk, "preview")
    for person in (build.asha(), build.vikram(), desk.auditor(), desk.chief()):
        response = desk.of(person).get(address)
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["Content-Disposition"].startswith("inline;")
        assert "no-store" in response.headers["Cache-Control"]
        assert response.content.startswith(b"%PDF-")
    for person in (None, *desk.outsiders()):
        assert "/login/" in desk.of(person).get(address).headers["Location"]
    assert desk.of(desk.keeper()).get(address).status_code == 403
    assert desk.of(build.vikram()).post(address).status_code == 405
    assert desk.of(build.vikram()).get(address.replace("preview", "letter")).status_code == 404


def test_who_would_sign_is_whoever_may_approve(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed: list[str] = []
    press_of = letters.render

    def noting(letter: letters.Letter) -> bytes:
        signed.append(letter.signed_by.name.en)
        return press_of(letter)

    directive = submitted(order)
    monkeypatch.setattr(letters, "render", noting)
    for person in (build.vikram(), build.asha(), desk.auditor()):
        desk.of(person).get(page("", "directive", directive.pk, "preview"))
    assert signed == [build.vikram().name.en, "(name of the approver)", "(name of the approver)"]


# Decided on


@both
def test_it_is_approved_with_a_reason_and_sent_back_with_a_remark(
    order: Order, prefix: str
) -> None:
    directive = submitted(order)
    refused = press(build.vikram(), directive, "send_back", prefix, remark=" ", reason="Why not")
    assert refused.status_code == 409
    assert words("remark", prefix) in desk.text(refused)
    assert "Why not</textarea>" in desk.text(refused)
    back = press(build.vikram(), directive, "send_back", prefix, remark="Which zones?")
    assert back.status_code == 302
    assert directive.state == DRAFT
    assert "Which zones?" in desk.text(read(build.asha(), directive, prefix=prefix))
    press(build.asha(), directive, "submit")
    without = press(build.vikram(), directive, "approve", prefix, reason=" ")
    assert without.status_code == 409
    assert words("reason", prefix) in desk.text(without)
    assert press(build.vikram(), directive, "approve", prefix, reason="Read").status_code == 302
    assert directive.state == ISSUED
    assert Entry.objects.latest("seq").detail["reason"] == "Read"
    assert Addressee.objects.filter(directive=directive).count() == 5


@both
@pytest.mark.parametrize("read_", [None, "", "0" * 64])
def test_nobody_approves_what_they_have_not_read(
    order: Order, prefix: str, read_: str | None
) -> None:
    directive = submitted(order)
    given = {} if read_ is None else {"read": read_}
    address = page(prefix, "directive", directive.pk, "approve")
    response = desk.of(build.vikram()).post(address, given | {"reason": "Kept"})
    assert response.status_code == 409
    assert words("digest", prefix) in desk.text(response)
    assert "Kept</textarea>" in desk.text(response)
    directive.refresh_from_db()
    assert directive.state == SUBMITTED


def test_whoever_had_a_hand_in_it_reads_why_in_place_of_the_form(order: Order) -> None:
    two = build.person("dhruv", "ध्रुव", "Dhruv", lifecycle.MAKER, lifecycle.CHECKER)
    directive = drafted(order, person=two)
    press(build.asha(), directive, "submit")
    shown = read(two, directive, "approve")
    assert words("two_persons") in desk.text(shown)
    assert desk.buttons(shown) == ["send_back"]
    assert press(two, directive, "approve").status_code == 409
    assert directive.state == SUBMITTED


@both
def test_whoever_comes_second_reads_who_was_first(order: Order, prefix: str) -> None:
    directive = submitted(order)
    stale = directives.digest(directive)
    press(build.vikram(), directive, "approve")
    late = press(build.meena(), directive, "approve", prefix, read=stale, reason="Also read")
    assert late.status_code == 409
    said = desk.text(late)
    assert directive.number in said
    assert build.vikram().name["en" if prefix else "hi"] in said
    assert "Also read" in said
    assert desk.buttons(late) == []


def test_readers_see_the_pages_and_no_button(order: Order) -> None:
    directive = submitted(order)
    for person in (build.asha(), desk.auditor(), desk.chief()):
        assert desk.buttons(read(person, directive, "approve")) == []
        assert desk.offers(read(person, directive)) == []
    assert desk.offers(read(build.vikram(), directive)) == ["approve"]


# Issued


@both
def test_an_issued_directive_is_read_by_everybody_and_changed_by_nobody(
    order: Order, prefix: str
) -> None:
    directive = issued(order)
    letter = Letter.objects.get(directive=directive)
    for person in (build.asha(), build.vikram(), desk.auditor(), desk.chief()):
        shown = read(person, directive, prefix=prefix)
        said = desk.text(shown)
        for each in (
            directive.number, order.number, letter.sha256, directive.subject_hi,
            directive.subject_en, "in force" if prefix else "प्रभावी",
            "5 offices" if prefix else "5 कार्यालय",
            page(prefix, "order", order.pk, "change"),
            page(prefix, "directive", directive.pk, "letter"),
        ):  # fmt: skip
            assert each in said
        assert 'id="directive_form"' not in said
        wanted = ["replace"] if person == build.asha() else []
        assert desk.offers(shown) == wanted
    pdf = desk.of(desk.auditor()).get(page(prefix, "directive", directive.pk, "letter"))
    assert pdf.content == bytes(letter.pdf)
    assert pdf.headers["Content-Disposition"] == f'attachment; filename="{directive.slug}.pdf"'
    assert "no-store" in pdf.headers["Cache-Control"]
    gone = desk.of(build.asha()).get(page(prefix, "directive", directive.pk, "preview"))
    assert gone.status_code == 404
    before = desk.everything()
    desk.of(build.asha()).post(page(prefix, "directive", directive.pk, "change"), typed(read="1"))
    assert desk.everything() == before


@both
def test_a_replacement_is_drafted_and_each_names_the_other(order: Order, prefix: str) -> None:
    first = issued(order)
    response = press(build.asha(), first, "replace", prefix)
    second = Directive.objects.latest("pk")
    assert response.headers["Location"] == page(prefix, "directive", second.pk, "change")
    shown = read(build.asha(), second, "submit", prefix)
    assert first.number in part(shown, "what")
    assert ("acknowledges anew" if prefix else "नई पावती") in part(shown, "what")
    would = "Would be replaced by" if prefix else "इसके स्थान पर प्रस्तावित"
    assert would in desk.text(read(desk.auditor(), first, prefix=prefix))
    press(build.asha(), second, "submit")
    press(build.vikram(), second, "approve")
    said = desk.text(read(desk.auditor(), first, prefix=prefix))
    assert second.number in said
    assert ("replaced" if prefix else "प्रतिस्थापित") in said
    assert desk.offers(read(build.asha(), first)) == []
    assert first.number in desk.text(read(build.asha(), second, prefix=prefix))


def test_the_order_lists_its_directives(order: Order) -> None:
    directive, draft = issued(order), drafted(order)
    gone = drafted(order)
    press(build.asha(), gone, "discard")
    assert gone.state == DISCARDED
    shown = part(desk.of(desk.auditor()).get(page("", "order", order.pk, "change")), "directives")
    assert directive.number in shown
    assert page("", "directive", draft.pk, "change") in shown
    assert page("", "directive", gone.pk, "change") not in shown


@both
def test_acknowledgements_are_no_part_of_the_history(order: Order, prefix: str) -> None:
    directive = issued(order)
    build.entry(timezone.now(), act="directive.acknowledged", subject=directive.number)
    history = part(read(desk.auditor(), directive, prefix=prefix), "history")
    assert history.count("<li>") == 3
    assert ("directive acknowledged" if prefix else "पावती") not in history


def test_an_issued_directive_leads_to_its_ladder_and_a_draft_has_none(order: Order) -> None:
    directive = issued(order)
    assert f"{directive.pk}/ladder/" in desk.text(read(build.asha(), directive))
    assert "/ladder/" not in desk.text(read(build.asha(), drafted(order)))


# Finding offices


@both
def test_offices_are_found_by_the_beginning_of_a_code_or_a_part_of_a_name(prefix: str) -> None:
    client, address = desk.of(build.asha()), page(prefix, "directive", "offices")
    gone = build.office("Z3", "zone")
    Placement.objects.filter(office=gone).update(ends_on=date(2021, 1, 1))
    for query, codes in {
        "q=z": ["Z1", "Z2"], "q=यालय+C": ["C1"], "level=zone": ["Z1", "Z2"],
        "q=D1&discom=PUVVNL": ["D1"], "q=nothing": [], "q=%25": [],
    }.items():  # fmt: skip
        found = re.findall(r"<code>(\w+)</code>", desk.text(client.get(f"{address}?{query}")))
        assert found == codes, query
        answer = client.get(f"{address}?{query}", headers={"accept": "application/json"})
        assert [each["code"] for each in answer.json()["offices"]] == codes, query
    for query in ("q=%00", "discom=X", "level=%00", "q=" + "x" * 500):
        said = client.get(f"{address}?{query}")
        assert said.status_code == 200
        assert "errorlist" in desk.text(said)
        answer = client.get(f"{address}?{query}", headers={"accept": "application/json"})
        assert answer.json()["offices"] == []


def test_only_a_maker_looks_for_offices() -> None:
    address = page("", "directive", "offices")
    for person in (build.vikram(), desk.auditor(), desk.keeper(), desk.chief()):
        assert desk.of(person).get(address).status_code == 403

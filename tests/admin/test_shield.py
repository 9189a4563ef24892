"""The draft offered after an outage: read in both languages, taken, refused; and who may not."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from moratorium.models import Entry, Order, Outage
from moratorium.operations import orders, outages, reference
from moratorium.rules import wording
from moratorium.rules.instants import IST
from moratorium.rules.lifecycle import REFUSALS
from tests import builders as build
from tests.operations.contents import outage_content
from tests.shared_records import BeginFrom

from . import desk
from .desk import PREFIXES, moment, page, typed_outage

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("prefix", PREFIXES)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def supplied(begin_from: BeginFrom) -> None:
    begin_from(reference.load)


def words(name: str, prefix: str) -> str:
    return REFUSALS[name]["en" if prefix else "hi"]


def shown(address: str, person: Any = None) -> Any:
    return desk.of(person or build.asha()).get(address)


def taken(address: str, **typed: Any) -> Any:
    """What a maker gets who reads the offer and takes it."""
    client = desk.of(build.asha())
    read = desk.hidden(client.get(address), "read")
    return client.post(address, {"basis": "order", "read": read} | typed)


def five(prefix: str = "") -> tuple[list[Outage], str]:
    """An outage for all discoms, recorded on the desk as one for each; where that leads."""
    response = desk.of(build.asha()).post(page(prefix, "outage", "add"), typed_outage(apart="each"))
    assert response.status_code == 302, desk.text(response)
    return list(Outage.objects.order_by("pk")), response.headers["Location"]


def sentences(*made: Outage) -> list[str]:
    """The operative sentences of a draft on these outages, as the rules render them."""
    lines = [
        orders.LineContent(o.starts_at, o.discom, tuple(o.districts.all()), o.area,
                           ends_at=o.expected_end, until_restored=o)
        for o in made
    ]  # fmt: skip
    told = [orders.line_words(line) for line in lines]
    return [*wording.operative(told, "hi"), *wording.operative(told, "en")]


# Recorded, offered, taken


@both
def test_an_outage_leads_to_its_offer_and_on_to_the_draft(prefix: str) -> None:
    response = desk.of(build.asha()).post(
        page(prefix, "outage", "add"),
        typed_outage(apart="each", discom="PUVVNL", districts=["varanasi"], sources="ETV"),
    )
    outage = Outage.objects.get()
    address = page(prefix, "outage", outage.pk, "shield")
    assert response.headers["Location"] == address
    for _ in "coming back", "again":
        said = desk.text(shown(address))
        for sentence in sentences(outage):
            assert f"<li>{sentence}</li>" in said
        assert page(prefix, "outage", outage.pk, "change") in said
    response = taken(address, basis="assurance")
    order = Order.objects.get()
    assert response.headers["Location"] == page(prefix, "order", order.pk, "change")
    assert (order.basis, order.sources) == (
        "assurance",
        [{"title": "ETV", "date": "", "url": ""}],
    )
    draft = desk.text(shown(response.headers["Location"]))
    for sentence in sentences(outage):
        assert f"<li>{sentence}</li>" in draft
    for title in (order.title_hi, order.title_en):
        assert title in said


@both
def test_five_outages_in_one_step_lead_to_one_draft(prefix: str) -> None:
    made, address = five(prefix)
    assert [o.discom_id for o in made] == ["PUVVNL", "MVVNL", "PVVNL", "DVVNL", "KESCO"]
    said = desk.text(shown(address))
    for sentence in sentences(*made):
        assert f"<li>{sentence}</li>" in said
    assert ("The 5 outages" if prefix else "5 व्यवधान") in said
    taken(address)
    assert [line.until_restored for line in Order.objects.get().lines.order_by("position")] == made
    acts = list(Entry.objects.order_by("seq").values_list("act", flat=True))
    assert acts == ["outage.recorded"] * 5 + ["order.drafted"]


@both
def test_it_is_said_how_many_were_recorded(prefix: str) -> None:
    client = desk.of(build.asha())
    for apart, english, hindi in (
        ("each", "5 outages are on record, one for each discom.", "5 व्यवधान दर्ज हुए"),
        ("one", "The outage is on record.", "व्यवधान दर्ज हुआ।"),
    ):
        typed = typed_outage(apart=apart)
        said = desk.text(client.post(page(prefix, "outage", "add"), typed, follow=True))
        assert (english if prefix else hindi) in said


@both
def test_the_choice_of_one_for_all_is_kept(prefix: str) -> None:
    desk.of(build.asha()).post(page(prefix, "outage", "add"), typed_outage(apart="one"))
    assert Outage.objects.get().discom is None


@both
def test_a_choice_that_is_missing_or_unknown_is_asked_for(prefix: str) -> None:
    for apart in ("", "both"):
        response = desk.of(build.asha()).post(
            page(prefix, "outage", "add"), typed_outage(apart=apart)
        )
        assert response.status_code == 200
        assert 'value="Server upgrade"' in desk.text(response)
    assert not Outage.objects.exists()


@both
def test_a_title_with_no_room_for_the_discom_is_refused_at_its_field(prefix: str) -> None:
    title = "x" * 290
    response = desk.of(build.asha()).post(
        page(prefix, "outage", "add"), typed_outage(apart="each", title_en=title)
    )
    said = desk.text(response)
    assert words("title_long", prefix) in said
    assert f'value="{title}"' in said
    assert not Outage.objects.exists()


def test_one_outage_of_a_step_is_offered_alone_and_leads_to_all() -> None:
    made, together = five()
    alone = page("", "outage", made[0].pk, "shield")
    said = desk.text(shown(alone))
    assert sentences(made[1])[0] not in said
    assert f'href="{together}"' in said
    assert f'href="{alone}"' in desk.text(shown(together))


def test_what_is_closed_meanwhile_falls_out_of_the_offer() -> None:
    made, address = five()
    outages.call_off(made[0], by=build.asha(), at=timezone.now())
    said = desk.text(shown(address))
    assert sentences(made[0])[0] not in said
    assert sentences(made[1])[0] in said


# How things stand


@both
def test_it_is_said_plainly_that_people_can_be_cut(prefix: str) -> None:
    now = timezone.now()
    started, ahead = build.outage(starts_at=now - HOUR), build.outage(starts_at=now + HOUR)
    for outage, english, hindi in (
        (started, "people cannot pay and can be cut", "उनकी बिजली काटी जा सकती है"),
        (ahead, "people will be unable to pay and can be cut", "बिजली काटी जा सकेगी"),
    ):
        for rest in ("shield", "change"):
            said = desk.text(shown(page(prefix, "outage", outage.pk, rest)))
            assert (english if prefix else hindi) in said
            assert ("a draft protects nobody" if prefix else "प्रारूप से किसी को संरक्षण") in said


@both
def test_what_rests_on_it_is_named_and_one_may_still_go_on(prefix: str) -> None:
    outage = build.outage()
    line = {"until_restored": outage, "ends_at": None}
    order, draft = build.issued(lines=[line]), build.draft([line])
    for rest in ("shield", "change"):
        said = desk.text(shown(page(prefix, "outage", outage.pk, rest)))
        for each in (order, draft):
            assert f'href="{page(prefix, "order", each.pk, "change")}"' in said
        assert ("issued orders cover all of it." if prefix else "पूरी तरह संरक्षित") in said
    assert taken(page(prefix, "outage", outage.pk, "shield")).status_code == 302


@both
def test_an_order_that_rests_on_another_outage_covers_it_only_as_things_stand(prefix: str) -> None:
    outage = build.outage()
    words = "None of them rests on this outage" if prefix else "कोई इस व्यवधान पर आधारित नहीं"
    for ground, alone in ((build.outage(), True), (outage, False)):
        build.issued(lines=[{"until_restored": ground, "ends_at": None}])
        for rest in ("shield", "change"):
            said = desk.text(shown(page(prefix, "outage", outage.pk, rest)))
            assert (words in said) == alone


def test_what_is_left_uncovered_is_named() -> None:
    outage = build.outage(area="urban")
    line = {"until_restored": outage, "ends_at": None, "area": "urban"}
    build.issued(lines=[line | {"discom": build.discom(code)} for code in ("PUVVNL", "MVVNL")])
    said = desk.text(shown(page("/en", "outage", outage.pk, "change")))
    assert "Kanpur Electricity Supply Company Ltd; urban areas" in said
    assert "Purvanchal Vidyut Vitran Nigam Ltd; urban areas" not in said


@both
def test_a_closed_outage_offers_nothing(prefix: str) -> None:
    called_off, confirmed = build.call_off(build.outage()), build.confirm(build.outage())
    for outage, name in ((called_off, "covers_nothing"), (confirmed, "outage_closed")):
        address = page(prefix, "outage", outage.pk, "shield")
        before = desk.everything()
        for response in (shown(address), desk.of(build.asha()).post(address, {"basis": "order"})):
            assert response.status_code == 409
            assert words(name, prefix) in desk.text(response)
            assert 'id="shield-form"' not in desk.text(response)
        assert desk.everything() == before
        assert address not in desk.text(shown(page(prefix, "outage", outage.pk, "change")))


# What is refused


@both
def test_what_changed_since_it_was_read_is_shown_anew(prefix: str) -> None:
    outage = build.outage(expected_end=timezone.now() + HOUR)
    address = page(prefix, "outage", outage.pk, "shield")
    read = desk.hidden(shown(address), "read")
    later = timezone.now() + 5 * HOUR
    outages.prolong(outage, expected_end=later, by=build.asha(), at=timezone.now())
    before = desk.everything()
    client = desk.of(build.asha())
    response = client.post(address, {"basis": "assurance", "read": read})
    assert response.status_code == 409
    said = desk.text(response)
    assert words("digest", prefix) in said
    assert re.search(r'value="assurance"[^>]* checked', said)
    assert desk.everything() == before
    again = {"basis": "assurance", "read": desk.hidden(response, "read")}
    assert client.post(address, again).status_code == 302


@pytest.mark.parametrize(
    "typed", [{}, {"read": ""}, {"read": "x"}, {"basis": ""}, {"basis": "law"}]
)
def test_a_form_that_nobody_was_shown_is_refused(typed: dict[str, str]) -> None:
    outage = build.outage()
    address = page("", "outage", outage.pk, "shield")
    read = desk.hidden(shown(address), "read")
    before = desk.everything()
    typed = (
        {"basis": "order", "read": read} | typed if "basis" in typed else {"basis": "order"} | typed
    )
    assert desk.of(build.asha()).post(address, typed).status_code == 409
    assert desk.everything() == before


@both
def test_a_second_press_finds_the_draft_of_the_first(prefix: str) -> None:
    address = page(prefix, "outage", build.outage().pk, "shield")
    client = desk.of(build.asha())
    typed = {"basis": "order", "read": desk.hidden(client.get(address), "read")}
    first, second = client.post(address, typed), client.post(address, typed)
    assert (first.status_code, second.status_code) == (302, 409)
    assert f'href="{first.headers["Location"]}"' in desk.text(second)
    assert Order.objects.count() == 1


def test_an_address_cannot_mix_outages_that_do_not_belong_together() -> None:
    made, _address = five()
    alone = outages.record(outage_content(), by=build.asha(), at=timezone.now())
    for query in (f"?together={made[0].pk}", "?together=1&together=2", f"?with={made[0].pk}",
                  "?together=%00", "?together=' OR 1=1"):  # fmt: skip
        response = shown(page("", "outage", alone.pk, "shield") + query)
        assert response.status_code == 200
        said = desk.text(response)
        assert sentences(alone)[0] in said
        assert all(sentences(outage)[0] not in said for outage in made)


def test_what_was_read_of_other_outages_cannot_be_taken_here() -> None:
    made, together = five()
    client = desk.of(build.asha())
    read = desk.hidden(client.get(together), "read")
    alone = page("", "outage", made[0].pk, "shield")
    assert client.post(alone, {"basis": "order", "read": read}).status_code == 409
    assert not Order.objects.exists()


@pytest.mark.parametrize("key", ["0", "99999", "999999999999999999999"])
def test_an_unknown_outage_is_not_found(key: str) -> None:
    address = page("", "outage", key, "shield")
    assert shown(address).status_code == 404
    assert desk.of(build.asha()).post(address).status_code == 404


# Prolonged


@both
def test_prolonging_leads_to_an_amendment(prefix: str) -> None:
    now = timezone.now()
    ends, later = now + 10 * HOUR, (now + 100 * HOUR).replace(second=0, microsecond=0)
    outage = build.outage(starts_at=now - HOUR, expected_end=ends)
    line = {"starts_at": now - HOUR, "ends_at": ends, "until_restored": outage}
    order = build.issued(now - HOUR, lines=[line])
    client, own = desk.of(build.asha()), page(prefix, "outage", outage.pk, "change")
    assert "extend" not in desk.offers(client.get(own))
    local = later.astimezone(IST)
    typed = moment("expected_end", f"{local:%Y-%m-%d}", f"{local:%H:%M}")
    client.post(page(prefix, "outage", outage.pk, "prolong"), typed)
    response = client.get(own)
    assert desk.offers(response)[0] == "extend"
    told = f"The end that {order} states" if prefix else f"{order} में लिखा अंत"
    assert told in desk.text(response)
    assert 'href="#extend-form"' in desk.text(response)
    checker = desk.text(shown(own, build.vikram()))
    assert told in checker
    assert 'href="#extend-form"' not in checker
    assert f'<option value="{order.pk}">{order}</option>' in desk.text(response)
    extend = page(prefix, "outage", outage.pk, "extend")
    response = client.post(extend, {"order": order.pk})
    amendment = Order.objects.get(amends=order)
    assert response.headers["Location"] == page(prefix, "order", amendment.pk, "change")
    (line_,) = amendment.lines.all()
    assert (line_.starts_at, line_.ends_at) == (now - HOUR, later)


def test_only_an_order_that_can_be_extended_is_taken() -> None:
    outage = build.outage(expected_end=build.ist(2023, 1, 20))
    short = build.issued(lines=[{"until_restored": outage}])
    other = build.issued(lines=[{"until_restored": build.outage()}])
    before = desk.everything()
    for key in ("", "x", "99999", other.pk):
        response = desk.of(build.asha()).post(
            page("", "outage", outage.pk, "extend"), {"order": key}
        )
        assert response.status_code == 409
        assert f'<option value="{short.pk}"' in desk.text(response)
    assert desk.everything() == before


# Who may not


def test_only_makers_are_offered_a_draft() -> None:
    outage = build.outage()
    address = page("", "outage", outage.pk, "shield")
    assert f'href="{address}"' in desk.text(shown(page("", "outage", outage.pk, "change")))
    insiders, outsiders = (build.vikram(), desk.auditor(), desk.chief()), desk.outsiders()
    keeper, before = desk.keeper(), desk.everything()
    for person in insiders:
        own = desk.text(shown(page("", "outage", outage.pk, "change"), person))
        assert f'href="{address}"' not in own
        assert "उनकी बिजली काटी जा सकती है" in own, "all who read it are told"
        assert shown(address, person).status_code == 403
        assert desk.of(person).post(address, {"basis": "order"}).status_code == 403
    assert shown(address, keeper).status_code == 403
    for person in (*outsiders, None):
        client = desk.of(person)
        for response in (client.get(address), client.post(address)):
            assert "/login/" in response.headers["Location"]
    assert desk.everything() == before

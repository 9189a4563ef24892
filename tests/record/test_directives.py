"""Directives of a document: taken with letter and journal entry, printed as they were."""

import hashlib
import itertools
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from moratorium.models import Addressee, Directive, Entry, Letter, Office, Order
from moratorium.operations import directives
from moratorium.operations.directives import DirectiveContent, TargetContent
from moratorium.operations.record import Imported, export_record
from moratorium.register import directives as register
from moratorium.register import journal
from moratorium.rules.directives import CLARIFY, RESTORED
from moratorium.rules.instants import write
from tests import builders

from .papers import (
    LATER,
    NOW,
    Raw,
    chain,
    contents,
    directive,
    document,
    line,
    order,
    outage,
    take,
    words,
)

pytestmark = pytest.mark.usefixtures("places")

SECOND, THIRD = "2023-01-02T13:00:00+05:30", "2023-01-03T13:00:00+05:30"


def several() -> list[Raw]:
    """One for each order of the chain; the second is internal, the third a clarification."""
    return [
        directive(),
        directive(
            "D/2022-23/0002", SECOND, order="MO/2022-23/0002", public=False,
            addressed_to=["MVVNL", "KESCO", "NPCL"], replaces="D/2022-23/0001",
        ),
        directive(
            "D/2022-23/0003", THIRD, order="MO/2022-23/0003", kind="clarify", body=words(),
            demonstration=True,
        ),
    ]  # fmt: skip


def test_everything_is_counted() -> None:
    assert take(document(directives=several())) == Imported(1, 3, 0, 0, directives=3)
    kinds = Directive.objects.order_by("issued_at").values_list("kind", "state", "imported")
    assert list(kinds) == [
        ("impose", "issued", True), ("extend", "issued", True), ("clarify", "issued", True),
    ]  # fmt: skip
    second = Directive.objects.get(number="D/2022-23/0002")
    assert second.slug == "d-2022-23-0002"
    assert second.replaces == Directive.objects.get(number="D/2022-23/0001")
    assert list(second.targets.values_list("discom", flat=True)) == ["KESCO", "MVVNL", "NPCL"]
    assert not Addressee.objects.exists()


def test_subject_and_body_are_kept_as_they_were_given() -> None:
    given = {"subject": words("As  typed "), "body": words("One.\n\nTwo, & <three>.")}
    take(document(directives=[directive(**given)]))
    stored = Directive.objects.get()
    assert {"hi": stored.subject.hi, "en": stored.subject.en} == given["subject"]
    assert {"hi": stored.body.hi, "en": stored.body.en} == given["body"]


def test_each_has_a_letter_with_the_head_of_the_journal_before_the_import() -> None:
    builders.entry()
    head = Entry.objects.get().digest
    take(document(directives=several()))
    assert Letter.objects.count() == 3
    for letter in Letter.objects.all():
        assert bytes(letter.pdf).startswith(b"%PDF-")
        assert (letter.size, letter.journal_head) == (len(bytes(letter.pdf)), head)
        assert letter.sha256 == hashlib.sha256(bytes(letter.pdf)).hexdigest()
        assert letter.check_code


def test_a_public_one_has_its_page_and_its_letter() -> None:
    take(document(directives=several()))
    facts = register.get("d-2022-23-0001", NOW)
    assert facts is not None
    assert (facts.standing, facts.imported) == ("replaced", True)
    assert [each.en for each in facts.addressed_to] == [builders.discom("PUVVNL").name_en]
    assert register.public_letter("d-2022-23-0001")
    assert register.get("d-2022-23-0002", NOW) is None
    assert register.public_letter("d-2022-23-0002") is None


def test_each_is_one_act_public_by_its_flag() -> None:
    take(document(directives=several()))
    acts = Entry.objects.filter(act__startswith="directive").order_by("seq")
    rows = acts.values_list("act", "subject", "public", "happened_at")
    assert [(act, subject, public, write(at)) for act, subject, public, at in rows] == [
        ("directive.issued", "D/2022-23/0001", True, "2022-12-31T13:00:00+05:30"),
        ("directive.replaced", "D/2022-23/0002", False, SECOND),
        ("directive.issued", "D/2022-23/0003", True, THIRD),
    ]
    for entry in acts:
        stored = Directive.objects.get(number=entry.subject)
        assert entry.recorded_at == NOW
        assert entry.detail["imported"] is True
        assert entry.detail["digest"] == directives.digest(stored)
        assert entry.detail["letter"] == stored.letter.sha256
    assert journal.verify().count == 7


def test_of_one_instant_the_order_comes_before_its_directive() -> None:
    at = "2022-12-31T12:00:00+05:30"
    take(document([outage()], [order()], [directive(issued_at=at)]))
    acts = Entry.objects.order_by("seq").values_list("act", flat=True)
    assert list(acts) == ["outage.recorded", "order.issued", "directive.issued"]


def test_the_same_again_changes_nothing() -> None:
    take(document(directives=several()))
    before = contents()
    paper = document(directives=several())
    for each in paper["directives"]:
        each["addressed_to"].reverse()
        each["issued_at"] = each["issued_at"].replace("13:00:00+05:30", "07:30:00.000000Z")
        each.setdefault("demonstration", False)
        each.setdefault("replaces", None)
    paper["directives"][0]["kind"] = "impose"
    paper["directives"][1]["kind"] = "extend"
    again = take(paper, LATER)
    assert again == Imported(0, 0, 0, unchanged=7)
    assert not again.changed
    assert contents() == before


def test_entries_may_come_in_any_order() -> None:
    papers = [
        document(orders=chain()[::-1], directives=list(each))
        for each in itertools.permutations(several())
    ]
    assert len({exported(paper) for paper in papers}) == 1


def exported(paper: Raw | bytes) -> str:
    with transaction.atomic():
        take(paper)
        text = export_record()
        transaction.set_rollback(True)
    return text


def test_they_may_come_after_what_they_rest_on() -> None:
    first, second, third = several()
    take(document())
    take(document([], [], [first]), LATER)
    imported = take(document([], [], [third, second]), LATER + timedelta(days=1))
    assert (imported.directives, imported.changed) == (2, True)
    whole = take(document(directives=several()), LATER + timedelta(days=2))
    assert (whole.unchanged, whole.changed) == (7, False)


def test_export_and_import_give_the_same_export() -> None:
    text = exported(document(directives=several()[::-1]))
    assert exported(text.encode()) == text
    printed = json.loads(text)["directives"]
    assert [each["number"] for each in printed] == [
        "D/2022-23/0001", "D/2022-23/0002", "D/2022-23/0003",
    ]  # fmt: skip
    assert printed[1]["addressed_to"] == ["KESCO", "MVVNL", "NPCL"]


def test_keys_come_as_in_the_contract_and_no_more_than_are_needed() -> None:
    printed = json.loads(exported(document(directives=several())))["directives"]
    plain = ["number", "order", "issued_at", "subject", "body", "addressed_to", "public"]
    assert [list(each) for each in printed] == [
        plain, [*plain, "replaces"], [*plain, "kind", "demonstration"],
    ]  # fmt: skip


def test_the_layout_is_that_of_plain_json() -> None:
    text = exported(document(directives=several()))
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"


def test_they_are_sorted_by_instant_and_number() -> None:
    numbers = [f"{each}/{n}" for n, each in enumerate(["b", "B", "é", "अ", "10", "9"])]
    last = directive("A", "2022-12-31T13:00:00.000001+05:30")
    paper = document([outage()], [order()], [last, *map(directive, numbers)])
    printed = json.loads(exported(paper))["directives"]
    assert [each["number"] for each in printed] == [*sorted(numbers), "A"]
    assert printed[-1]["issued_at"] == "2022-12-31T13:00:00.000001+05:30"


def test_only_what_is_issued_goes_out() -> None:
    take(document())
    builders.directive(Order.objects.get(number="MO/2022-23/0001"))
    assert json.loads(export_record())["directives"] == []


def test_a_restoration_is_told_by_a_directive() -> None:
    confirmed = outage(
        restored_at="2023-01-04T20:00:00+05:30", confirmed_at="2023-01-05T08:00:00+05:30"
    )
    told = directive(issued_at="2023-01-05T08:00:00+05:30", kind=RESTORED)
    text = exported(document([confirmed], [order()], [told]))
    assert json.loads(text)["directives"][0]["kind"] == "restored"
    assert exported(text.encode()) == text


def issued_here() -> str:
    """The export of a record with an order and a directive to named offices, made on the site."""
    take(document([outage()], [order(coverage=[line(ends_at="2024-01-01T00:00:00Z")])]))
    rests_on = Order.objects.get()
    builders.offices()
    other = builders.office("KESCO-1", "head", discom=builders.discom("KESCO"))
    offices = [*Office.objects.filter(code__in=["Z1", "D1"]), other]
    content = DirectiveContent(
        rests_on, tuple(TargetContent(office=each) for each in offices), CLARIFY,
        body_hi="स्पष्टीकरण", body_en="A clarification", public=False, due_hours=6, down_to="zone",
    )  # fmt: skip
    issue(directives.draft(content, by=builders.asha(), at=LATER))
    issue(directives.replace(Directive.objects.get(), by=builders.asha(), at=LATER))
    return export_record()


def issue(draft: Directive) -> None:
    waiting = directives.submit(draft, by=builders.asha(), at=LATER)
    read = directives.digest(waiting)
    directives.approve(waiting, by=builders.vikram(), at=LATER, read=read, reason="As agreed")


def test_what_the_site_issued_goes_out_to_the_discoms_of_its_offices() -> None:
    printed = json.loads(issued_here())["directives"]
    assert [each["addressed_to"] for each in printed] == [["KESCO", "PUVVNL"]] * 2
    assert [each.get("replaces") for each in printed] == [None, printed[0]["number"]]
    assert printed[0]["kind"] == "clarify"
    assert printed[0]["public"] is False


def test_and_comes_back_the_same_into_another_database() -> None:
    with transaction.atomic():
        text = issued_here()
        again = take(text.encode(), LATER + timedelta(days=1))
        transaction.set_rollback(True)
    assert (again.changed, again.unchanged) == (False, 4)
    assert not Directive.objects.exists()
    take(text.encode(), LATER + timedelta(days=1))
    assert export_record() == text


def test_the_portals_own_number_comes_after_the_imported_ones() -> None:
    take(document([outage()], [order()], [directive("D/2023-24/0041")]))
    rests_on = Order.objects.get()
    builders.offices()
    meant: Any = (TargetContent(discom=builders.discom()),)
    issue(directives.draft(DirectiveContent(rests_on, meant), by=builders.asha(), at=LATER))
    assert Directive.objects.filter(number="D/2023-24/0042").exists()

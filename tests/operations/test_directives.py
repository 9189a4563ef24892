"""The acts on a directive: two persons, a frozen letter and addressees, replacement."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from moratorium import letters
from moratorium.models import Addressee, Directive, Entry, Letter, Order
from moratorium.operations import directives
from moratorium.operations.directives import DirectiveContent, TargetContent
from moratorium.rules import lifecycle
from moratorium.rules.directives import CLARIFY, EXTEND, IMPOSE, LIFT, RESTORED
from moratorium.rules.lifecycle import Refused
from moratorium.rules.wording import Text

from .. import builders
from ..builders import NEW_YEAR

pytestmark = pytest.mark.django_db

LATER = NEW_YEAR + timedelta(hours=1)


@pytest.fixture
def order(db: None) -> Order:
    builders.served()
    builders.offices()
    return builders.issued()


def content(order: Order, **fields: Any) -> DirectiveContent:
    everybody = (TargetContent(discom=builders.discom()),)
    return DirectiveContent(order=order, targets=everybody, **fields)


def drafted(order: Order, **fields: Any) -> Directive:
    return directives.draft(content(order, **fields), by=builders.asha(), at=LATER)


def submitted(order: Order, **fields: Any) -> Directive:
    return directives.submit(drafted(order, **fields), by=builders.asha(), at=LATER)


def approved(order: Order, **fields: Any) -> Directive:
    waiting = submitted(order, **fields)
    read = directives.digest(waiting)
    return directives.approve(
        waiting, by=builders.vikram(), at=LATER, read=read, reason="As agreed"
    )


def refusal(run: Any) -> str:
    with pytest.raises(Refused) as refused:
        run()
    return refused.value.name


def test_an_issued_directive_has_number_letter_and_addressees(order: Order) -> None:
    issued = approved(order)
    assert issued.number == "D/2022-23/0001"
    assert issued.slug == "d-2022-23-0001"
    codes = Addressee.objects.filter(directive=issued).values_list("office__code", flat=True)
    assert sorted(codes) == ["C1", "D1", "HO", "Z1", "Z2"]
    letter = Letter.objects.get(directive=issued)
    assert bytes(letter.pdf).startswith(b"%PDF-")
    assert letter.sha256 == hashlib.sha256(bytes(letter.pdf)).hexdigest()
    assert letter.size == len(bytes(letter.pdf))


def test_its_issue_is_one_public_entry_bound_to_the_letter(order: Order) -> None:
    before = Entry.objects.count()
    waiting = submitted(order)
    head = Entry.objects.order_by("-seq").values_list("digest", flat=True)[0]
    read = directives.digest(waiting)
    issued = directives.approve(waiting, by=builders.vikram(), at=LATER, read=read, reason="ok")
    entry = Entry.objects.order_by("-seq")[0]
    assert Entry.objects.count() == before + 3  # drafted, submitted, issued
    assert (entry.act, entry.subject, entry.public) == ("directive.issued", issued.number, True)
    letter = Letter.objects.get(directive=issued)
    assert entry.detail["letter"] == letter.sha256
    assert letter.journal_head == head == entry.previous


def test_an_internal_directive_is_no_notice(order: Order) -> None:
    approved(order, public=False)
    assert Entry.objects.order_by("-seq")[0].public is False


def test_whoever_had_a_hand_in_it_does_not_approve(order: Order) -> None:
    both = builders.person("both", "दोनों", "Both", lifecycle.MAKER, lifecycle.CHECKER)
    draft = directives.edit(drafted(order), content(order), by=both, at=LATER)
    waiting = directives.submit(draft, by=builders.asha(), at=LATER)
    read = directives.digest(waiting)
    name = refusal(
        lambda: directives.approve(waiting, by=both, at=LATER, read=read, reason="As agreed")
    )
    assert name == "two_persons"


def test_what_changed_since_it_was_read_is_not_approved(order: Order) -> None:
    draft = drafted(order)
    read = directives.digest(draft)
    directives.edit(draft, content(order, due_hours=48), by=builders.asha(), at=LATER)
    waiting = directives.submit(draft, by=builders.asha(), at=LATER)
    name = refusal(
        lambda: directives.approve(
            waiting, by=builders.vikram(), at=LATER, read=read, reason="As agreed"
        )
    )
    assert name == "digest"


def test_the_digest_covers_the_targets(order: Order) -> None:
    draft = drafted(order)
    before = directives.digest(draft)
    only = content(order)
    only = replace(only, targets=(TargetContent(office=builders.Office.objects.first()),))
    assert directives.digest(directives.edit(draft, only, by=builders.asha(), at=LATER)) != before


def test_levels_limit_what_lies_below_and_never_what_is_named(order: Order) -> None:
    office = {each.code: each for each in builders.Office.objects.all()}
    meant = (TargetContent(office=office["Z1"]), TargetContent(office=office["D1"], below=False))
    asked = replace(content(order), targets=meant, down_to="circle")
    found = directives.reaching(asked, LATER)
    assert [each.office.code for each in found.all] == ["Z1", "C1", "D1"]


def test_a_directive_to_nobody_is_not_submitted(order: Order) -> None:
    nobody = replace(content(order), targets=(TargetContent(discom=builders.discom("DVVNL")),))
    draft = directives.draft(nobody, by=builders.asha(), at=LATER)
    assert refusal(lambda: directives.submit(draft, by=builders.asha(), at=LATER)) == "no_addressee"


def test_a_replacement_restates_and_is_made_once(order: Order) -> None:
    first = approved(order, body_hi="यह पढ़ें।", body_en="Read this.")
    second = directives.replace(first, by=builders.asha(), at=LATER)
    rival = directives.replace(first, by=builders.asha(), at=LATER)
    assert (second.body_en, second.replaces) == ("Read this.", first)
    for each in (second, rival):
        directives.submit(each, by=builders.asha(), at=LATER)
    read = directives.digest(second)
    directives.approve(second, by=builders.vikram(), at=LATER, read=read, reason="As agreed")
    assert Entry.objects.order_by("-seq")[0].act == "directive.replaced"
    read = directives.digest(rival)
    late = refusal(
        lambda: directives.approve(
            rival, by=builders.vikram(), at=LATER, read=read, reason="As agreed"
        )
    )
    assert late == "replaced_already"


class TestKinds:
    @pytest.mark.parametrize("kind", [EXTEND, LIFT, RESTORED])
    def test_what_an_original_order_does_not_allow(self, order: Order, kind: str) -> None:
        refusal(lambda: drafted(order, kind=kind))

    def test_a_lift_allows_a_lift(self, order: Order) -> None:
        lift = builders.issued(amends=order, lift=True, at=LATER - timedelta(minutes=1))
        assert drafted(lift, kind=LIFT).kind == LIFT
        assert refusal(lambda: drafted(lift, kind=IMPOSE)) == "kind_lift"

    def test_a_clarification_clarifies_something(self, order: Order) -> None:
        draft = drafted(order, kind=CLARIFY)
        name = refusal(lambda: directives.submit(draft, by=builders.asha(), at=LATER))
        assert name == "clarify_body"

    def test_restored_waits_for_the_confirmation(self, order: Order) -> None:
        outage = builders.outage()
        resting = builders.issued(lines=[{"until_restored": outage}])
        assert refusal(lambda: drafted(resting, kind=RESTORED)) == "kind_restored"
        builders.confirm(outage, NEW_YEAR + timedelta(minutes=30))
        assert drafted(resting, kind=RESTORED).kind == RESTORED


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"body_hi": "केवल हिन्दी"}, "body_en"),
        ({"body_hi": "क\u202e", "body_en": "a"}, "body_hi"),
        ({"body_hi": "क" * 20_001, "body_en": "a"}, "body_hi"),
        ({"due_hours": 0}, "due_hours"),
        ({"due_hours": 721}, "due_hours"),
    ],
)
def test_what_not_even_a_draft_may_say(order: Order, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        drafted(order, **fields)
    assert refused.value.field == field
    assert not Directive.objects.exists()


class TestUnprintable:
    """The letter room refuses a text; which one it was is said at the field that was typed."""

    @pytest.fixture(autouse=True)
    def without_glyph(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A font that has no sun: the press refuses every letter whose preamble shows one."""
        press = letters.render

        def render(letter: letters.Letter) -> bytes:
            if "☀" in letter.preamble.en:
                raise letters.Unprintable("preamble_en", Text("यह वर्ण नहीं", "no such glyph"))
            return press(letter)

        monkeypatch.setattr(letters, "render", render)

    def test_a_draft_is_refused_at_its_preamble(self, order: Order) -> None:
        kept = drafted(order)
        said = content(order, body_hi="सूर्य", body_en="The ☀")
        for run in (
            lambda: directives.draft(said, by=builders.asha(), at=LATER),
            lambda: directives.edit(kept, said, by=builders.asha(), at=LATER),
        ):
            before = list(Directive.objects.values())
            with pytest.raises(Refused) as refused:
                run()
            assert (refused.value.name, refused.value.field) == ("unprintable", "body_en")
            assert refused.value.words == Text("यह वर्ण नहीं", "no such glyph")
            assert list(Directive.objects.values()) == before

    def test_what_stands_against_the_issue_is_told_without_writing(self, order: Order) -> None:
        draft = drafted(order, body_hi="सूर्य", body_en="The sun")
        assert directives.hindrance(draft, by=builders.vikram(), at=LATER) is None
        Directive.objects.filter(pk=draft.pk).update(body_en="The ☀")
        draft.refresh_from_db()
        found = directives.hindrance(draft, by=builders.vikram(), at=LATER)
        assert found is not None
        assert (found.name, found.field) == ("unprintable", "body_en")
        nobody = replace(content(order), targets=(TargetContent(discom=builders.discom("DVVNL")),))
        empty = directives.draft(nobody, by=builders.asha(), at=LATER)
        before = Entry.objects.count()
        found = directives.hindrance(empty, by=builders.vikram(), at=LATER)
        assert found is not None
        assert (found.name, found.field) == ("no_addressee", "discoms")
        assert Entry.objects.count() == before

"""What an office does with a directive: once each, by whoever is posted there that day."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from moratorium.models import Addressee, Directive, Entry, Person, Posting, Receipt
from moratorium.operations import receipts
from moratorium.register import journal
from moratorium.rules.directives import ACKNOWLEDGED, DOWNLOADED, OPENED, SERVED, STEPS
from tests import builders as build
from tests.builders import NEW_YEAR, ist

from .contents import refused

pytestmark = pytest.mark.django_db

NOW = NEW_YEAR + timedelta(hours=10)
LATER = NOW + timedelta(hours=5)


@pytest.fixture
def directive() -> Directive:
    """Issued to the whole tree; Rakesh is posted at its division."""
    offices = build.offices()
    build.posting(build.rakesh(), offices["D1"])
    return build.issued_directive(offices=offices.values())


def at(directive: Directive, code: str = "D1") -> Addressee:
    return directive.addressees.get(office__code=code)


def acknowledged(addressee: Addressee, **given: object) -> Receipt:
    fields = {
        "sha256": addressee.directive.letter.sha256,
        "by": build.rakesh(),
        "at": NOW,
    } | given
    return receipts.acknowledge(addressee.pk, **fields)


def steps(addressee: Addressee) -> list[str]:
    return sorted(addressee.receipts.values_list("step", flat=True))


def serve(addressee: Addressee, by: Person, moment: datetime) -> bool:
    return bool(receipts.serve([addressee.pk], by=by, at=moment))


def open_(addressee: Addressee, by: Person, moment: datetime) -> bool:
    return receipts.open_(addressee.pk, by=by, at=moment)


def download(addressee: Addressee, by: Person, moment: datetime) -> bool:
    return receipts.download(addressee.pk, by=by, at=moment)


FACTS = [(SERVED, serve), (OPENED, open_), (DOWNLOADED, download)]
Fact = Callable[[Addressee, Person, datetime], bool]
each_fact = pytest.mark.parametrize(("step", "note"), FACTS, ids=[step for step, _note in FACTS])


@each_fact
class TestFacts:
    def test_it_is_kept_once_with_person_post_office_and_instant(
        self, directive: Directive, step: str, note: Fact
    ) -> None:
        assert note(at(directive), build.rakesh(), NOW)
        assert not note(at(directive), build.rakesh(), LATER)
        kept = Receipt.objects.get()
        assert (kept.step, kept.person, kept.at) == (step, build.rakesh(), NOW)
        assert (kept.post.hi, kept.post.en) == ("अधिशासी अभियन्ता", "Executive Engineer")
        assert kept.addressee.office.code == "D1"
        assert kept.sha256 == (directive.letter.sha256 if step == DOWNLOADED else "")

    def test_a_colleague_does_not_repeat_it(
        self, directive: Directive, step: str, note: Fact
    ) -> None:
        build.posting(build.asha(), at(directive).office)
        note(at(directive), build.rakesh(), NOW)
        assert not note(at(directive), build.asha(), LATER)
        assert Receipt.objects.get().person == build.rakesh()

    def test_it_is_no_entry_of_the_journal(
        self, directive: Directive, step: str, note: Fact
    ) -> None:
        before = Entry.objects.count()
        note(at(directive), build.rakesh(), NOW)
        assert Entry.objects.count() == before

    @pytest.mark.parametrize("code", ["HO", "Z1", "C1", "Z2"])
    def test_none_is_left_where_one_is_not_posted(
        self, directive: Directive, step: str, note: Fact, code: str
    ) -> None:
        assert not note(at(directive, code), build.rakesh(), NOW)
        assert not Receipt.objects.exists()

    def test_whoever_is_posted_above_leaves_none_below(
        self, directive: Directive, step: str, note: Fact
    ) -> None:
        build.posting(build.asha(), at(directive, "C1").office)
        assert not note(at(directive), build.asha(), NOW)
        assert note(at(directive, "C1"), build.asha(), NOW)

    def test_whoever_was_posted_elsewhere_since_yesterday_leaves_none(
        self, directive: Directive, step: str, note: Fact
    ) -> None:
        moved_away(at(directive))
        assert not note(at(directive), build.rakesh(), NOW)
        assert not Receipt.objects.exists()

    def test_a_closed_account_leaves_none(
        self, directive: Directive, step: str, note: Fact
    ) -> None:
        closed(build.rakesh())
        assert not note(at(directive), build.rakesh(), NOW)

    def test_a_replaced_directive_is_still_read(
        self, directive: Directive, step: str, note: Fact
    ) -> None:
        replaced(directive)
        assert note(at(directive), build.rakesh(), NOW)


def moved_away(addressee: Addressee) -> None:
    """Rakesh sits in another zone since today, New Year 2023."""
    Posting.objects.filter(office=addressee.office).update(ends_on=NEW_YEAR.date())
    other = at(addressee.directive, "Z2").office
    build.posting(build.rakesh(), other, starts_on=NEW_YEAR.date())


def closed(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(is_active=False)


def replaced(directive: Directive) -> Directive:
    named = [each.office for each in directive.addressees.select_related("office")]
    return build.issued_directive(
        NEW_YEAR + timedelta(hours=1), order=directive.order, offices=named, replaces=directive
    )


def test_an_inbox_is_served_by_one_call(directive: Directive) -> None:
    """Of everything that is listed, what is addressed to one's own offices; once."""
    build.posting(build.rakesh(), at(directive, "C1").office)
    second = replaced(directive)
    listed = [each.pk for each in Addressee.objects.all()]
    assert receipts.serve(listed, by=build.rakesh(), at=NOW) == 4
    assert receipts.serve(listed, by=build.rakesh(), at=LATER) == 0
    assert receipts.serve([], by=build.rakesh(), at=LATER) == 0
    assert [steps(at(each, "D1")) for each in (directive, second)] == [[SERVED], [SERVED]]


def test_an_acknowledgement_is_bound_to_the_letter_and_to_the_post(directive: Directive) -> None:
    receipt = acknowledged(at(directive), remark="  कार्यवाही होगी। \n We shall act. ")
    kept = Receipt.objects.get()
    assert kept == receipt
    assert (kept.step, kept.person, kept.at) == (ACKNOWLEDGED, build.rakesh(), NOW)
    assert kept.sha256 == directive.letter.sha256
    assert kept.post.en == "Executive Engineer"
    assert kept.remark == "कार्यवाही होगी। \n We shall act."


def test_it_is_one_entry_of_the_journal_that_is_no_notice(directive: Directive) -> None:
    acknowledged(at(directive), remark="ठीक")
    entry = Entry.objects.get()
    assert (entry.act, entry.subject, entry.by) == (
        "directive.acknowledged", directive.number, "rakesh",
    )  # fmt: skip
    assert (entry.public, entry.happened_at) == (False, NOW)
    assert entry.detail["office"] == "D1"
    assert entry.detail["letter"] == directive.letter.sha256
    assert (entry.detail["post_en"], entry.detail["remark"]) == ("Executive Engineer", "ठीक")
    assert journal.verify().count == 1


def test_each_step_stands_for_itself(directive: Directive) -> None:
    acknowledged(at(directive))
    for note in (serve, open_, download):
        assert note(at(directive), build.rakesh(), LATER)
    assert steps(at(directive)) == sorted(STEPS)


def test_each_office_acknowledges_for_itself(directive: Directive) -> None:
    build.posting(
        build.rakesh(), at(directive, "C1").office, post_en="SE", post_hi="अधीक्षण अभियन्ता"
    )
    for code in ("D1", "C1"):
        acknowledged(at(directive, code))
    posts = Receipt.objects.order_by("pk").values_list("post_en", flat=True)
    assert list(posts) == ["Executive Engineer", "SE"]
    assert Entry.objects.count() == 2


def is_refused(name: str, addressee: Addressee, **given: object) -> None:
    """The acknowledgement is refused by this name, and nothing is written."""
    before = list(Receipt.objects.order_by("pk").values())
    with refused(name):
        acknowledged(addressee, **given)
    assert list(Receipt.objects.order_by("pk").values()) == before


class TestRefused:
    def test_the_second_press(self, directive: Directive) -> None:
        acknowledged(at(directive))
        is_refused("acknowledged_already", at(directive), at=LATER)

    def test_a_colleague_after_the_first(self, directive: Directive) -> None:
        build.posting(build.asha(), at(directive).office)
        acknowledged(at(directive))
        is_refused("acknowledged_already", at(directive), by=build.asha())

    def test_whoever_was_posted_elsewhere_since_yesterday(self, directive: Directive) -> None:
        moved_away(at(directive))
        is_refused("not_posted", at(directive))
        before = NEW_YEAR - timedelta(minutes=1)  # 23:59 in India on the last day in the post
        assert acknowledged(at(directive), at=before).person == build.rakesh()

    def test_whoever_is_posted_there_from_tomorrow(self, directive: Directive) -> None:
        build.posting(build.asha(), at(directive).office, starts_on=ist(2023, 1, 2).date())
        is_refused("not_posted", at(directive), by=build.asha())

    def test_whoever_is_posted_above(self, directive: Directive) -> None:
        build.posting(build.asha(), at(directive, "C1").office)
        is_refused("not_posted", at(directive), by=build.asha())

    def test_whoever_is_posted_nowhere(self, directive: Directive) -> None:
        for person in (build.stranger(), build.vikram()):
            is_refused("not_posted", at(directive), by=person)

    def test_a_closed_account(self, directive: Directive) -> None:
        closed(build.rakesh())
        by = Person.objects.get(username="rakesh")
        is_refused("not_posted", at(directive), by=by)

    @pytest.mark.parametrize("change", [str.upper, lambda sha256: "0" * 64, lambda sha256: ""])
    def test_another_letter_than_the_one_on_record(
        self, directive: Directive, change: Callable[[str], str]
    ) -> None:
        other = change(directive.letter.sha256)
        is_refused("letter_changed", at(directive), sha256=other)

    def test_the_letter_of_another_directive(self, directive: Directive) -> None:
        other = build.issued_directive(offices=[at(directive).office])
        sha256 = other.letter.sha256
        is_refused("letter_changed", at(directive), sha256=sha256)

    def test_what_has_been_replaced(self, directive: Directive) -> None:
        second = replaced(directive)
        is_refused("replaced_already", at(directive))
        assert acknowledged(at(second)).addressee.directive == second

    def test_an_acknowledgement_of_what_was_replaced_does_not_count_for_what_replaces_it(
        self, directive: Directive
    ) -> None:
        acknowledged(at(directive))
        second = replaced(directive)
        assert steps(at(second)) == []
        acknowledged(at(second), at=LATER)

    def test_a_draft_of_a_replacement_changes_nothing(self, directive: Directive) -> None:
        build.directive(directive.order, replaces=directive)
        assert acknowledged(at(directive))

    def test_a_remark_that_cannot_be_read(self, directive: Directive) -> None:
        is_refused("script", at(directive), remark="a\u202eb")

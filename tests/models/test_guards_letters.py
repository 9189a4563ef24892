"""What belongs to a final directive is as final as it; letters and receipts are written once."""

from typing import Any

import pytest

from moratorium.models import Addressee, Directive, DirectiveHand, Letter, Office, Receipt, Target
from moratorium.models.guards import directives as guarded
from moratorium.rules.directives import ACKNOWLEDGED, DOWNLOADED, OPENED, SERVED
from moratorium.rules.lifecycle import DISCARDED

from .. import builders
from .refusal import is_allowed, is_refused, replacing_is_refused

pytestmark = pytest.mark.django_db


def office() -> Office:
    return Office.objects.filter(code="HO").first() or builders.office("HO", "head")


def draft() -> Directive:
    return builders.directive(offices=[office()])


def issued() -> Directive:
    return builders.issue_directive(draft())


def discarded() -> Directive:
    """Put aside after a letter and an addressee were written, as no act of the portal does."""
    directive = draft()
    builders.letter(directive)
    Addressee.objects.create(directive=directive, office=office())
    Directive.objects.filter(pk=directive.pk).update(state=DISCARDED)
    return directive


NEW_TARGET = """
    INSERT INTO moratorium_target (directive_id, position, discom_id, below)
    VALUES (%s, 7, %s, TRUE)
"""
NEW_ADDRESSEE = "INSERT INTO moratorium_addressee (directive_id, office_id) VALUES (%s, %s)"
NEW_HAND = "INSERT INTO moratorium_directivehand (directive_id, person_id) VALUES (%s, %s)"
LETTER = """
    {verb} INTO moratorium_letter (id, directive_id, pdf, size, sha256, check_code, journal_head)
    SELECT {id}, %s, pdf, size, {sha256}, check_code, journal_head
    FROM moratorium_letter WHERE directive_id = %s
"""
NEW_LETTER = LETTER.format(verb="INSERT", id="id + 1000", sha256="'other'")


@pytest.mark.parametrize("make", [issued, discarded])
class TestUnderAFinalDirective:
    def test_no_target_is_added_changed_or_taken_away(self, make) -> None:
        directive = make()
        is_refused(NEW_TARGET, directive.pk, builders.discom().pk)
        for column in ("position", "discom_id", "office_id", "below"):
            is_refused(
                f"UPDATE moratorium_target SET {column} = {column} WHERE directive_id = %s",
                directive.pk,
            )
        is_refused("DELETE FROM moratorium_target WHERE directive_id = %s", directive.pk)

    def test_no_target_moves_in_or_out(self, make) -> None:
        final, open_, bare = make(), builders.directive(), builders.directive()
        Target.objects.filter(directive=bare).delete()
        sql = "UPDATE moratorium_target SET directive_id = %s WHERE directive_id = %s"
        is_refused(sql, final.pk, open_.pk)
        is_refused(sql, bare.pk, final.pk)

    def test_no_addressee_is_added(self, make) -> None:
        is_refused(NEW_ADDRESSEE, make().pk, builders.office("Z1", "zone").pk)

    def test_no_hand_is_added(self, make) -> None:
        is_refused(NEW_HAND, make().pk, builders.meena().pk)

    def test_no_letter_is_added(self, make) -> None:
        there = issued()
        Directive.objects.filter(pk=draft().pk).update(state=DISCARDED)
        without = Directive.objects.get(state=DISCARDED, letter=None)
        is_refused(NEW_LETTER, without.pk, there.pk)
        assert make().letter


KEPT: list[tuple[str, Any]] = [
    ("addressee", Addressee),
    ("letter", Letter),
    ("directivehand", DirectiveHand),
    ("receipt", Receipt),
]


@pytest.mark.parametrize(("table", "model"), KEPT, ids=[table for table, _model in KEPT])
class TestWrittenOnce:
    def test_no_column_is_updated(self, table: str, model: Any) -> None:
        receipt()
        for field in model._meta.concrete_fields:
            is_refused(f"UPDATE moratorium_{table} SET {field.column} = {field.column}")

    def test_it_is_not_deleted(self, table: str, model: Any) -> None:
        receipt()
        is_refused(f"DELETE FROM moratorium_{table}")


def test_neither_are_those_of_a_draft() -> None:
    directive = draft()
    builders.letter(directive)
    for table in ("letter", "directivehand"):
        is_refused(f"UPDATE moratorium_{table} SET id = id WHERE directive_id = %s", directive.pk)
        is_refused(f"DELETE FROM moratorium_{table} WHERE directive_id = %s", directive.pk)


def test_a_draft_takes_targets_addressees_hands_and_a_letter() -> None:
    there, directive = issued(), builders.directive()
    is_allowed("UPDATE moratorium_target SET position = 3 WHERE directive_id = %s", directive.pk)
    is_allowed("DELETE FROM moratorium_target WHERE directive_id = %s", directive.pk)
    is_allowed(NEW_TARGET, directive.pk, builders.discom("DVVNL").pk)
    is_allowed(NEW_ADDRESSEE, directive.pk, office().pk)
    is_allowed(NEW_HAND, directive.pk, builders.meena().pk)
    is_allowed(NEW_LETTER, directive.pk, there.pk)


def test_a_target_keeps_its_id() -> None:
    target = builders.directive().targets.get()
    is_refused("UPDATE moratorium_target SET id = id + 1000 WHERE id = %s", target.pk)


RECEIPT = """
    {verb} INTO moratorium_receipt
    (addressee_id, step, person_id, post_hi, post_en, at, sha256, remark)
    VALUES (%s, %s, %s, 'पद', 'Post', '2023-01-02 00:00:00+00:00', %s, '')
"""
INSERT = RECEIPT.format(verb="INSERT")


def receipt() -> Receipt:
    """That an office acknowledged an issued directive."""
    addressee = issued().addressees.get()
    return Receipt.objects.create(
        addressee=addressee, step=ACKNOWLEDGED, person=builders.rakesh(), post_hi="पद",
        post_en="Post", at=builders.NEW_YEAR, sha256=addressee.directive.letter.sha256,
    )  # fmt: skip


def given(addressee: Addressee, step: str, sha256: str) -> tuple[int, str, int, str]:
    return addressee.pk, step, builders.rakesh().pk, sha256


class TestReceipt:
    def test_an_addressee_of_an_issued_directive_takes_every_step(self) -> None:
        addressee = issued().addressees.get()
        sha256 = addressee.directive.letter.sha256
        for step in (SERVED, OPENED):
            is_allowed(INSERT, *given(addressee, step, ""))
        for step in (SERVED, OPENED, DOWNLOADED, ACKNOWLEDGED):
            is_allowed(INSERT, *given(addressee, step, sha256))

    @pytest.mark.parametrize("step", [SERVED, OPENED, DOWNLOADED, ACKNOWLEDGED])
    def test_it_names_the_letter_on_record(self, step: str) -> None:
        addressee, other = issued().addressees.get(), issued()
        for sha256 in ("0" * 64, other.letter.sha256, addressee.directive.letter.sha256.upper()):
            is_refused(INSERT, *given(addressee, step, sha256))

    def test_nobody_receives_a_draft_or_what_was_discarded(self) -> None:
        directive = draft()
        builders.letter(directive)
        early = Addressee.objects.create(directive=directive, office=office())
        is_refused(INSERT, *given(early, SERVED, ""))
        is_refused(INSERT, *given(discarded().addressees.get(), SERVED, ""))


@pytest.mark.postgresql
@pytest.mark.parametrize("table", guarded.TABLES)
def test_no_table_is_emptied(table: str) -> None:
    receipt()
    is_refused(f"TRUNCATE {table} CASCADE")


@pytest.mark.sqlite
class TestReplace:
    def test_a_target_is_not_replaced_into_a_draft(self) -> None:
        there = issued().targets.get()
        replacing_is_refused(
            "REPLACE INTO moratorium_target (id, directive_id, position, discom_id, below)"
            " VALUES (%s, %s, 0, %s, TRUE)",
            there.pk,
            builders.directive().pk,
            builders.discom("DVVNL").pk,
        )

    @pytest.mark.parametrize("table", ["target", "addressee", "letter", "directivehand"])
    def test_a_row_is_not_updated_over_another(self, table: str) -> None:
        issued(), issued()
        builders.directive()
        replacing_is_refused(
            f"UPDATE OR REPLACE moratorium_{table} SET id ="
            f" (SELECT min(id) FROM moratorium_{table})"
            f" WHERE id = (SELECT max(id) FROM moratorium_{table})"
        )

    @pytest.mark.parametrize(("id_", "sha256"), [("id", "'other'"), ("id + 1000", "sha256")])
    def test_a_letter_is_not_replaced_into_a_draft(self, id_: str, sha256: str) -> None:
        sql = LETTER.format(verb="INSERT OR REPLACE", id=id_, sha256=sha256)
        replacing_is_refused(sql, builders.directive().pk, issued().pk)

    def test_the_letter_of_a_draft_is_not_replaced(self) -> None:
        directive = draft()
        builders.letter(directive)
        sql = LETTER.format(verb="REPLACE", id="id + 1000", sha256="'other'")
        replacing_is_refused(sql, directive.pk, directive.pk)

    def test_an_addressee_is_not_replaced_into_a_draft(self) -> None:
        there = issued().addressees.get()
        sql = "REPLACE INTO moratorium_addressee (id, directive_id, office_id) VALUES (%s, %s, %s)"
        replacing_is_refused(sql, there.pk, builders.directive().pk, there.office_id)

    def test_a_hand_is_not_replaced_into_a_draft(self) -> None:
        there = DirectiveHand.objects.get(directive=issued())
        sql = "REPLACE INTO moratorium_directivehand (id, directive_id, person_id) VALUES (%s, %s, %s)"
        replacing_is_refused(sql, there.pk, builders.directive().pk, builders.meena().pk)

    def test_the_hand_of_a_draft_is_not_replaced_by_a_like_one(self) -> None:
        there = DirectiveHand.objects.get(directive=builders.directive())
        sql = "REPLACE INTO moratorium_directivehand (id, directive_id, person_id) VALUES (%s, %s, %s)"
        replacing_is_refused(sql, there.pk + 1000, there.directive_id, there.person_id)

    def test_the_addressee_of_a_draft_is_not_replaced_by_a_like_one(self) -> None:
        there = Addressee.objects.create(directive=draft(), office=office())
        sql = "REPLACE INTO moratorium_addressee (id, directive_id, office_id) VALUES (%s, %s, %s)"
        replacing_is_refused(sql, there.pk + 1000, there.directive_id, there.office_id)

    def test_a_receipt_is_not_replaced(self) -> None:
        there = receipt()
        values = given(there.addressee, ACKNOWLEDGED, there.sha256)
        replacing_is_refused(RECEIPT.format(verb="REPLACE"), *values)
        moved = RECEIPT.format(verb="REPLACE").replace("(addressee_id", "(id, addressee_id")
        moved = moved.replace("VALUES (", f"VALUES ({there.pk}, ")
        replacing_is_refused(moved, *given(there.addressee, OPENED, ""))

    def test_a_receipt_is_not_updated_over_another(self) -> None:
        there = receipt()
        Receipt.objects.create(
            addressee=there.addressee, step=OPENED, person=there.person, post_hi="पद",
            post_en="Post", at=builders.NEW_YEAR,
        )  # fmt: skip
        replacing_is_refused(
            "UPDATE OR REPLACE moratorium_receipt SET step = %s, sha256 = %s WHERE step = %s",
            ACKNOWLEDGED,
            there.sha256,
            OPENED,
        )

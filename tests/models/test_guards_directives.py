"""An issued or discarded directive is final; what is issued has its letter and its order."""

from datetime import datetime

import pytest

from moratorium.models import Addressee, Directive, DirectiveHand, Office
from moratorium.rules.lifecycle import DISCARDED

from .. import builders
from .refusal import is_allowed, is_refused, replacing_is_refused

pytestmark = pytest.mark.django_db

COLUMNS = [field.column for field in Directive._meta.concrete_fields if field.column != "id"]
ISSUE = "UPDATE moratorium_directive SET state = 'issued' WHERE id = %s"
ISSUE_IMPORTED = (
    "UPDATE moratorium_directive SET state = 'issued' WHERE imported AND state = 'draft'"
)
FIRST, SECOND = builders.ist(2023, 1, 1), builders.ist(2023, 1, 2)


def issued(at: datetime = FIRST, **fields) -> Directive:
    office = Office.objects.first() or builders.office("HO", "head")
    return builders.issued_directive(at, offices=[office], **fields)


def discarded() -> Directive:
    directive = builders.directive()
    Directive.objects.filter(pk=directive.pk).update(state=DISCARDED)
    return directive


def ready(at: datetime = SECOND, *, letter: bool = True, addressee: bool = True, **fields):
    """A draft that lacks nothing but its state."""
    number = f"N{Directive.objects.count() + 1}"
    given = {"number": number, "slug": number.lower(), "issued_at": at}
    if not fields.get("imported"):
        given |= {"submitted_by": builders.asha(), "approved_by": builders.vikram()}
    directive = builders.directive(**given | fields)
    if letter:
        builders.letter(directive)
    if addressee:
        office = builders.office(f"O{directive.pk}", "head")
        Addressee.objects.create(directive=directive, office=office)
    return directive


@pytest.mark.parametrize("make", [issued, discarded])
class TestFinal:
    @pytest.mark.parametrize("column", COLUMNS)
    def test_no_column_is_updated(self, make, column: str) -> None:
        is_refused(f"UPDATE moratorium_directive SET {column} = {column} WHERE id = %s", make().pk)

    def test_its_id_stays(self, make) -> None:
        is_refused("UPDATE moratorium_directive SET id = id + 1000 WHERE id = %s", make().pk)

    def test_it_is_not_deleted(self, make) -> None:
        is_refused("DELETE FROM moratorium_directive WHERE id = %s", make().pk)

    def test_it_does_not_go_back_to_draft(self, make) -> None:
        is_refused("UPDATE moratorium_directive SET state = 'draft' WHERE id = %s", make().pk)


def test_a_draft_is_edited_but_not_deleted() -> None:
    directive = builders.directive()
    is_allowed("UPDATE moratorium_directive SET body_en = 'x' WHERE id = %s", directive.pk)
    is_refused("DELETE FROM moratorium_directive WHERE id = %s", directive.pk)


def test_a_draft_keeps_its_id_and_its_origin() -> None:
    directive = builders.directive()
    is_refused("UPDATE moratorium_directive SET id = id + 1000 WHERE id = %s", directive.pk)
    is_refused(
        "UPDATE moratorium_directive SET imported = NOT imported WHERE id = %s", directive.pk
    )


class TestIssue:
    def test_a_whole_draft_is_issued(self) -> None:
        is_allowed(ISSUE, ready().pk)
        is_allowed(ISSUE, ready(replaces=issued()).pk)

    def test_whoever_had_a_hand_in_it_does_not_approve_it(self) -> None:
        directive = ready()
        DirectiveHand.objects.create(directive=directive, person=builders.vikram())
        is_refused(ISSUE, directive.pk)

    def test_not_without_its_letter(self) -> None:
        is_refused(ISSUE, ready(letter=False).pk)
        is_refused(ISSUE, ready(letter=False, imported=True).pk)

    def test_not_to_nobody(self) -> None:
        is_refused(ISSUE, ready(addressee=False).pk)

    def test_not_on_an_order_that_is_not_issued(self) -> None:
        is_refused(ISSUE, ready(order=builders.draft()).pk)
        is_refused(ISSUE, ready(order=builders.draft(), imported=True).pk)

    def test_not_in_place_of_one_that_is_not_issued(self) -> None:
        is_refused(ISSUE, ready(replaces=builders.directive()).pk)
        is_refused(ISSUE, ready(replaces=discarded()).pk)


class TestImport:
    def test_it_has_no_hands_to_compare_and_no_offices(self) -> None:
        is_allowed(ISSUE, ready(imported=True, addressee=False).pk)

    def test_several_are_issued_by_one_update(self) -> None:
        first = imported(FIRST)
        imported(SECOND, replaces=first)
        is_allowed(ISSUE_IMPORTED)

    def test_in_whatever_order_the_rows_come(self) -> None:
        late, early = imported(SECOND), imported(FIRST)
        Directive.objects.filter(pk=late.pk).update(replaces=early)
        is_allowed(ISSUE_IMPORTED)

    @pytest.mark.parametrize("at", [FIRST, SECOND])
    def test_none_comes_before_what_it_replaces(self, at: datetime) -> None:
        first = imported(SECOND)
        imported(at, replaces=first)
        is_refused(ISSUE_IMPORTED)

    def test_nor_if_the_rows_come_the_other_way(self) -> None:
        late, early = imported(FIRST), imported(SECOND)
        Directive.objects.filter(pk=late.pk).update(replaces=early)
        is_refused(ISSUE_IMPORTED)

    def test_none_stands_in_place_of_a_draft_of_the_desk(self) -> None:
        imported(SECOND, replaces=ready(FIRST))
        is_refused(ISSUE_IMPORTED)


def imported(at: datetime, **fields) -> Directive:
    return ready(at, imported=True, addressee=False, **fields)


@pytest.mark.sqlite
def test_the_draft_that_an_import_has_replaced_can_only_be_issued() -> None:
    first = imported(FIRST)
    second = imported(SECOND, replaces=first)
    Directive.objects.filter(pk=second.pk).update(state="issued")
    is_refused("UPDATE moratorium_directive SET state = 'discarded' WHERE id = %s", first.pk)
    is_refused("UPDATE moratorium_directive SET body_en = 'x' WHERE id = %s", first.pk)
    late = "UPDATE moratorium_directive SET state = 'issued', issued_at = %s WHERE id = %s"
    is_refused(late, "2023-01-03 00:00:00", first.pk)
    is_allowed(ISSUE, first.pk)


COPY = """
    {verb} INTO moratorium_directive ({columns})
    SELECT {values} FROM moratorium_directive WHERE id = %s
"""


def copy(verb: str, **changed: str) -> str:
    """A statement that puts a copy of a directive, with changes, into the table."""
    values = {column: column for column in COLUMNS} | changed
    return COPY.format(verb=verb, columns=", ".join(values), values=", ".join(values.values()))


def test_no_directive_is_inserted_as_issued() -> None:
    people = {"submitted_by": builders.asha(), "approved_by": builders.vikram()}
    directive = builders.directive(**people)
    numbered = {"number": "'N'", "slug": "'n'", "issued_at": "CURRENT_TIMESTAMP"}
    is_refused(copy("INSERT", state="'issued'", **numbered), directive.pk)
    is_allowed(copy("INSERT"), directive.pk)


@pytest.mark.sqlite
class TestReplace:
    @pytest.mark.parametrize("column", ["id", "number", "slug"])
    @pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE"])
    def test_an_insert_replaces_no_issued_directive(self, verb: str, column: str) -> None:
        directive = issued()
        changed = {"state": "'draft'", "number": "NULL", "slug": "NULL", column: column}
        replacing_is_refused(copy(verb, **changed), directive.pk)

    @pytest.mark.parametrize("column", ["id", "number", "slug"])
    def test_an_update_replaces_no_issued_directive(self, column: str) -> None:
        directive, other = issued(), builders.directive()
        replacing_is_refused(
            f"UPDATE OR REPLACE moratorium_directive SET {column} = %s WHERE id = %s",
            getattr(directive, column),
            other.pk,
        )

    def test_issuing_replaces_no_other_replacement(self) -> None:
        first = issued()
        issued(SECOND, replaces=first)
        rival = ready(builders.ist(2023, 1, 3), replaces=first)
        replacing_is_refused(
            "UPDATE OR REPLACE moratorium_directive SET state = 'issued' WHERE id = %s", rival.pk
        )

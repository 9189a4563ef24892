"""The acts on offices, their places in the tree and the postings at them."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from ..models import Discom, Office, Person, Placement, Posting, canonical
from ..rules import office_files, office_plan, offices
from ..rules.lifecycle import Refused
from ..rules.office_faults import Fault
from ..rules.office_plan import Change, Plan
from ..rules.offices import Chart, Row
from . import roles
from .journal import Act, writing

_BATCH = 500


class OfficeRefused(Refused):
    """What was stated of an office cannot be; `faults` says at which row and field."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("office_fault", faults[0].field, faults[0].words)


def keep(
    office: Office | None,
    stated: offices.Office,
    rows: Collection[Row] = (),
    *,
    by: Person,
    at: datetime,
) -> Office:
    """Put an office on record, or change it, with places and postings of it: one act.

    Rows that are not stated stay as they are; what says the same changes nothing and is no
    act. Raises OfficeRefused, Refused.
    """
    roles.require(by, "office", "keep", at)
    with writing(at) as pen:
        if office is None and Office.objects.filter(code=stated.code).exists():
            raise Refused("taken", "code")
        plan = office_plan.plan(chart(), [stated, *rows], by.username)
        if plan.faults:
            raise OfficeRefused(plan.faults)
        if plan.changes:
            _write(plan.changes, by.demonstration)
            detail = {"code": stated.code, "changes": [_change(each) for each in plan.changes]}
            name = "office.recorded" if office is None else "office.changed"
            pen.write(Act(name, stated.code, by.username, False, detail))
    return Office.objects.get(code=stated.code)


def preview(content: bytes, by: Person) -> tuple[office_files.Sheet, Plan]:
    """What a file states and what importing it would do. Raises BadFile."""
    sheet = office_files.read(content)
    return sheet, office_plan.plan(chart(), sheet.rows.values(), by.username)


def take(content: bytes, *, seen: str, by: Person, at: datetime) -> Plan:
    """Import a file of offices, places or postings: all of it or nothing, one act.

    `seen` is the digest of the plan that was read; if the file would do something else by
    now, it is refused. A file that changes nothing is no act. Raises Refused, BadFile.
    """
    roles.require(by, "office", "import", at)
    with writing(at) as pen:
        sheet, plan = preview(content, by)
        if sheet.faults or plan.faults:
            raise Refused("import_faults")
        if digest(plan) != seen:
            raise Refused("import_changed")
        if plan.changes:
            _write(plan.changes, by.demonstration)
            file = hashlib.sha256(content).hexdigest()
            detail = {"kind": sheet.kind, "sha256": file, **_counts(plan)}
            pen.write(Act(f"{sheet.kind}.imported", file[:16], by.username, False, detail))
    return plan


def digest(plan: Plan) -> str:
    """What stands for everything that a plan would change."""
    changes = sorted(map(_change, plan.changes), key=canonical)
    return hashlib.sha256(canonical(changes)).hexdigest()


def chart() -> Chart:
    """Everything on record about offices; five queries."""
    rows: dict[type, dict[tuple, Row]] = {
        kind: {row.key: row for row in all_of(kind)} for kind in offices.KINDS
    }
    people = dict(Person.objects.order_by().values_list("username", "is_superuser"))
    discoms = frozenset(Discom.objects.order_by().values_list("code", flat=True))
    return Chart(discoms, people, rows)


_COLUMNS = {
    offices.Office: (Office, ("code", "discom_id", "level", "name_hi", "name_en", "email")),
    offices.Place: (Placement, ("office__code", "parent__code", "starts_on", "ends_on")),
    offices.Posting: (
        Posting,
        ("person__username", "office__code", "post_hi", "post_en", "starts_on", "ends_on"),
    ),
}


def all_of(kind: type) -> list[Any]:
    """Every row of a kind that is on record, in a stable order; one query."""
    model, columns = _COLUMNS[kind]
    found = model._default_manager.order_by(*columns).values_list(*columns)
    if kind is offices.Place:
        return [kind(office, parent or "", start, end) for office, parent, start, end in found]
    return [kind(*values) for values in found]


def _write(changes: Sequence[Change], demonstration: bool) -> None:
    """Write what the plan found sound, in an order in which no two rows ever overlap."""
    _write_offices(changes, demonstration)
    keys = _Keys()
    for kind, model, row_of, names in (
        (offices.Place, Placement, keys.placement, ("parent", "ends_on")),
        (offices.Posting, Posting, keys.posting, ("post_hi", "post_en", "ends_on")),
    ):
        found = [change for change in changes if isinstance(change.new, kind)]
        old = [change.new for change in found if change.old is not None]
        pks = _pks(model) if old else {}
        # What never held goes first and what has no end last: it is in their way.
        old.sort(key=_by_end)
        _update(model, [row_of(row, pks[row.key]) for row in old], names)
        new: list[Any] = [row_of(change.new) for change in found if change.old is None]
        model._default_manager.bulk_create(new, batch_size=_BATCH)


def _write_offices(changes: Iterable[Change], demonstration: bool) -> None:
    found = [change for change in changes if isinstance(change.new, offices.Office)]
    pks = dict(Office.objects.order_by().values_list("code", "pk"))
    made = [
        Office(
            pk=pks.get(row.code), code=row.code, discom_id=row.discom, level=row.level,
            name_hi=row.name_hi, name_en=row.name_en, email=row.email, demonstration=demonstration,
        )
        for row in (change.new for change in found)
        if isinstance(row, offices.Office)
    ]  # fmt: skip
    Office.objects.bulk_create([each for each in made if each.pk is None], batch_size=_BATCH)
    names = ("discom", "level", "name_hi", "name_en", "email")
    _update(Office, [each for each in made if each.code in pks], names)


def _update(model: Any, rows: Sequence[Any], names: Sequence[str]) -> None:
    """One UPDATE a row, in order: Django's bulk_update takes ten times as long."""
    fields = [model._meta.get_field(name) for name in names]
    columns = ", ".join(f"{field.column} = %s" for field in fields)
    values = [
        [*(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields),
         row.pk]
        for row in rows
    ]  # fmt: skip
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {model._meta.db_table} SET {columns} WHERE id = %s", values)


def _by_end(row: Any) -> int:
    return 2 if row.ends_on is None else int(offices.held(row))


def _pks(model: Any) -> dict[tuple, int]:
    names = ("person__username",) if model is Posting else ()
    found = model._default_manager.order_by().values_list(*names, "office__code", "starts_on", "pk")
    return {tuple(key): pk for *key, pk in found}


class _Keys:
    """The keys of offices and people in the database, to make rows of the models."""

    def __init__(self) -> None:
        self.offices = dict(Office.objects.order_by().values_list("code", "pk"))
        self.people = dict(Person.objects.order_by().values_list("username", "pk"))

    def placement(self, row: Any, pk: int | None = None) -> Placement:
        return Placement(
            pk=pk, office_id=self.offices[row.office], parent_id=self.offices.get(row.parent),
            starts_on=row.starts_on, ends_on=row.ends_on,
        )  # fmt: skip

    def posting(self, row: Any, pk: int | None = None) -> Posting:
        return Posting(
            pk=pk, person_id=self.people[row.person], office_id=self.offices[row.office],
            post_hi=row.post_hi, post_en=row.post_en,
            starts_on=row.starts_on, ends_on=row.ends_on,
        )  # fmt: skip


def _change(change: Change) -> dict[str, Any]:
    """A change as the journal keeps it: the key, and each field before and after."""
    noun = type(change.new).__name__.lower()
    told = {name: [_said(change.old, name), _said(change.new, name)] for name in change.fields}
    return {"noun": noun, "key": [_plain(part) for part in change.new.key], "fields": told}


def _said(row: Row | None, name: str) -> str | None:
    return None if row is None else _plain(getattr(row, name))


def _plain(value: str | date | None) -> str | None:
    return value.isoformat() if isinstance(value, date) else value


def _counts(plan: Plan) -> dict[str, int]:
    return {
        "added": plan.added, "changed": plan.corrected, "ended": plan.ended,
        "unchanged": plan.unchanged,
    }  # fmt: skip

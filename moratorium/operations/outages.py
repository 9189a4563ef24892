"""The acts on a billing outage: recorded, prolonged, called off, restored by two persons."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings

from ..models import CoverageLine, Discom, District, Outage, OutageDistrict, Person
from ..rules import coverage, lifecycle, script, wording
from ..rules.coverage import Fault
from ..rules.instants import write
from ..rules.lifecycle import Refused
from ..rules.scope import ALL_STATE_DISCOMS
from . import reference, roles
from .journal import Act, Pen, writing
from .numbers import next_number


@dataclass(frozen=True, slots=True)
class OutageContent:
    """What somebody records of an outage. Instants are aware; no discom means all of them."""

    title_hi: str
    title_en: str
    starts_at: datetime
    discom: Discom | None = None
    districts: tuple[District, ...] = ()
    area: str = "any"
    services: tuple[str, ...] = ("payment",)
    announced_at: datetime | None = None
    expected_end: datetime | None = None
    note_hi: str = ""
    note_en: str = ""
    sources: tuple[dict[str, Any], ...] = field(default=())
    ref: str = ""
    demonstration: bool = False


def record(content: OutageContent, *, by: Person, at: datetime) -> Outage:
    """Put a billing outage on record. Raises Refused."""
    roles.require(by, "outage", "record", at)
    check(content)
    with writing(at) as pen:
        return _put(content, by, pen)


def record_each(content: OutageContent, *, by: Person, at: datetime) -> list[Outage]:
    """Put one outage for each discom of the Corporation on record, in one transaction.

    Billing comes back discom by discom, so that each is restored by itself. Each has a
    reference, a title and a journal entry of its own, and of the districts named those that
    its discom serves; a discom that serves none of them is left out. With one discom given
    it is `record`. Raises Refused.
    """
    if content.discom is not None:
        return [record(content, by=by, at=at)]
    roles.require(by, "outage", "record", at)
    check(content)
    with writing(at) as pen:
        parts = list(_parts(content))
        if not parts:
            raise Refused("no_discom", "discom")
        for part in parts:
            check(part)
        return [_put(part, by, pen) for part in parts]


def _parts(content: OutageContent) -> Iterator[OutageContent]:
    """What is recorded of each discom: all that the whole says, no district lost."""
    left = {district.slug: district for district in content.districts}
    for discom in reference.state_discoms(content.starts_at):
        served = reference.serves_in(discom, content.area)
        chosen = tuple(d for d in content.districts if d.slug in served)
        for district in chosen:
            left.pop(district.slug, None)
        if chosen or not content.districts:
            yield _of_discom(content, discom, chosen)
    for slug in left:
        fault = Fault("districts", "district_not_served", slug)
        raise Refused(fault.name, fault.field, fault.words)


def _of_discom(
    content: OutageContent, discom: Discom, districts: tuple[District, ...]
) -> OutageContent:
    return replace(
        content,
        title_hi=f"{content.title_hi}, {discom.short_hi}",
        title_en=f"{content.title_en}, {discom.short_en}",
        discom=discom,
        districts=districts,
        ref="",
    )


def _put(content: OutageContent, by: Person, pen: Pen) -> Outage:
    ref = content.ref or next_number(
        Outage.objects.all(), "ref", settings.OUTAGE_REF_PATTERN, pen.moment
    )
    if Outage.objects.filter(ref=ref).exists():
        raise Refused("taken", "ref")
    outage = Outage.objects.create(
        ref=ref,
        title_hi=content.title_hi,
        title_en=content.title_en,
        discom=content.discom,
        area=content.area,
        services=list(content.services),
        announced_at=content.announced_at,
        starts_at=content.starts_at,
        expected_end=content.expected_end,
        note_hi=content.note_hi,
        note_en=content.note_en,
        sources=list(content.sources),
        demonstration=content.demonstration,
        recorded_by=by,
    )
    OutageDistrict.objects.bulk_create(
        OutageDistrict(outage=outage, district=d) for d in content.districts
    )
    pen.write(_act("recorded", outage, by))
    return outage


def prolong(outage: Outage, *, expected_end: datetime, by: Person, at: datetime) -> Outage:
    """State a later expected end. Raises Refused."""
    roles.require(by, "outage", "prolong", at)
    with writing(at) as pen:
        outage = _locked(outage, "prolong")
        if expected_end <= max(outage.starts_at, outage.expected_end or outage.starts_at):
            raise Refused("end_not_later", "expected_end")
        outage.expected_end = expected_end
        outage.save(update_fields=["expected_end"])
        pen.write(_act("prolonged", outage, by))
    return outage


def call_off(outage: Outage, *, by: Person, at: datetime) -> Outage:
    """Say that an outage does not take place; refused once an order or a draft rests on it."""
    roles.require(by, "outage", "call_off", at)
    with writing(at) as pen:
        outage = _locked(outage, "call_off")
        if named(outage):
            raise Refused("outage_named")
        outage.called_off_at = pen.moment
        outage.called_off_by = by
        outage.save(update_fields=["called_off_at", "called_off_by"])
        pen.write(_act("called_off", outage, by))
    return outage


def named(outage: Outage) -> bool:
    """Whether an order or a draft rests on it; for good, if the order has been issued."""
    resting = CoverageLine.objects.filter(until_restored=outage)
    return resting.exclude(order__state=lifecycle.DISCARDED).exists()


def report_restored(outage: Outage, *, restored_at: datetime, by: Person, at: datetime) -> Outage:
    """Report that billing runs again since `restored_at`. It ends nothing until confirmed."""
    roles.require(by, "outage", "report_restored", at)
    with writing(at) as pen:
        outage = _locked(outage, "report_restored")
        if restored_at < outage.starts_at:
            raise Refused("restored_before_start", "restored_at")
        if restored_at > pen.moment:
            raise Refused("restored_in_future", "restored_at")
        outage.restored_at, outage.reported_at, outage.reported_by = restored_at, pen.moment, by
        outage.save(update_fields=["restored_at", "reported_at", "reported_by"])
        pen.write(_act("reported", outage, by, public=False))
    return outage


def withdraw_report(outage: Outage, *, by: Person, at: datetime) -> Outage:
    """Take back a report of restoration that is not confirmed."""
    roles.require(by, "outage", "withdraw_report", at)
    with writing(at) as pen:
        outage = _locked(outage, "withdraw_report")
        outage.restored_at = outage.reported_at = outage.reported_by = None
        outage.save(update_fields=["restored_at", "reported_at", "reported_by"])
        pen.write(_act("report_withdrawn", outage, by, public=False))
    return outage


def confirm_restored(outage: Outage, *, restored_at: datetime, by: Person, at: datetime) -> Outage:
    """Confirm the restoration that was reported, as a second person.

    `restored_at` is what the confirmer read; if the report says otherwise by now, it is
    refused. From this moment the protections that rest on the outage may end.
    """
    roles.require(by, "outage", "confirm_restored", at)
    with writing(at) as pen:
        outage = _locked(outage, "confirm_restored")
        if outage.reported_by_id == by.pk:
            raise Refused("two_persons_restoration")
        confirmed = (
            Outage.objects.filter(
                pk=outage.pk, confirmed_at=None, called_off_at=None, restored_at=restored_at
            )
            .exclude(reported_by=by)
            .update(confirmed_at=pen.moment, confirmed_by=by)
        )
        if not confirmed:
            raise Refused("digest")
        outage.refresh_from_db()
        pen.write(_act("confirmed", outage, by))
    return outage


def check(content: OutageContent) -> None:
    """Raises Refused, with the field, for what an outage may not state."""
    for name in ("title_hi", "title_en"):
        if len(getattr(content, name)) > wording.MAX_TITLE:
            raise Refused("title_long", name)
    for language in (wording.HI, wording.EN):
        script.require(getattr(content, f"title_{language}"), f"title_{language}", language)
        note = f"note_{language}"
        script.require(getattr(content, note), note, language, lines=True)
    for source in content.sources:
        script.require(source["title"], "sources")
    if content.expected_end is not None and content.expected_end <= content.starts_at:
        raise Refused("end_not_after_start", "expected_end")
    code = content.discom.code if content.discom else ALL_STATE_DISCOMS
    slugs = tuple(district.slug for district in content.districts)
    for fault in coverage.district_faults(code, slugs, reference.serves()):
        raise Refused(fault.name, fault.field, fault.words)


def _locked(outage: Outage, act: str) -> Outage:
    fresh = Outage.objects.select_for_update(of=("self",)).get(pk=outage.pk)
    lifecycle.after("outage", fresh.state, act)
    return fresh


def _act(verb: str, outage: Outage, by: Person, *, public: bool = True) -> Act:
    return Act(f"outage.{verb}", outage.ref, by.username, public, detail(outage))


def detail(outage: Outage) -> dict[str, Any]:
    """What the journal keeps of an outage."""
    return {
        "ref": outage.ref,
        "title_hi": outage.title_hi,
        "title_en": outage.title_en,
        "discom": outage.discom_id or ALL_STATE_DISCOMS,
        "area": outage.area,
        "starts_at": _iso(outage.starts_at),
        "expected_end": _iso(outage.expected_end),
        "restored_at": _iso(outage.restored_at),
        "confirmed_at": _iso(outage.confirmed_at),
        "demonstration": outage.demonstration,
    }


def _iso(instant: datetime | None) -> str | None:
    return None if instant is None else write(instant)

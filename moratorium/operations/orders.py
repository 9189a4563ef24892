"""The acts on a moratorium order, from draft to issue, amendment and lift."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError

from ..models import (
    CoverageDistrict,
    CoverageLine,
    Directive,
    Discom,
    District,
    Order,
    OrderHand,
    Outage,
    Person,
    canonical,
)
from ..register import drafts
from ..rules import contradictions, coverage, lifecycle, notices, numbering, script, wording
from ..rules.contradictions import Refusal
from ..rules.instants import write
from ..rules.lifecycle import ISSUED, Refused
from ..rules.scope import ALL_STATE_DISCOMS
from ..rules.wording import LineWords
from . import reference, roles
from .journal import Act, Pen, writing
from .numbers import next_number


@dataclass(frozen=True, slots=True)
class LineContent:
    """One coverage line as entered. No discom means every discom of the Corporation."""

    starts_at: datetime
    discom: Discom | None = None
    districts: tuple[District, ...] = ()
    area: str = "any"
    restricted_hi: str = ""
    restricted_en: str = ""
    ends_at: datetime | None = None
    until_restored: Outage | None = None
    grace_hours: int = 0

    def stated(self) -> coverage.Stated:
        """The line for the rules that check it."""
        return coverage.Stated(
            discom=self.discom.code if self.discom else ALL_STATE_DISCOMS,
            districts=tuple(d.slug for d in self.districts),
            restricted_hi=self.restricted_hi,
            restricted_en=self.restricted_en,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            has_outage=self.until_restored is not None,
            grace_hours=self.grace_hours,
        )


@dataclass(frozen=True, slots=True)
class OrderContent:
    """What a maker enters of an order: a preamble and the lines; the rest is rendered."""

    lines: tuple[LineContent, ...]
    basis: str = "order"
    title_hi: str = ""
    title_en: str = ""
    text_hi: str = ""
    text_en: str = ""
    sources: tuple[dict[str, Any], ...] = field(default=())
    demonstration: bool = False


def draft(content: OrderContent, *, by: Person, at: datetime) -> Order:
    """A new draft. Raises Refused."""
    roles.require(by, "order", "draft", at)
    _require_legible(content)
    return _new(content, by=by, at=at)


def amend(order: Order, *, by: Person, at: datetime, content: OrderContent | None = None) -> Order:
    """A draft that amends an issued order and restates its whole coverage, or says `content`.

    The lines keep their old starts: one that started at the old end would uncover the
    time between. Raises Refused if the order is not the newest of an open chain.
    """
    roles.require(by, "order", "amend", at)
    _require_open_head(order)
    return _new(content or content_of(order), by=by, at=at, amends=order)


def lift(order: Order, *, by: Person, at: datetime) -> Order:
    """A draft that ends the moratorium: an amendment with no coverage. Raises Refused."""
    roles.require(by, "order", "lift", at)
    _require_open_head(order)
    content = OrderContent(lines=(), demonstration=order.demonstration)
    return _new(content, by=by, at=at, amends=order, lifts=True)


def edit(
    order: Order, content: OrderContent, *, by: Person, at: datetime, read: int | None = None
) -> Order:
    """Replace what a draft says. The editor can no longer approve it. Raises Refused.

    `read` is the version of the draft that the editor had before them; if another has
    edited it since, it is refused.
    """
    roles.require(by, "order", "edit", at)
    with writing(at) as pen:
        order = _locked(order, "edit")
        if read is not None and read != order.edition:
            raise Refused("digest")
        _require_legible(content)
        check(content, lifts=order.lift)
        _fill(order, content)
        order.edition += 1
        order.remark = ""
        order.save()
        order.lines.all().delete()
        _add_lines(order, content.lines)
        _add_hand(order, by)
        pen.write(_act("order.edited", order, by))
    return order


def discard(order: Order, *, by: Person, at: datetime) -> Order:
    """Put a draft aside for good. It stays on record. Raises Refused."""
    roles.require(by, "order", "discard", at)
    with writing(at) as pen:
        order = _locked(order, "discard")
        order.state = lifecycle.DISCARDED
        order.save(update_fields=["state"])
        pen.write(_act("order.discarded", order, by))
    return order


def submit(
    order: Order,
    *,
    by: Person,
    at: datetime,
    accepted: Collection[str] = (),
    read: str | None = None,
) -> Order:
    """Hand a draft over for approval.

    `accepted` are the keys of the warnings that were ticked; every one that stands must be
    among them. `read` is the digest of what was previewed; if the draft says something else
    by now, it is refused. Raises Refused.
    """
    roles.require(by, "order", "submit", at)
    with writing(at) as pen:
        order = _locked(order, "submit")
        if read is not None and read != digest(order):
            raise Refused("digest")
        ticked = _accept(order, pen.moment, accepted)
        order.state = lifecycle.SUBMITTED
        order.submitted_by, order.submitted_at, order.remark = by, pen.moment, ""
        _add_hand(order, by)
        order.save(update_fields=["state", "submitted_by", "submitted_at", "remark"])
        act = _act("order.submitted", order, by, digest=digest(order), accepted=ticked)
        pen.write(act)
    return order


def send_back(order: Order, *, by: Person, at: datetime, remark: str) -> Order:
    """Return a submitted draft to its maker with a remark. Raises Refused."""
    roles.require(by, "order", "send_back", at)
    script.require_said(remark, "remark")
    with writing(at) as pen:
        order = _locked(order, "send_back")
        order.state, order.remark = lifecycle.DRAFT, remark.strip()
        order.save(update_fields=["state", "remark"])
        pen.write(_act("order.sent_back", order, by, remark=order.remark))
    return order


def approve(
    order: Order,
    *,
    by: Person,
    at: datetime,
    read: str,
    reason: str,
    accepted: Collection[str] = (),
) -> Order:
    """Issue a submitted order and number it, as a second person.

    `read` is the digest of what the approver read (see `digest`); if the draft says
    something else by now, it is refused. `reason` says why, in the journal. `accepted` as for `submit`: both persons tick.
    One conditional UPDATE issues it, so that of many approvals at once one wins. Raises
    Refused.
    """
    roles.require(by, "order", "approve", at)
    script.require_said(reason, "reason")
    with writing(at) as pen:
        order = _locked(order, "approve")
        lifecycle.require_second_person(by.pk, _hands(order))
        if digest(order) != read:
            raise Refused("digest")
        ticked = _accept(order, pen.moment, accepted)
        _issue(order, pen, by, read)
        act = notices.order_act(order.basis, _amended(order), order.lift)
        more = {"digest": read, "reason": reason.strip(), "accepted": ticked}
        pen.write(_act(act, order, by, public=True, **more))
    return order


def digest(order: Order) -> str:
    """SHA-256 in hex of everything that an order says, whoever drafted it."""
    said = {
        "basis": order.basis,
        "title": [order.title_hi, order.title_en],
        "text": [order.text_hi, order.text_en],
        "amends": _amended(order),
        "lift": order.lift,
        "lines": [_said(line) for line in content_of(order).lines],
        "sources": order.sources,
        "demonstration": order.demonstration,
    }
    return hashlib.sha256(canonical(said)).hexdigest()


def content_of(order: Order) -> OrderContent:
    """What an order says, as it could be entered again."""
    lines = order.lines.select_related("discom", "until_restored").order_by("position", "pk")
    return OrderContent(
        lines=tuple(
            LineContent(
                starts_at=line.starts_at,
                discom=line.discom,
                districts=tuple(line.districts.order_by("slug")),
                area=line.area,
                restricted_hi=line.restricted_hi,
                restricted_en=line.restricted_en,
                ends_at=line.ends_at,
                until_restored=line.until_restored,
                grace_hours=line.grace_hours,
            )
            for line in lines.prefetch_related("districts")
        ),
        basis=order.basis,
        title_hi=order.title_hi,
        title_en=order.title_en,
        text_hi=order.text_hi,
        text_en=order.text_en,
        sources=tuple(order.sources),
        demonstration=order.demonstration,
    )


def line_words(line: LineContent) -> LineWords:
    """What the operative text says of a line."""
    return LineWords(
        discom=line.discom.name if line.discom else None,
        districts=tuple(d.name for d in line.districts),
        area=line.area,
        restricted_to=wording.Text(line.restricted_hi, line.restricted_en),
        starts_at=line.starts_at,
        ends_at=line.ends_at,
        outage=line.until_restored.title if line.until_restored else None,
        grace_hours=line.grace_hours,
    )


def check(content: OrderContent, *, lifts: bool = False) -> None:
    """Raises Refused, with the field, for what not even a draft may state."""
    title, text = (
        wording.Text(content.title_hi, content.title_en),
        wording.Text(content.text_hi, content.text_en),
    )
    lines = [line.stated() for line in content.lines]
    _refuse(contradictions.entry_refusals(title, text, lines, reference.serves(), lifts))


def _accept(order: Order, at: datetime, accepted: Collection[str]) -> list[str]:
    """The keys of all warnings that stand at an instant, every one of them accepted.

    Raises Refused for what refuses the draft, then for a warning that was not accepted.
    """
    draft = drafts.load(order.pk, at)
    _refuse(draft.refusals)
    standing = [warning.key for warning in draft.warnings]
    if not set(standing) <= set(accepted):
        raise Refused("warnings", "accepted")
    return standing


def _refuse(refusals: Iterable[Refusal]) -> None:
    for each in refusals:
        raise Refused(each.name, each.field, each.words)


def _require_legible(content: OrderContent) -> None:
    """What somebody typed; an amendment restates what is on record, whatever its letters."""
    for language in (wording.HI, wording.EN):
        title, text, places = (f"{name}_{language}" for name in ("title", "text", "restricted"))
        script.require(getattr(content, title), title, language)
        script.require(getattr(content, text), text, language, lines=True)
        for line in content.lines:
            script.require(getattr(line, places), places, language)
    for source in content.sources:
        script.require(source["title"], "sources")


def _new(
    content: OrderContent,
    *,
    by: Person,
    at: datetime,
    amends: Order | None = None,
    lifts: bool = False,
) -> Order:
    check(content, lifts=lifts)
    with writing(at) as pen:
        order = Order(amends=amends, lift=lifts, drafted_by=by, drafted_at=pen.moment)
        _fill(order, content)
        order.save()
        _add_lines(order, content.lines)
        _add_hand(order, by)
        pen.write(_act("order.drafted", order, by))
    return order


def _fill(order: Order, content: OrderContent) -> None:
    words = [line_words(line) for line in content.lines]
    order.basis = content.basis
    order.title_hi = content.title_hi or wording.title(words, wording.HI, lift=order.lift)
    order.title_en = content.title_en or wording.title(words, wording.EN, lift=order.lift)
    order.text_hi, order.text_en = content.text_hi, content.text_en
    order.sources = list(content.sources)
    order.demonstration = content.demonstration


def _add_lines(order: Order, lines: tuple[LineContent, ...]) -> None:
    for position, content in enumerate(lines):
        line = CoverageLine.objects.create(
            order=order,
            position=position,
            discom=content.discom,
            area=content.area,
            restricted_hi=content.restricted_hi.strip(),
            restricted_en=content.restricted_en.strip(),
            starts_at=content.starts_at,
            ends_at=content.ends_at,
            until_restored=content.until_restored,
            grace_hours=content.grace_hours,
        )
        CoverageDistrict.objects.bulk_create(
            CoverageDistrict(line=line, district=d) for d in content.districts
        )


def _add_hand(order: Order, person: Person) -> None:
    OrderHand.objects.get_or_create(order=order, person=person)


def _hands(order: Order) -> set[int]:
    return set(OrderHand.objects.filter(order=order).values_list("person_id", flat=True))


def _locked(order: Order, act: str) -> Order:
    fresh = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    lifecycle.after("order", fresh.state, act)
    return fresh


def _require_open_head(order: Order) -> None:
    if order.state != ISSUED:
        raise Refused("not_issued")
    if order.lift:
        raise Refused("chain_closed")
    if Order.objects.filter(amends=order, state=ISSUED).exists():
        raise Refused("not_newest")


def _issue(order: Order, pen: Pen, by: Person, read: str) -> None:
    number = next_number(
        Order.objects.all(), "number", settings.ORDER_NUMBER_PATTERN, pen.moment, _is_free
    )
    waiting = Order.objects.filter(
        pk=order.pk, state=lifecycle.SUBMITTED, edition=order.edition
    ).exclude(pk__in=OrderHand.objects.filter(person=by).values("order"))
    try:
        issued = waiting.update(
            state=ISSUED,
            number=number,
            slug=numbering.slug(number),
            issued_at=pen.moment,
            approved_by=by,
            approved_digest=read,
        )
    except IntegrityError as error:
        raise Refused("taken") from error
    if not issued:
        raise Refused("state")
    order.refresh_from_db()


def _is_free(number: str) -> bool:
    """Numbers are unique over the whole record (contract, section 2)."""
    taken = Order.objects.filter(slug=numbering.slug(number)).exists()
    return not (taken or Directive.objects.filter(number=number).exists())


def _amended(order: Order) -> str | None:
    return order.amends.number if order.amends else None


def _said(line: LineContent) -> dict[str, Any]:
    return {
        "discom": line.discom.code if line.discom else ALL_STATE_DISCOMS,
        "districts": sorted(d.slug for d in line.districts),
        "area": line.area,
        "restricted_to": [line.restricted_hi, line.restricted_en],
        "starts_at": write(line.starts_at),
        "ends_at": write(line.ends_at) if line.ends_at else None,
        "until_restored": line.until_restored.ref if line.until_restored else None,
        "grace_hours": line.grace_hours,
    }


def _act(name: str, order: Order, by: Person, *, public: bool = False, **more: Any) -> Act:
    subject = order.number or f"draft {order.pk}"
    return Act(name, subject, by.username, public, detail(order) | more)


def detail(order: Order) -> dict[str, Any]:
    """What the journal keeps of an order."""
    return {
        "draft": order.pk,
        "number": order.number,
        "slug": order.slug,
        "basis": order.basis,
        "title_hi": order.title_hi,
        "title_en": order.title_en,
        "amends": _amended(order),
        "lift": order.lift,
        "demonstration": order.demonstration,
    }
